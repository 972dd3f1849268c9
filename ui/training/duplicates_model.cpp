// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/internal/duplicates_model.h"

#include "ui/jobs/thumbnails.h"
#include "ui/training/internal/counts_model.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

bool isGrave(const NearDuplicate& pair)
{
    return pair.acrossLabels || pair.acrossSplits;
}

} // namespace

DuplicatesModel::DuplicatesModel(Thumbnails& thumbnails, QObject* parent)
    : QAbstractListModel(parent), m_thumbnails(thumbnails)
{
    connect(&m_thumbnails, &Thumbnails::ready, this, &DuplicatesModel::updateImage);
}

void DuplicatesModel::setIndex(std::shared_ptr<const DatasetIndex> index)
{
    beginResetModel();
    m_index = std::move(index);
    m_pairs = m_index ? m_index->duplicates : std::vector<NearDuplicate>();
    std::stable_partition(m_pairs.begin(), m_pairs.end(), isGrave);
    endResetModel();
}

int DuplicatesModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_pairs.size());
}

QString DuplicatesModel::caption(const DatasetItem& item) const
{
    return tr("%1\n%2, %3")
        .arg(item.file.section(u'/', -1), m_index->dataset.classes.value(item.label),
             splitWords(item.split));
}

QString DuplicatesModel::relation(const NearDuplicate& pair) const
{
    QStringList parts{pair.identical ? tr("The same file twice") : tr("Look the same")};
    if (pair.acrossLabels)
        parts << tr("under two labels: one is wrong");
    if (pair.acrossSplits)
        parts << tr("on two sides: the test would be too kind");
    return parts.join(u", "_s);
}

QVariant DuplicatesModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const NearDuplicate& pair = m_pairs[size_t(index.row())];
    const DatasetItem& first = m_index->dataset.items.at(size_t(pair.first));
    const DatasetItem& second = m_index->dataset.items.at(size_t(pair.second));
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return tr("%1 and %2: %3")
            .arg(first.file.section(u'/', -1), second.file.section(u'/', -1), relation(pair));
    case Qt::ToolTipRole:
        return QString(first.file + u'\n' + second.file);
    case FirstFileRole:
        return first.file;
    case SecondFileRole:
        return second.file;
    case FirstCaptionRole:
        return caption(first);
    case SecondCaptionRole:
        return caption(second);
    case FirstImageRole:
        return m_thumbnails.get(first.file);
    case SecondImageRole:
        return m_thumbnails.get(second.file);
    case RelationRole:
        return relation(pair);
    case IsGraveRole:
        return isGrave(pair);
    default:
        return {};
    }
}

void DuplicatesModel::updateImage(const QString& file)
{
    for (int row = 0; row < rowCount(); ++row) {
        const NearDuplicate& pair = m_pairs[size_t(row)];
        const auto& items = m_index->dataset.items;
        if (items.at(size_t(pair.first)).file == file || items.at(size_t(pair.second)).file == file)
            Q_EMIT dataChanged(index(row), index(row), {FirstImageRole, SecondImageRole});
    }
}

} // namespace ccad
