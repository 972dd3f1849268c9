// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/archive/internal/study_tree_view.h"

#include "ui/archive/internal/query_words.h"
#include "ui/archive/internal/study_tree_model.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QSet>
#include <QSortFilterProxyModel>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int widths[foundColumns] = {260, 140, 104, 96, 240, 140, 72};

} // namespace

StudyTreeView::StudyTreeView(StudyTreeModel& model, QWidget* parent)
    : QTreeView(parent), m_model(model), m_sorted(new QSortFilterProxyModel(this))
{
    setObjectName(u"foundStudies"_s);
    setAccessibleName(tr("Studies that were found"));
    m_sorted->setSourceModel(&m_model);
    m_sorted->setSortRole(StudyTreeModel::sortRole);
    setModel(m_sorted);
    setLook();
    connect(this, &QTreeView::expanded, this, [this](const QModelIndex& index) {
        const QModelIndex study = m_sorted->mapToSource(index);
        if (!m_model.hasSeries(study))
            Q_EMIT seriesWanted(m_model.studyUid(study));
    });
    connect(this, &QTreeView::doubleClicked, this, &StudyTreeView::retrieveRequested);
    connect(m_sorted, &QAbstractItemModel::modelReset, this, &StudyTreeView::chosenChanged);
}

void StudyTreeView::setLook()
{
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setExpandsOnDoubleClick(false); // it retrieves
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setTabKeyNavigation(false);
    header()->setAccessibleName(tr("Columns"));
    header()->setSectionsMovable(true);
    header()->setFirstSectionMovable(false);
    for (int column = 0; column < foundColumns; ++column)
        header()->resizeSection(column, widths[column]);
    setSortingEnabled(true);
    sortByColumn(int(FoundColumn::Date), Qt::DescendingOrder);
}

std::vector<WantedObjects> StudyTreeView::chosen() const
{
    QSet<QString> studies;
    QModelIndexList rows;
    for (const QModelIndex& row : selectionModel()->selectedRows())
        rows << m_sorted->mapToSource(row);
    for (const QModelIndex& row : rows)
        if (m_model.isStudy(row))
            studies.insert(m_model.studyUid(row));
    std::vector<WantedObjects> wanted;
    for (const QModelIndex& row : rows) {
        const QString study = m_model.studyUid(row);
        if (!m_model.isStudy(row) && studies.contains(study))
            continue;
        if (auto query = objectsOf(study, m_model.seriesUid(row)))
            wanted.push_back({*std::move(query), m_model.title(row)});
    }
    return wanted;
}

bool StudyTreeView::hasChosen() const
{
    return selectionModel()->hasSelection();
}

void StudyTreeView::closeStudy(const QString& studyUid)
{
    collapse(m_sorted->mapFromSource(m_model.studyOf(studyUid)));
}

void StudyTreeView::keyPressEvent(QKeyEvent* event)
{
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && hasChosen())
        Q_EMIT retrieveRequested();
    else
        QTreeView::keyPressEvent(event);
}

void StudyTreeView::selectionChanged(const QItemSelection& selected,
                                     const QItemSelection& deselected)
{
    QTreeView::selectionChanged(selected, deselected);
    Q_EMIT chosenChanged();
}

} // namespace ccad
