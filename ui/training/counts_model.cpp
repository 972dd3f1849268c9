// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/internal/counts_model.h"

#include <QCoreApplication>
#include <QFont>

namespace ccad {

QString splitWords(const QString& split)
{
    const auto tr
        = [](const char* text) { return QCoreApplication::translate("CountsModel", text); };
    if (split == QLatin1String("train"))
        return tr("training");
    if (split.isEmpty())
        return tr("to be split");
    return split; // "validation" and "test" are words already
}

CountsModel::CountsModel(QObject* parent) : QAbstractTableModel(parent) { }

void CountsModel::setIndex(const DatasetIndex& index)
{
    beginResetModel();
    m_rows.clear();
    Row total;
    int rowsOfClass = 0;
    const auto endClass = [&] {
        if (rowsOfClass > 1)
            m_rows.push_back(total);
        rowsOfClass = 0;
    };
    const bool nobodyIsKnown = index.unknownPatients == int(index.dataset.items.size());
    // The map is in order of class, then side, then source.
    for (const auto& [key, count] : index.counts) {
        const auto& [className, split, source] = key;
        if (className != total.className || rowsOfClass == 0) {
            endClass();
            total = {className, {}, {}, 0, -1, true};
        }
        total.images += count.images;
        ++rowsOfClass;
        m_rows.push_back(
            {className, split, source, count.images, nobodyIsKnown ? -1 : count.patients, false});
    }
    endClass();
    endResetModel();
}

void CountsModel::clear()
{
    beginResetModel();
    m_rows.clear();
    endResetModel();
}

int CountsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int CountsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant CountsModel::text(const Row& row, int column) const
{
    switch (column) {
    case ClassColumn:
        return row.className;
    case SplitColumn:
        return row.isTotal ? tr("all") : splitWords(row.split);
    case SourceColumn:
        return row.isTotal ? QString() : row.source.isEmpty() ? tr("not named") : row.source;
    case ImagesColumn:
        return row.images;
    case PatientsColumn:
        if (row.isTotal)
            return QString(); // one patient may be in several rows
        return row.patients < 0 ? QVariant(tr("not known")) : QVariant(row.patients);
    default:
        return {};
    }
}

QVariant CountsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows[size_t(index.row())];
    const bool isNumber = index.column() >= ImagesColumn;
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case Qt::TextAlignmentRole:
        return QVariant::fromValue((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::FontRole: {
        QFont font;
        font.setWeight(row.isTotal ? QFont::DemiBold : QFont::Normal);
        return font;
    }
    case IsTotalRole:
        return row.isTotal;
    default:
        return {};
    }
}

QVariant CountsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((section >= ImagesColumn ? Qt::AlignRight : Qt::AlignLeft)
                                   | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case ClassColumn:
        return tr("Class");
    case SplitColumn:
        return tr("Side");
    case SourceColumn:
        return tr("Source");
    case ImagesColumn:
        return tr("Images");
    case PatientsColumn:
        return tr("Patients");
    default:
        return {};
    }
}

} // namespace ccad
