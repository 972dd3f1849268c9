// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/archive/internal/archive_runs.h"
#include "ui/jobs/long_run.h"

#include <QObject>

namespace ccad {

/// One retrieval at a time, on a thread of its own. The destructor cancels and waits.
class RetrievalRun final : public QObject
{
    Q_OBJECT
public:
    explicit RetrievalRun(QObject* parent = nullptr);

    /// Call it only when idle.
    void start(const RetrievalOrder& order);
    void cancel() { m_run.cancel(); }
    [[nodiscard]] RunState state() const { return m_run.state(); }
    [[nodiscard]] bool isActive() const { return m_run.isActive(); }
    [[nodiscard]] ArchiveStep progress() const { return m_run.progress(); }

Q_SIGNALS:
    void stateChanged();
    void progressed();
    void finished(const ccad::Retrieved& retrieved);
    void failed(const ccad::Error& error); ///< there was no folder for it

private:
    LongRun<ArchiveStep, Retrieved> m_run;
};

/// Likewise of sending.
class SendingRun final : public QObject
{
    Q_OBJECT
public:
    explicit SendingRun(QObject* parent = nullptr);

    void start(const Node& node, const QStringList& files, const NetworkLimits& limits);
    void cancel() { m_run.cancel(); }
    [[nodiscard]] RunState state() const { return m_run.state(); }
    [[nodiscard]] bool isActive() const { return m_run.isActive(); }
    [[nodiscard]] ArchiveStep progress() const { return m_run.progress(); }

Q_SIGNALS:
    void stateChanged();
    void progressed();
    void finished(const std::vector<ccad::SentFile>& sent);
    void failed(const ccad::Error& error); ///< may be Cancelled

private:
    LongRun<ArchiveStep, std::vector<SentFile>> m_run;
};

} // namespace ccad
