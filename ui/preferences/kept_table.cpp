// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preferences/internal/kept_table.h"

#include <QLocale>

namespace ccad {

void KeptTable::setStores(const std::vector<Forgotten>& stores)
{
    if (stores.size() == m_stores.size()) {
        // The rows are the same, so that the chosen one stays chosen.
        m_stores = stores;
        if (!m_stores.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, Columns - 1));
        return;
    }
    beginResetModel();
    m_stores = stores;
    endResetModel();
}

const Forgotten* KeptTable::store(int row) const
{
    return row >= 0 && row < rowCount() ? &m_stores[size_t(row)] : nullptr;
}

int KeptTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_stores.size());
}

int KeptTable::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(Columns);
}

QVariant KeptTable::data(const QModelIndex& index, int role) const
{
    const Forgotten* kept = store(index.row());
    if (!kept)
        return {};
    const KeptStore& row = keptStore(kept->kind);
    if (role == Qt::TextAlignmentRole && index.column() != Title)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole)
        return QString::fromUtf8(row.holds);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Title:
        return QString::fromUtf8(row.title);
    case Items:
        return kept->items == 0 ? tr("none") : QString::number(kept->items);
    case Size:
        return kept->bytes == 0 ? QString() : QLocale::c().formattedDataSize(kept->bytes, 1);
    default:
        return {};
    }
}

QVariant KeptTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal)
        return {};
    return section == Title ? tr("What") : section == Items ? tr("Items") : tr("On the disk");
}

} // namespace ccad
