// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/dataset_index.h"

#include <QAbstractTableModel>

#include <vector>

namespace ccad {

/// Images and patients of a data set by class, side and source; the last row of a class with
/// several rows is its total.
class CountsModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        ClassColumn,
        SplitColumn,
        SourceColumn,
        ImagesColumn,
        PatientsColumn,
        ColumnCount
    };
    enum Role
    {
        IsTotalRole = Qt::UserRole, ///< bool: the row sums up the rows above it
    };

    explicit CountsModel(QObject* parent = nullptr);

    void setIndex(const DatasetIndex& index);
    void clear();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    struct Row
    {
        QString className;
        QString split;
        QString source;
        int images = 0;
        int patients = 0; ///< -1: not known
        bool isTotal = false;
    };
    [[nodiscard]] QVariant text(const Row& row, int column) const;

    std::vector<Row> m_rows;
};

/// The words for a side as data sets name it.
[[nodiscard]] QString splitWords(const QString& split);

} // namespace ccad
