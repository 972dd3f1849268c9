// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/archive/internal/exchange_runs.h"

#include "core/archives/archive_client.h"

namespace ccad {

RetrievalRun::RetrievalRun(QObject* parent)
    : QObject(parent),
      m_run([this](RunState) { Q_EMIT stateChanged(); }, [this] { Q_EMIT progressed(); })
{
}

void RetrievalRun::start(const RetrievalOrder& order)
{
    const RunControl control;
    m_run.start(
        control,
        [order, control](const auto& reporter) {
            return retrieve(
                order, [&reporter](ArchiveStep step) { reporter.setProgress(step); },
                control.cancelToken());
        },
        [this](const Result<Retrieved>& retrieved) {
            if (retrieved)
                Q_EMIT finished(*retrieved);
            else
                Q_EMIT failed(retrieved.error());
        });
}

SendingRun::SendingRun(QObject* parent)
    : QObject(parent),
      m_run([this](RunState) { Q_EMIT stateChanged(); }, [this] { Q_EMIT progressed(); })
{
}

void SendingRun::start(const Node& node, const QStringList& files, const NetworkLimits& limits)
{
    const RunControl control;
    m_run.start(
        control,
        [node, files, limits, control](const auto& reporter) {
            return archives::send(
                node, files, limits,
                [&reporter](qint64 done, qint64 total, const QString&) {
                    reporter.setProgress({done, total});
                },
                control.cancelToken());
        },
        [this](const Result<std::vector<SentFile>>& sent) {
            if (sent)
                Q_EMIT finished(*sent);
            else
                Q_EMIT failed(sent.error());
        });
}

} // namespace ccad
