// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "ui/jobs/latest.h"

#include <QObject>
#include <QTimer>

namespace ccad {

/// How far a job on another thread has come. The job reports as often as it likes; the window hears
/// of it ten times a second at most.
class JobProgress final : public QObject
{
    Q_OBJECT
public:
    explicit JobProgress(QObject* parent = nullptr);

    /// Begins to watch. The job reports to the returned Progress, which may outlive this object.
    [[nodiscard]] Progress start();
    void stop() { m_look.stop(); }

Q_SIGNALS:
    void stepped(qint64 done, qint64 total, const QString& what);

private:
    struct Step
    {
        qint64 done = 0;
        qint64 total = 0;
        QString what;
    };
    Latest<Step> m_latest;
    QTimer m_look;
};

} // namespace ccad
