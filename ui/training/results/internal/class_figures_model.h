// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/package/model_package.h"

#include <QAbstractTableModel>
#include <QJsonObject>

namespace ccad {

/// The figures of each class against the rest, a row a class, as metricsJson gives them.
class ClassFiguresModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        ClassColumn,
        ImagesColumn,
        AucColumn,
        DelongColumn,
        BootstrapColumn,
        SensitivityColumn,
        SpecificityColumn,
        PrecisionColumn,
        F1Column,
        ColumnCount
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setFigures(const QJsonObject& metrics, const ModelManifest& manifest, bool knowsPatients);
    void clear();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    [[nodiscard]] QString text(int row, int column) const;
    [[nodiscard]] QString heading(int column) const;
    [[nodiscard]] QString meaning(int column) const;

    QStringList m_titles;
    std::vector<QJsonObject> m_classes;
    bool m_knowsPatients = false;
};

/// A figure of metricsJson; NaN where it is null or missing.
[[nodiscard]] double figureOf(const QJsonObject& metrics, const char* key);

} // namespace ccad
