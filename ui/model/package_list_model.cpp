// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/package_list_model.h"

#include <QFileInfo>
#include <QLocale>

namespace ccad {

PackageListModel::PackageListModel(QObject* parent) : QAbstractListModel(parent) { }

void PackageListModel::setPackages(std::vector<InstalledModel> packages,
                                   const QString& activeFolder)
{
    beginResetModel();
    m_packages = std::move(packages);
    m_active = activeFolder;
    endResetModel();
}

const InstalledModel* PackageListModel::package(int row) const
{
    return row >= 0 && row < rowCount() ? &m_packages[size_t(row)] : nullptr;
}

int PackageListModel::rowOf(const QString& folder) const
{
    for (int row = 0; row < rowCount(); ++row)
        if (const InstalledModel& package = m_packages[size_t(row)];
            isSamePath(package.folder, folder) || isSamePath(package.canonical, folder))
            return row;
    return -1;
}

int PackageListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_packages.size());
}

QString PackageListModel::nameOf(const InstalledModel& package)
{
    return package.manifest ? package.manifest->name : QFileInfo(package.folder).fileName();
}

QString PackageListModel::detailOf(const InstalledModel& package) const
{
    const QString when = QLocale().toString(package.written, QLocale::ShortFormat);
    const QString version = package.manifest ? package.manifest->version : tr("broken");
    return package.shipped ? tr("%1, came with CCAD").arg(version)
                           : tr("%1, trained %2").arg(version, when);
}

QVariant PackageListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const InstalledModel& package = m_packages[size_t(index.row())];
    const bool isActive = package.canonical == m_active;
    switch (role) {
    case Qt::DisplayRole:
        return nameOf(package);
    case Qt::AccessibleTextRole:
        return isActive ? tr("%1 %2, active").arg(nameOf(package), detailOf(package))
                        : tr("%1 %2").arg(nameOf(package), detailOf(package));
    case Qt::ToolTipRole:
    case FolderRole:
        return package.folder;
    case DetailRole:
        return detailOf(package);
    case TestRole:
        return package.manifest ? testSentence(*package.manifest) : package.problem;
    case ActiveRole:
        return isActive;
    case ProblemRole:
        return package.problem;
    default:
        return {};
    }
}

} // namespace ccad
