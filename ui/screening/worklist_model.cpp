// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screening/internal/worklist_model.h"

#include "core/worklist/urgency.h"
#include "ui/screening/internal/worklist_cells.h"
#include "ui/screening/internal/worklist_thumbnails.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace ccad {

namespace {

constexpr int arrangeSoonMs = 100; ///< while rows pour in

int alignmentOf(WorklistColumn column)
{
    const bool isNumber = column == WorklistColumn::Probability || column == WorklistColumn::Time;
    return int(Qt::AlignVCenter | (isNumber ? Qt::AlignRight : Qt::AlignLeft));
}

} // namespace

WorklistModel::WorklistModel(WorklistThumbnails* thumbnails, QObject* parent)
    : QAbstractTableModel(parent), m_thumbnails(thumbnails)
{
    m_arrangeSoon.setSingleShot(true);
    m_arrangeSoon.setInterval(arrangeSoonMs);
    connect(&m_arrangeSoon, &QTimer::timeout, this, &WorklistModel::arrange);
    if (m_thumbnails)
        connect(m_thumbnails, &WorklistThumbnails::ready, this, [this](qint64 number) {
            const int row = shownRowOf(number);
            if (row >= 0)
                Q_EMIT dataChanged(index(row, 0), index(row, 0), {ThumbnailRole});
        });
}

int WorklistModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_order.size());
}

int WorklistModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : worklistColumns;
}

QVariant WorklistModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= worklistColumns)
        return {};
    const auto column = WorklistColumn(section);
    if (role == Qt::DisplayRole)
        return columnTitle(column);
    if (role == Qt::ToolTipRole)
        return columnHelp(column);
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(column);
    return {};
}

QVariant WorklistModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const WorklistRow& row = *at(index.row());
    const auto column = WorklistColumn(index.column());
    const WorklistCells cells(m_job, m_query.hideNames);
    switch (role) {
    case Qt::DisplayRole:
        return cells.text(row, column);
    case Qt::ToolTipRole:
        return cells.toolTip(row, column);
    case Qt::TextAlignmentRole:
        return alignmentOf(column);
    case Qt::AccessibleTextRole:
        return column == WorklistColumn::Thumbnail ? cells.spokenText(row)
                                                   : cells.text(row, column);
    case Qt::AccessibleDescriptionRole:
        return columnTitle(column);
    case NumberRole:
        return row.number;
    case ThumbnailRole:
        return m_thumbnails ? m_thumbnails->get(row.number) : QImage();
    case FractionRole:
        return WorklistCells::fraction(row, column);
    case PositiveRole:
        return row.positive;
    case StatusRole:
        return int(row.status);
    case WarningRole:
        return row.hasWarnings;
    case KeepingRole:
        return int(row.keeping);
    default:
        return {};
    }
}

void WorklistModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || column >= worklistColumns)
        return;
    m_query.column = WorklistColumn(column);
    m_query.descending = order == Qt::DescendingOrder;
    arrangeAnew();
}

void WorklistModel::reset(const ScreeningJob& job)
{
    beginResetModel();
    m_job = job;
    m_query.negativeClass = negativeClass(job.classes, job.positiveClass);
    m_rows.clear();
    m_kept.clear();
    m_indexes.clear();
    m_said.clear();
    m_order.clear();
    m_places.clear();
    m_arrangeSoon.stop();
    if (m_thumbnails)
        m_thumbnails->clear();
    endResetModel();
    Q_EMIT arranged();
    Q_EMIT savingChanged();
}

void WorklistModel::take(const std::vector<WorklistRow>& rows)
{
    for (const WorklistRow& row : rows) {
        const auto known = m_indexes.constFind(row.number);
        if (known == m_indexes.constEnd()) {
            m_indexes.insert(row.number, int(m_rows.size()));
            m_rows.push_back(row);
            m_kept.push_back(false);
            m_places.push_back(-1);
            continue;
        }
        WorklistRow& old = m_rows[size_t(*known)];
        if (m_thumbnails && old.status != row.status)
            m_thumbnails->forget(row.number);
        old = row;
        // The journal may have been read before the verdict reached it.
        if (const auto said = m_said.constFind(row.number); said != m_said.constEnd())
            apply(*said, old);
        changed(*known);
    }
    if (!m_arrangeSoon.isActive())
        m_arrangeSoon.start();
}

void WorklistModel::setFilter(WorklistFilter filter)
{
    if (m_query.filter == filter)
        return;
    m_query.filter = filter;
    arrangeAnew();
}

void WorklistModel::setSearch(const QString& text)
{
    const QByteArrayList words = searchWords(text);
    if (m_query.words == words)
        return;
    m_query.words = words;
    arrangeAnew();
}

void WorklistModel::setTextHidden(bool hidden)
{
    if (m_query.hideNames == hidden)
        return;
    m_query.hideNames = hidden;
    if (!m_order.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, worklistColumns - 1));
    arrangeAnew();
}

void WorklistModel::setVerdict(qint64 number, Verdict verdict, const QString& comment)
{
    const auto known = m_indexes.constFind(number);
    if (known == m_indexes.constEnd())
        return;
    Said& said = m_said[number];
    said.verdict = verdict;
    said.comment = comment;
    ++said.unanswered;
    apply(said, m_rows[size_t(*known)]);
    m_kept[size_t(*known)] = m_places[size_t(*known)] >= 0;
    changed(*known);
    Q_EMIT savingChanged();
}

void WorklistModel::settle(qint64 number, bool isKept)
{
    const auto said = m_said.find(number);
    if (said == m_said.end() || said->unanswered == 0)
        return;
    // Of several, the last one tells: it holds all that was said.
    if (--said->unanswered > 0)
        return;
    const int index = m_indexes.value(number);
    WorklistRow& row = m_rows[size_t(index)];
    apply(*said, row);
    if (isKept) {
        row.keeping = Keeping::Kept;
        m_said.erase(said);
    }
    changed(index);
    Q_EMIT savingChanged();
}

void WorklistModel::apply(const Said& said, WorklistRow& row) const
{
    row.verdict = said.verdict;
    row.comment = said.comment;
    row.keeping = said.unanswered > 0 ? Keeping::Saving : Keeping::Failed;
    updateSearched(row, m_job);
}

bool WorklistModel::isSaving() const
{
    return std::any_of(m_said.begin(), m_said.end(),
                       [](const Said& said) { return said.unanswered > 0; });
}

QList<qint64> WorklistModel::unsavedNumbers() const
{
    QList<qint64> numbers;
    for (auto said = m_said.begin(); said != m_said.end(); ++said)
        if (said->unanswered == 0)
            numbers << said.key();
    return numbers;
}

const WorklistRow* WorklistModel::at(int shownRow) const
{
    return shownRow >= 0 && shownRow < rowCount() ? &m_rows[size_t(m_order[size_t(shownRow)])]
                                                  : nullptr;
}

const WorklistRow* WorklistModel::find(qint64 number) const
{
    const auto known = m_indexes.constFind(number);
    return known == m_indexes.constEnd() ? nullptr : &m_rows[size_t(*known)];
}

int WorklistModel::shownRowOf(qint64 number) const
{
    const auto known = m_indexes.constFind(number);
    return known == m_indexes.constEnd() ? -1 : m_places[size_t(*known)];
}

QList<qint64> WorklistModel::shownNumbers() const
{
    QList<qint64> numbers;
    numbers.reserve(qsizetype(m_order.size()));
    for (const int index : m_order)
        numbers << m_rows[size_t(index)].number;
    return numbers;
}

void WorklistModel::changed(int index)
{
    const int row = m_places[size_t(index)];
    if (row >= 0)
        Q_EMIT dataChanged(this->index(row, 0), this->index(row, worklistColumns - 1));
}

void WorklistModel::arrangeAnew()
{
    std::fill(m_kept.begin(), m_kept.end(), false);
    arrange();
}

/// Goes from the old order to the new one in at most three steps that views understand: rows to
/// remove leave from the end, new rows are added there, then all take their places.
void WorklistModel::arrange()
{
    m_arrangeSoon.stop();
    std::vector<int> order = ccad::arranged(m_rows, m_kept, m_query);
    if (order == m_order)
        return;
    removeRows(order);
    if (m_order.empty())
        insertRows(order);
    else {
        insertRows(order);
        moveRows(order);
    }
    Q_EMIT arranged();
}

void WorklistModel::removeRows(const std::vector<int>& order)
{
    std::vector<bool> stays(m_rows.size(), false);
    for (const int index : order)
        stays[size_t(index)] = true;
    std::vector<int> parted = m_order;
    const auto gone = std::stable_partition(
        parted.begin(), parted.end(), [&stays](int index) { return bool(stays[size_t(index)]); });
    const int count = int(parted.end() - gone);
    if (count == 0)
        return;
    const int left = int(parted.size()) - count;
    moveRows(parted);
    beginRemoveRows({}, left, left + count - 1);
    parted.resize(size_t(left));
    setOrder(std::move(parted));
    endRemoveRows();
}

void WorklistModel::insertRows(const std::vector<int>& order)
{
    std::vector<int> grown = m_order;
    for (const int index : order)
        if (m_places[size_t(index)] < 0)
            grown.push_back(index);
    if (grown.size() == m_order.size())
        return;
    beginInsertRows({}, int(m_order.size()), int(grown.size()) - 1);
    setOrder(std::move(grown));
    endInsertRows();
}

void WorklistModel::moveRows(const std::vector<int>& order)
{
    if (order == m_order)
        return;
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<int> indexes;
    indexes.reserve(size_t(before.size()));
    for (const QModelIndex& persistent : before)
        indexes.push_back(m_order[size_t(persistent.row())]);
    setOrder(order);
    QModelIndexList after;
    after.reserve(before.size());
    for (qsizetype i = 0; i < before.size(); ++i)
        after << index(m_places[size_t(indexes[size_t(i)])], before[i].column());
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

void WorklistModel::setOrder(std::vector<int> order)
{
    m_order = std::move(order);
    std::fill(m_places.begin(), m_places.end(), -1);
    for (size_t row = 0; row < m_order.size(); ++row)
        m_places[size_t(m_order[row])] = int(row);
}

} // namespace ccad
