// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/study_list_model.h"

#include "ui/jobs/shown_path.h"
#include "ui/jobs/thumbnails.h"
#include "ui/words/patient_text.h"

#include <algorithm>

namespace ccad {

namespace {

constexpr int thumbnailPixels = 96; ///< 48 at a device pixel ratio of 2
constexpr int keptThumbnails = 1000;

} // namespace

StudyListModel::StudyListModel(QObject* parent)
    : QAbstractListModel(parent),
      m_thumbnails(new Thumbnails(thumbnailPixels, keptThumbnails, this))
{
    connect(m_thumbnails, &Thumbnails::ready, this, [this](const QString& path) {
        if (const int row = rowOf(path); row >= 0)
            Q_EMIT dataChanged(index(row), index(row), {ThumbnailRole});
    });
}

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
        return titleOf(row);
    case Qt::ToolTipRole:
        return toolTip(row);
    case Qt::AccessibleTextRole:
        return spokenText(row);
    case PathRole:
        return row.path;
    case SummaryRole:
        return summaryOf(row);
    case ThumbnailRole:
        return thumbnail(row);
    case FailedRole:
        return row.failed;
    case NumberRole:
        return row.number;
    case ProbabilityRole:
        return row.probability ? QVariant(*row.probability) : QVariant();
    default:
        return {};
    }
}

QString StudyListModel::titleOf(const Row& row) const
{
    return studyTitle(shownPathOf(row.path), row.number, m_hidden);
}

/// "COVID-19 87 %, 2 results from files"
QString StudyListModel::summaryOf(const Row& row) const
{
    QStringList parts{row.summary};
    if (row.results > 0)
        parts << tr("%n result(s) from files", nullptr, row.results);
    parts.removeAll(QString());
    return parts.join(QLatin1String(", "));
}

QString StudyListModel::spokenText(const Row& row) const
{
    const QString summary = summaryOf(row);
    return summary.isEmpty() ? titleOf(row) : tr("%1, %2").arg(titleOf(row), summary);
}

QString StudyListModel::toolTip(const Row& row) const
{
    const QString name = m_hidden ? titleOf(row) : shownPathOf(row.path);
    return row.failed
        ? name + QLatin1Char('\n') + withoutPath(row.problem, row.path, titleOf(row), m_hidden)
        : name;
}

QImage StudyListModel::thumbnail(const Row& row) const
{
    if (row.failed || !row.thumbnail.isNull())
        return row.thumbnail;
    return m_thumbnails->get(row.path);
}

void StudyListModel::add(const QStringList& paths)
{
    QStringList fresh;
    for (const QString& path : paths) {
        if (m_known.contains(path))
            continue;
        m_known.insert(path);
        fresh << path;
    }
    if (fresh.isEmpty())
        return;
    const int first = rowCount();
    beginInsertRows({}, first, first + int(fresh.size()) - 1);
    for (const QString& path : fresh) {
        Row row;
        row.path = path;
        row.number = ++m_lastNumber;
        m_rows.push_back(row);
    }
    endInsertRows();
}

void StudyListModel::remove(int row)
{
    if (row < 0 || row >= rowCount())
        return;
    beginRemoveRows({}, row, row);
    m_known.remove(m_rows[size_t(row)].path);
    m_rows.erase(m_rows.begin() + row);
    endRemoveRows();
}

void StudyListModel::clear()
{
    if (m_rows.empty())
        return;
    m_thumbnails->cancel();
    beginRemoveRows({}, 0, rowCount() - 1);
    m_rows.clear();
    m_known.clear();
    m_lastNumber = 0;
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

QStringList StudyListModel::paths() const
{
    QStringList all;
    for (const Row& row : m_rows)
        all << row.path;
    return all;
}

void StudyListModel::setTextHidden(bool hidden)
{
    if (m_hidden == hidden)
        return;
    m_hidden = hidden;
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

QString StudyListModel::title(const QString& path) const
{
    const int row = rowOf(path);
    return row < 0 ? QString() : titleOf(m_rows[size_t(row)]);
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

void StudyListModel::setSummary(const QString& path, const QString& summary,
                                std::optional<double> probability)
{
    const int row = rowOf(path);
    if (row < 0)
        return;
    m_rows[size_t(row)].summary = summary;
    m_rows[size_t(row)].probability = probability;
    changed(row);
}

void StudyListModel::clearSummaries()
{
    for (Row& row : m_rows) {
        row.probability.reset();
        if (!row.failed)
            row.summary.clear();
    }
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

void StudyListModel::setResults(const QString& path, int results)
{
    const int row = rowOf(path);
    if (row < 0 || m_rows[size_t(row)].results == results)
        return;
    m_rows[size_t(row)].results = results;
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
    m_rows[size_t(row)].probability.reset();
    changed(row);
}

void StudyListModel::setThumbnailsPaused(bool paused)
{
    m_thumbnails->setPaused(paused);
}

void StudyListModel::changed(int row)
{
    Q_EMIT dataChanged(index(row), index(row));
}

} // namespace ccad
