// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forgetting/forget.h"

#include <QAbstractTableModel>

#include <vector>

namespace ccad {

/// The stores of CCAD with what lies in each.
class KeptTable final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        Title,
        Items,
        Size,
        Columns
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setStores(const std::vector<Forgotten>& stores);
    /// Null when there is no such row.
    [[nodiscard]] const Forgotten* store(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    std::vector<Forgotten> m_stores;
};

} // namespace ccad
