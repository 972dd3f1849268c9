// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/model/installed_models.h"

#include <QAbstractListModel>

namespace ccad {

/// The model packages on this computer.
class PackageListModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role
    {
        FolderRole = Qt::UserRole,
        DetailRole, ///< version, when it was written, where it comes from
        TestRole, ///< a sentence on the test, or on why the package cannot be used
        ActiveRole, ///< bool
        ProblemRole, ///< why the package cannot be used, a sentence; empty when it can
    };

    explicit PackageListModel(QObject* parent = nullptr);

    /// `activeFolder` is spelled as canonicalFolder() does.
    void setPackages(std::vector<InstalledModel> packages, const QString& activeFolder);
    /// Null outside the list.
    [[nodiscard]] const InstalledModel* package(int row) const;
    /// The row of a folder, by its listed path or its path without links; -1: none.
    [[nodiscard]] int rowOf(const QString& folder) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    [[nodiscard]] static QString nameOf(const InstalledModel& package);
    [[nodiscard]] QString detailOf(const InstalledModel& package) const;

    std::vector<InstalledModel> m_packages;
    QString m_active;
};

} // namespace ccad
