// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/job_progress.h"

namespace ccad {

JobProgress::JobProgress(QObject* parent) : QObject(parent)
{
    constexpr int lookMs = 100;
    m_look.setInterval(lookMs);
    connect(&m_look, &QTimer::timeout, this, [this] {
        const Step step = m_latest.get();
        if (step.total > 0)
            Q_EMIT stepped(step.done, step.total, step.what);
    });
}

Progress JobProgress::start()
{
    m_latest = {}; // a job that was cancelled may still report for a while
    m_look.start();
    return [latest = m_latest](qint64 done, qint64 total, const QString& what) {
        latest.set({done, total, what});
    };
}

} // namespace ccad
