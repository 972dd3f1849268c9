// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/internal/unreadable_model.h"

namespace ccad {

UnreadableModel::UnreadableModel(QObject* parent) : QAbstractListModel(parent) { }

void UnreadableModel::setFiles(std::vector<UnreadableFile> files)
{
    beginResetModel();
    m_files = std::move(files);
    endResetModel();
}

int UnreadableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_files.size());
}

QVariant UnreadableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const UnreadableFile& file = m_files[size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole: // the reasons name their file
        return file.reason.contains(file.file.section(u'/', -1))
            ? file.reason
            : tr("%1: %2").arg(file.file.section(u'/', -1), file.reason);
    case Qt::ToolTipRole:
    case FileRole:
        return file.file;
    case ReasonRole:
        return file.reason;
    default:
        return {};
    }
}

} // namespace ccad
