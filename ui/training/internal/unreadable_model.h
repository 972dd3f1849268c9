// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/dataset_index.h"

#include <QAbstractListModel>

#include <vector>

namespace ccad {

/// Files of a data set that cannot be read, and why.
class UnreadableModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role
    {
        FileRole = Qt::UserRole, ///< absolute path
        ReasonRole, ///< a sentence
    };

    explicit UnreadableModel(QObject* parent = nullptr);

    void setFiles(std::vector<UnreadableFile> files);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<UnreadableFile> m_files;
};

} // namespace ccad
