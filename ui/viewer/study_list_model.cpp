// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/study_list_model.h"

#include <QFileInfo>

#include <algorithm>

namespace ccad {

StudyListModel::StudyListModel(QObject* parent) : QAbstractListModel(parent) { }

int StudyListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant StudyListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows[size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return QFileInfo(row.path).fileName();
    case Qt::ToolTipRole:
        return row.failed ? row.path + QLatin1Char('\n') + row.problem : row.path;
    case Qt::AccessibleTextRole:
        return spokenText(row);
    case PathRole:
        return row.path;
    case SummaryRole:
        return row.summary;
    case ThumbnailRole:
        return row.thumbnail;
    case FailedRole:
        return row.failed;
    default:
        return {};
    }
}

QString StudyListModel::spokenText(const Row& row) const
{
    const QString name = QFileInfo(row.path).fileName();
    return row.summary.isEmpty() ? name : tr("%1, %2").arg(name, row.summary);
}

void StudyListModel::add(const QStringList& paths)
{
    QStringList fresh;
    for (const QString& path : paths)
        if (rowOf(path) < 0 && !fresh.contains(path))
            fresh << path;
    if (fresh.isEmpty())
        return;
    const int first = rowCount();
    beginInsertRows({}, first, first + int(fresh.size()) - 1);
    for (const QString& path : fresh)
        m_rows.push_back({path, {}, {}, {}, false});
    endInsertRows();
}

void StudyListModel::remove(int row)
{
    if (row < 0 || row >= rowCount())
        return;
    beginRemoveRows({}, row, row);
    m_rows.erase(m_rows.begin() + row);
    endRemoveRows();
}

int StudyListModel::rowOf(const QString& path) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(),
                                    [&path](const Row& row) { return row.path == path; });
    return found == m_rows.end() ? -1 : int(found - m_rows.begin());
}

QString StudyListModel::path(int row) const
{
    return row >= 0 && row < rowCount() ? m_rows[size_t(row)].path : QString();
}

void StudyListModel::setThumbnail(const QString& path, const QImage& thumbnail)
{
    const int row = rowOf(path);
    if (row < 0)
        return;
    m_rows[size_t(row)].thumbnail = thumbnail;
    m_rows[size_t(row)].failed = false;
    changed(row);
}

void StudyListModel::setSummary(const QString& path, const QString& summary)
{
    const int row = rowOf(path);
    if (row < 0)
        return;
    m_rows[size_t(row)].summary = summary;
    changed(row);
}

void StudyListModel::setFailed(const QString& path, const QString& why)
{
    const int row = rowOf(path);
    if (row < 0)
        return;
    m_rows[size_t(row)].summary = tr("Cannot be read");
    m_rows[size_t(row)].problem = why;
    m_rows[size_t(row)].failed = true;
    changed(row);
}

void StudyListModel::changed(int row)
{
    Q_EMIT dataChanged(index(row), index(row));
}

} // namespace ccad
