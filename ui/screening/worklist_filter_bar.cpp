// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screening/internal/worklist_filter_bar.h"

#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

#include <utility>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int searchSoonMs = 120; ///< a pause in typing

} // namespace

WorklistFilterBar::WorklistFilterBar(QMenu& columns, QWidget* parent)
    : QWidget(parent), m_search(new QLineEdit(this)), m_status(new QComboBox(this)),
      m_count(makeTextLabel({}, "muted", this))
{
    setAccessibleName(tr("Which rows are in sight"));
    m_search->setObjectName(u"worklistSearch"_s);
    m_search->setPlaceholderText(tr("Search"));
    m_search->setAccessibleName(tr("Search the worklist"));
    m_search->setToolTip(tr("Only rows that hold all of these words: file, patient, finding, "
                            "reason, comment (Ctrl+F)"));
    m_search->setClearButtonEnabled(true);
    m_search->setMinimumWidth(160);
    m_search->setMaximumWidth(320);
    m_search->installEventFilter(this);
    m_status->setObjectName(u"worklistStatus"_s);
    m_status->setAccessibleName(tr("Rows by status"));
    const std::pair<WorklistFilter, QString> choices[]
        = {{WorklistFilter::All, tr("All")},
           {WorklistFilter::Positive, tr("Positive")},
           {WorklistFilter::Findings, tr("Any finding")},
           {WorklistFilter::Unread, tr("Not read yet")},
           {WorklistFilter::Refused, tr("Refused")},
           {WorklistFilter::Failed, tr("Failed")},
           {WorklistFilter::Duplicates, tr("Duplicates")},
           {WorklistFilter::Waiting, tr("Waiting")}};
    for (const auto& [filter, title] : choices)
        m_status->addItem(title, int(filter));
    m_status->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_count->setWordWrap(false);
    m_count->setObjectName(u"worklistCount"_s);
    auto* chooseColumns = new QToolButton(this);
    chooseColumns->setText(tr("Columns"));
    chooseColumns->setAccessibleName(tr("Columns"));
    chooseColumns->setToolTip(tr("Which columns are shown"));
    chooseColumns->setMenu(&columns);
    chooseColumns->setPopupMode(QToolButton::InstantPopup);
    chooseColumns->setFocusPolicy(Qt::TabFocus);
    chooseColumns->setObjectName(u"exportPlot"_s); // a menu button of the style sheet

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(spacing::large, spacing::small, spacing::large, spacing::medium);
    layout->setSpacing(spacing::medium);
    layout->addWidget(m_search, 1);
    layout->addWidget(m_status);
    layout->addWidget(m_count);
    layout->addStretch(1);
    layout->addWidget(chooseColumns);

    m_searchSoon.setSingleShot(true);
    m_searchSoon.setInterval(searchSoonMs);
    connect(m_search, &QLineEdit::textChanged, this, [this] { m_searchSoon.start(); });
    connect(&m_searchSoon, &QTimer::timeout, this,
            [this] { Q_EMIT searchChanged(m_search->text()); });
    connect(m_status, &QComboBox::currentIndexChanged, this, [this](int index) {
        Q_EMIT filterChanged(WorklistFilter(m_status->itemData(index).toInt()));
    });
}

void WorklistFilterBar::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void WorklistFilterBar::clear()
{
    m_search->clear();
    m_status->setCurrentIndex(0);
}

void WorklistFilterBar::setCount(int shown, int total)
{
    setPlainText(m_count,
                 shown == total ? tr("%n row(s)", nullptr, total)
                                : tr("%1 of %2 rows").arg(shown).arg(total));
}

bool WorklistFilterBar::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Escape)
        m_search->clear();
    else if (key != Qt::Key_Down && key != Qt::Key_Return && key != Qt::Key_Enter)
        return QWidget::eventFilter(watched, event);
    m_searchSoon.stop();
    Q_EMIT searchChanged(m_search->text());
    Q_EMIT left();
    return true;
}

} // namespace ccad
