// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/internal/study_list_panel.h"

#include "ui/settings/settings.h"
#include "ui/viewer/internal/study_delegate.h"
#include "ui/viewer/internal/study_list_order.h"
#include "ui/viewer/study_list_model.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QScopedValueRollback>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

StudyListPanel::StudyListPanel(StudyListModel& studies, Settings& settings, QWidget* parent)
    : QWidget(parent), m_studies(studies), m_settings(settings), m_shown(new StudyListOrder(this)),
      m_filter(new QLineEdit(this)), m_order(new QComboBox(this)), m_list(new QListView(this))
{
    setAccessibleName(tr("Studies"));
    setMinimumWidth(160);
    setAutoFillBackground(true);
    m_shown->setSourceModel(&m_studies);
    for (const StudyOrderName& name : studyOrderNames())
        m_order->addItem(name.title, name.key);
    makeLayout();
    applyOrder();

    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (m_isQuiet || !current.isValid())
                    return;
                m_current = current.data(StudyListModel::PathRole).toString();
                m_shown->keep(m_current);
                Q_EMIT chosen(m_current);
            });
    connect(m_filter, &QLineEdit::textChanged, this, &StudyListPanel::applyFilter);
    connect(m_order, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_settings.setValue(Setting::StudyOrder, m_order->itemData(index));
    });
    connect(&m_settings, &Settings::changed, this, [this](Setting setting) {
        if (setting == Setting::StudyOrder)
            applyOrder();
    });
    for (const auto moved : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_shown, moved, this, &StudyListPanel::orderChanged);
    connect(m_shown, &QAbstractItemModel::layoutChanged, this, &StudyListPanel::orderChanged);
}

void StudyListPanel::makeLayout()
{
    m_filter->setObjectName(u"studyFilter"_s);
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setAccessibleName(tr("Filter the studies"));
    m_filter->setToolTip(tr("Only studies whose name and finding hold these words"));
    m_filter->setClearButtonEnabled(true);
    m_filter->installEventFilter(this);
    m_order->setObjectName(u"studyOrder"_s);
    m_order->setAccessibleName(tr("Order of the studies"));
    m_order->setToolTip(tr("Order of the studies. By probability: of the class that the threshold "
                           "is about, the highest first."));

    m_list->setModel(m_shown);
    m_list->setItemDelegate(new StudyDelegate(m_list));
    m_list->setAccessibleName(tr("Studies"));
    m_list->setUniformItemSizes(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setMouseTracking(true);

    auto* header = new QVBoxLayout;
    header->setContentsMargins(spacing::large, spacing::large, spacing::large, spacing::medium);
    header->setSpacing(spacing::medium);
    header->addWidget(makeTextLabel(tr("Studies"), "heading", this));
    header->addWidget(m_filter);
    header->addWidget(m_order);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(header);
    layout->addWidget(m_list, 1);
}

void StudyListPanel::select(const QString& path)
{
    const QScopedValueRollback quiet(m_isQuiet, true);
    m_current = path;
    if (shownRowOf(path) < 0)
        m_filter->clear();
    m_shown->keep(path);
    setCurrent(shownRowOf(path));
}

void StudyListPanel::setCurrent(int shownRow)
{
    const QModelIndex index = m_shown->index(shownRow, 0);
    m_list->setCurrentIndex(index);
    if (index.isValid())
        m_list->scrollTo(index);
}

int StudyListPanel::shownRowOf(const QString& path) const
{
    const int row = m_studies.rowOf(path);
    return row < 0 ? -1 : m_shown->mapFromSource(m_studies.index(row)).row();
}

int StudyListPanel::targetOf(int rows) const
{
    const int current = m_list->currentIndex().row();
    // The filter hides the study on screen: any step leads to the first that is shown.
    const int target = current < 0 ? 0 : current + rows;
    return target >= 0 && target < m_shown->rowCount() ? target : -1;
}

bool StudyListPanel::canStep(int rows) const
{
    return targetOf(rows) >= 0;
}

void StudyListPanel::step(int rows)
{
    if (const int target = targetOf(rows); target >= 0)
        setCurrent(target);
}

void StudyListPanel::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void StudyListPanel::applyFilter()
{
    {
        // A row that goes takes the current one with it to a neighbour, which nobody chose.
        const QScopedValueRollback quiet(m_isQuiet, true);
        m_shown->setWords(m_filter->text());
        setCurrent(shownRowOf(m_current));
    }
    Q_EMIT orderChanged();
}

void StudyListPanel::applyOrder()
{
    const QString key = m_settings.value(Setting::StudyOrder).toString();
    const QSignalBlocker blocker(m_order);
    m_order->setCurrentIndex(std::max(0, m_order->findData(key)));
    m_shown->setOrder(studyOrderOf(key));
}

bool StudyListPanel::leaveFilter(int key)
{
    if (key == Qt::Key_Escape)
        m_filter->clear();
    else if (key != Qt::Key_Down && key != Qt::Key_Return && key != Qt::Key_Enter)
        return false;
    m_list->setFocus(Qt::OtherFocusReason);
    if (!m_list->currentIndex().isValid() && m_shown->rowCount() > 0 && key != Qt::Key_Escape)
        setCurrent(0);
    return true;
}

bool StudyListPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_filter)
        return QWidget::eventFilter(watched, event);
    // Escape is a command of the window, but here it ends the filter.
    if (event->type() == QEvent::ShortcutOverride
        && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape)
        event->accept();
    return event->type() == QEvent::KeyPress && leaveFilter(static_cast<QKeyEvent*>(event)->key());
}

} // namespace ccad
