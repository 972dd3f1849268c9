// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/archive/internal/archive_queries.h"

#include "core/archives/archive_client.h"
#include "ui/archive/internal/archive_runs.h"
#include "ui/archive/internal/query_words.h"

namespace ccad {

ArchiveQueries::ArchiveQueries(QObject* parent) : QObject(parent)
{
    connect(&m_progress, &JobProgress::stepped, this,
            [this](qint64 done, qint64, const QString&) { Q_EMIT progressed(done); });
}

void ArchiveQueries::findStudies(const Node& node, const std::vector<Query>& queries,
                                 const NetworkLimits& limits)
{
    clear();
    m_node = node;
    m_limits = limits;
    m_studies.start(
        [node, queries, limits, progress = m_progress.start()](const CancelToken& cancel) {
            return ccad::findStudies(node, queries, limits, progress, cancel);
        },
        [this](const Result<QueryAnswer>& answer) {
            m_progress.stop();
            Q_EMIT stateChanged();
            if (answer)
                Q_EMIT studiesFound(*answer);
            else
                Q_EMIT studiesFailed(answer.error());
        });
    Q_EMIT stateChanged();
}

void ArchiveQueries::findSeries(const QString& studyUid)
{
    if (!m_wanted.contains(studyUid))
        m_wanted << studyUid;
    askNext();
}

void ArchiveQueries::askNext()
{
    if (m_series.isBusy() || m_wanted.isEmpty())
        return;
    const QString study = m_wanted.takeFirst();
    m_series.start(
        [node = m_node, study, limits = m_limits](const CancelToken& cancel) {
            const auto query = seriesOf(study);
            return query ? archives::find(node, *query, limits, {}, cancel)
                         : Result<QueryAnswer>(query.error());
        },
        [this, study](const Result<QueryAnswer>& answer) {
            if (answer)
                Q_EMIT seriesFound(study, answer->matches);
            else
                Q_EMIT seriesFailed(study, answer.error());
            askNext();
        });
}

void ArchiveQueries::cancel()
{
    m_progress.stop();
    m_studies.cancel();
    Q_EMIT stateChanged();
}

void ArchiveQueries::clear()
{
    m_wanted.clear();
    m_series.cancel();
    cancel();
    m_node = {};
}

} // namespace ccad
