// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/archive/internal/study_tree_model.h"

#include "ui/archive/internal/archive_words.h"
#include "ui/words/patient_text.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// Which value stands where; 0: none.
quint32 tagOf(FoundColumn column, bool isStudy)
{
    switch (column) {
    case FoundColumn::Patient:
        return isStudy ? attribute::patientName : attribute::seriesNumber;
    case FoundColumn::Id:
        return isStudy ? attribute::patientId : 0;
    case FoundColumn::Date:
        return isStudy ? attribute::studyDate : 0;
    case FoundColumn::Modality:
        return isStudy ? attribute::modalitiesInStudy : attribute::modality;
    case FoundColumn::Description:
        return isStudy ? attribute::studyDescription : attribute::seriesDescription;
    case FoundColumn::Accession:
        return isStudy ? attribute::accessionNumber : 0;
    case FoundColumn::Images:
        return isStudy ? attribute::imagesInStudy : attribute::imagesInSeries;
    }
    return 0;
}

bool tellsWhoItIs(FoundColumn column)
{
    return column != FoundColumn::Modality && column != FoundColumn::Images;
}

QString shown(const QueryMatch& match, FoundColumn column, bool isStudy)
{
    const QString text = match.text(tagOf(column, isStudy));
    if (!isStudy)
        return column == FoundColumn::Patient ? StudyTreeModel::tr("Series %1").arg(text) : text;
    if (column == FoundColumn::Patient)
        return readableName(text);
    if (column == FoundColumn::Modality)
        return QString(text).replace(u'\\', u", "_s);
    return column == FoundColumn::Date ? dateText(text) : text;
}

} // namespace

void StudyTreeModel::setStudies(std::vector<QueryMatch> studies)
{
    beginResetModel();
    m_studies.clear();
    for (QueryMatch& match : studies)
        m_studies.push_back({std::move(match), {}});
    endResetModel();
}

void StudyTreeModel::setSeries(const QString& studyUid, std::vector<QueryMatch> series)
{
    const QModelIndex parent = studyOf(studyUid);
    if (!parent.isValid())
        return;
    Study& study = m_studies[size_t(parent.row())];
    if (study.isAsked)
        return;
    study.isAsked = true;
    if (!series.empty()) {
        beginInsertRows(parent, 0, int(series.size()) - 1);
        study.series = std::move(series);
        endInsertRows();
    }
    Q_EMIT dataChanged(parent, parent);
}

void StudyTreeModel::setTextHidden(bool hidden)
{
    if (m_isHidden == hidden)
        return;
    // All rows change, those of series, too; none moves.
    Q_EMIT layoutAboutToBeChanged();
    m_isHidden = hidden;
    Q_EMIT layoutChanged();
}

const StudyTreeModel::Study* StudyTreeModel::study(const QModelIndex& index) const
{
    const size_t row = isStudy(index) ? size_t(index.row()) : size_t(index.internalId()) - 1;
    return index.isValid() && row < m_studies.size() ? &m_studies[row] : nullptr;
}

/// A series has the number of its study, counted from 1, for an id.
bool StudyTreeModel::isStudy(const QModelIndex& index) const
{
    return index.isValid() && index.internalId() == 0;
}

bool StudyTreeModel::hasSeries(const QModelIndex& index) const
{
    const Study* found = isStudy(index) ? study(index) : nullptr;
    return found && found->isAsked;
}

QString StudyTreeModel::studyUid(const QModelIndex& index) const
{
    const Study* found = study(index);
    return found ? found->match.text(attribute::studyUid) : QString();
}

QString StudyTreeModel::seriesUid(const QModelIndex& index) const
{
    const Study* found = study(index);
    return !found || isStudy(index) ? QString()
                                    : found->series[size_t(index.row())].text(attribute::seriesUid);
}

QString StudyTreeModel::title(const QModelIndex& index) const
{
    const Study* found = study(index);
    if (!found)
        return {};
    QStringList words{shown(found->match, FoundColumn::Patient, true),
                      shown(found->match, FoundColumn::Date, true)};
    if (!isStudy(index))
        words << shown(found->series[size_t(index.row())], FoundColumn::Patient, false);
    words.removeAll(QString());
    return words.join(u' ').replace(u'/', u'-'); // it is no path
}

QModelIndex StudyTreeModel::studyOf(const QString& studyUid) const
{
    const auto found = std::ranges::find_if(m_studies, [&studyUid](const Study& study) {
        return study.match.text(attribute::studyUid) == studyUid;
    });
    return found == m_studies.end() ? QModelIndex() : index(int(found - m_studies.begin()), 0);
}

QModelIndex StudyTreeModel::index(int row, int column, const QModelIndex& parent) const
{
    if (row < 0 || row >= rowCount(parent) || column < 0 || column >= foundColumns)
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row()) + 1 : quintptr(0));
}

QModelIndex StudyTreeModel::parent(const QModelIndex& index) const
{
    if (!index.isValid() || isStudy(index))
        return {};
    return createIndex(int(index.internalId()) - 1, 0, quintptr(0));
}

int StudyTreeModel::rowCount(const QModelIndex& parent) const
{
    if (!parent.isValid())
        return int(m_studies.size());
    const Study* found = isStudy(parent) && parent.column() == 0 ? study(parent) : nullptr;
    return found ? int(found->series.size()) : 0;
}

int StudyTreeModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() && !isStudy(parent) ? 0 : foundColumns;
}

bool StudyTreeModel::hasChildren(const QModelIndex& parent) const
{
    if (!parent.isValid())
        return !m_studies.empty();
    const Study* found = isStudy(parent) && parent.column() == 0 ? study(parent) : nullptr;
    return found && (!found->isAsked || !found->series.empty());
}

bool StudyTreeModel::canFetchMore(const QModelIndex& parent) const
{
    const Study* found = isStudy(parent) && parent.column() == 0 ? study(parent) : nullptr;
    return found && !found->isAsked;
}

QString StudyTreeModel::text(const QModelIndex& index) const
{
    const Study* found = study(index);
    const auto column = FoundColumn(index.column());
    if (isStudy(index)) {
        if (m_isHidden && column == FoundColumn::Patient)
            return tr("Study %1").arg(index.row() + 1);
        return m_isHidden && tellsWhoItIs(column) ? QString() : shown(found->match, column, true);
    }
    return m_isHidden && column == FoundColumn::Description
        ? QString()
        : shown(found->series[size_t(index.row())], column, false);
}

/// As people count: numbers by their value, names whatever their case.
QVariant StudyTreeModel::sortKey(const QModelIndex& index) const
{
    const auto column = FoundColumn(index.column());
    if (m_isHidden && isStudy(index) && tellsWhoItIs(column))
        return index.row(); // the order would tell names
    const bool isNumber
        = column == FoundColumn::Images || (column == FoundColumn::Patient && !isStudy(index));
    if (!isNumber)
        return text(index).toCaseFolded();
    const Study* found = study(index);
    const QueryMatch& match = isStudy(index) ? found->match : found->series[size_t(index.row())];
    return match.text(tagOf(column, isStudy(index))).toInt();
}

QVariant StudyTreeModel::data(const QModelIndex& index, int role) const
{
    if (!study(index))
        return {};
    if (role == Qt::DisplayRole)
        return text(index);
    if (role == sortRole)
        return sortKey(index);
    if (role == Qt::TextAlignmentRole && FoundColumn(index.column()) == FoundColumn::Images)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::AccessibleTextRole) {
        const QString title
            = headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString();
        return text(index).isEmpty() ? title : title + u' ' + text(index);
    }
    return {};
}

QVariant StudyTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal)
        return {};
    switch (FoundColumn(section)) {
    case FoundColumn::Patient:
        return tr("Patient");
    case FoundColumn::Id:
        return tr("Patient ID");
    case FoundColumn::Date:
        return tr("Date");
    case FoundColumn::Modality:
        return tr("Modality");
    case FoundColumn::Description:
        return tr("Description");
    case FoundColumn::Accession:
        return tr("Accession");
    case FoundColumn::Images:
        return tr("Images");
    }
    return {};
}

} // namespace ccad
