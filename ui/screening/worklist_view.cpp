// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screening/internal/worklist_view.h"

#include "ui/screening/internal/worklist_cells.h"
#include "ui/screening/internal/worklist_delegate.h"
#include "ui/screening/internal/worklist_model.h"
#include "ui/settings/settings.h"

#include <QAction>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>
#include <QSignalBlocker>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int saveSoonMs = 500;

struct ColumnLook
{
    WorklistColumn column;
    int width;
    bool shown;
};
constexpr ColumnLook looks[] = {
    {WorklistColumn::Thumbnail, 68, true},    {WorklistColumn::File, 212, true},
    {WorklistColumn::Patient, 180, false},    {WorklistColumn::Finding, 176, true},
    {WorklistColumn::Probability, 104, true}, {WorklistColumn::Gate, 132, true},
    {WorklistColumn::Urgency, 132, true},     {WorklistColumn::Status, 100, true},
    {WorklistColumn::Verdict, 100, true},     {WorklistColumn::Comment, 160, true},
    {WorklistColumn::Time, 80, false},
};

} // namespace

WorklistView::WorklistView(WorklistModel& model, Settings& settings, QWidget* parent)
    : QTableView(parent), m_model(model), m_settings(settings), m_columnMenu(new QMenu(this))
{
    setObjectName(u"worklist"_s);
    setAccessibleName(tr("Worklist"));
    setModel(&m_model);
    setItemDelegate(new WorklistDelegate(this));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setTabKeyNavigation(false);
    setShowGrid(false);
    setWordWrap(false);
    setMouseTracking(true);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(WorklistDelegate::rowHeight);
    makeHeader();
    makeColumnMenu();
    restoreColumns();

    connect(this, &QTableView::doubleClicked, this,
            [this] { Q_EMIT openRequested(currentNumber()); });
    connect(&m_model, &QAbstractItemModel::layoutAboutToBeChanged, this,
            &WorklistView::rememberPlace);
    connect(&m_model, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            &WorklistView::rememberPlace);
    connect(&m_model, &WorklistModel::arranged, this, &WorklistView::keepPlace);
    connect(&m_model, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex& first, const QModelIndex& last) {
                const int row = currentIndex().row();
                if (row >= first.row() && row <= last.row())
                    Q_EMIT currentNumberChanged();
            });
}

WorklistView::~WorklistView()
{
    // Nobody is told: the window that would apply it may be half gone by now.
    const QSignalBlocker silent(m_settings);
    if (m_saveSoon.isActive())
        saveColumns();
}

void WorklistView::makeHeader()
{
    QHeaderView* header = horizontalHeader();
    header->setAccessibleName(tr("Columns"));
    header->setSectionsMovable(true);
    header->setSectionsClickable(true);
    header->setStretchLastSection(true);
    header->setHighlightSections(false);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QHeaderView::customContextMenuRequested, this, [this](const QPoint& position) {
        m_columnMenu->popup(horizontalHeader()->mapToGlobal(position));
    });
    m_saveSoon.setSingleShot(true);
    m_saveSoon.setInterval(saveSoonMs);
    connect(&m_saveSoon, &QTimer::timeout, this, &WorklistView::saveColumns);
    const auto soon = [this] { m_saveSoon.start(); };
    connect(header, &QHeaderView::sectionMoved, this, soon);
    connect(header, &QHeaderView::sectionResized, this, soon);
    connect(header, &QHeaderView::sortIndicatorChanged, this, soon);
}

void WorklistView::makeColumnMenu()
{
    m_columnMenu->setAccessibleName(tr("Columns"));
    for (int column = 0; column < worklistColumns; ++column) {
        QAction* action = m_columnMenu->addAction(columnTitle(WorklistColumn(column)));
        action->setCheckable(true);
        connect(action, &QAction::triggered, this,
                [this, column](bool shown) { setColumnShown(WorklistColumn(column), shown); });
    }
    // The file's column stays: a row without any name would be no row.
    m_columnMenu->actions().at(int(WorklistColumn::File))->setEnabled(false);
    m_columnMenu->addSeparator();
    m_columnMenu->addAction(tr("Reset Columns"), this, [this] {
        resetColumns();
        m_saveSoon.start();
    });
    connect(m_columnMenu, &QMenu::aboutToShow, this, [this] {
        for (int column = 0; column < worklistColumns; ++column)
            m_columnMenu->actions().at(column)->setChecked(!isColumnHidden(column));
    });
}

void WorklistView::setColumnShown(WorklistColumn column, bool shown)
{
    setColumnHidden(int(column), !shown);
    m_saveSoon.start();
}

void WorklistView::resetColumns()
{
    QHeaderView* header = horizontalHeader();
    for (const ColumnLook& look : looks) {
        header->moveSection(header->visualIndex(int(look.column)), int(look.column));
        header->resizeSection(int(look.column), look.width);
        setColumnHidden(int(look.column), !look.shown);
    }
    sortByColumn(int(WorklistColumn::Urgency), Qt::DescendingOrder);
}

void WorklistView::restoreColumns()
{
    QHeaderView* header = horizontalHeader();
    resetColumns();
    const QByteArray state = m_settings.value(Setting::WorklistColumns).toByteArray();
    if (!state.isEmpty() && !header->restoreState(state))
        resetColumns();
    setSortingEnabled(true);
    setColumnHidden(int(WorklistColumn::File), false);
    m_saveSoon.stop();
}

void WorklistView::saveColumns()
{
    m_saveSoon.stop();
    m_settings.setValue(Setting::WorklistColumns, horizontalHeader()->saveState());
}

qint64 WorklistView::currentNumber() const
{
    const WorklistRow* row = m_model.at(currentIndex().row());
    return row ? row->number : 0;
}

QList<qint64> WorklistView::chosenNumbers() const
{
    QList<int> rows;
    for (const QItemSelectionRange& range : selectionModel()->selection())
        for (int row = range.top(); row <= range.bottom(); ++row)
            rows << row;
    if (rows.isEmpty() && currentIndex().isValid())
        rows << currentIndex().row();
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    QList<qint64> numbers;
    for (const int row : rows)
        numbers << m_model.at(row)->number;
    return numbers;
}

void WorklistView::step(int rows)
{
    const int count = m_model.rowCount();
    if (count == 0)
        return;
    const QModelIndex current = currentIndex();
    const int target = current.isValid() ? std::clamp(current.row() + rows, 0, count - 1) : 0;
    const int column = current.isValid() ? current.column() : int(WorklistColumn::File);
    setCurrentIndex(m_model.index(target, column));
}

void WorklistView::keyPressEvent(QKeyEvent* event)
{
    const bool isPlain
        = (event->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier)) == Qt::NoModifier;
    switch (isPlain ? event->key() : 0) {
    case Qt::Key_J:
        return step(1);
    case Qt::Key_K:
        return step(-1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (currentNumber() > 0)
            Q_EMIT openRequested(currentNumber());
        return;
    default:
        // Letters are keys of the worklist, not beginnings of file names.
        if (isPlain && !event->text().isEmpty() && event->text().at(0).isLetterOrNumber())
            return event->ignore();
        return QTableView::keyPressEvent(event);
    }
}

void WorklistView::focusInEvent(QFocusEvent* event)
{
    const bool hadCurrent = currentIndex().isValid();
    QTableView::focusInEvent(event);
    // Nobody chose the row that Qt makes the current one, and keys would act on it.
    if (!hadCurrent)
        selectionModel()->clearCurrentIndex();
}

void WorklistView::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTableView::currentChanged(current, previous);
    if (current.row() != previous.row())
        Q_EMIT currentNumberChanged();
}

void WorklistView::rememberPlace()
{
    if (m_keptNumber != 0 || !currentIndex().isValid())
        return;
    const int top = rowViewportPosition(currentIndex().row());
    if (top < 0 || top >= viewport()->height())
        return;
    m_keptNumber = currentNumber();
    m_keptTop = top;
}

void WorklistView::keepPlace()
{
    const int row = m_keptNumber == 0 ? -1 : m_model.shownRowOf(m_keptNumber);
    m_keptNumber = 0;
    if (row >= 0) {
        // The current row may have gone for a moment, while rows that left were taken out.
        const int moved = rowViewportPosition(row) - m_keptTop;
        verticalScrollBar()->setValue(verticalScrollBar()->value() + moved);
    }
    Q_EMIT currentNumberChanged();
}

} // namespace ccad
