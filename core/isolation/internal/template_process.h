// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/isolation/internal/child_process.h"
#include "core/isolation/internal/service_wire.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace ccad::isolation {

/// The running template, started in the background when it is wanted, and again when it has ended.
/// Safe to use from several threads.
class TemplateProcess
{
public:
    explicit TemplateProcess(QString program) : m_program(std::move(program)) { }
    ~TemplateProcess();
    TemplateProcess(const TemplateProcess&) = delete;
    TemplateProcess& operator=(const TemplateProcess&) = delete;

    void prepare();
    /// A new child for a job; `file` and `room` are copied for it. Errors, as clauses: Internal,
    /// Cancelled.
    [[nodiscard]] Result<std::unique_ptr<ChildProcess>>
    fork(const Job& job, const QByteArray& path, int file, int room, const CancelToken& cancel);
    [[nodiscard]] qint64 pid() const;

private:
    enum class State
    {
        Absent,
        Wanted,
        Starting,
        Ready,
        Failed
    };

    void keep();
    [[nodiscard]] Result<std::unique_ptr<ChildProcess>> start() const;
    void want(); ///< with the lock held
    [[nodiscard]] Result<void> waitUntilReady(std::unique_lock<std::mutex>& lock,
                                              const CancelToken& cancel);
    [[nodiscard]] Result<Forked> ask(const QByteArray& packet, std::span<const int> files,
                                     const CancelToken& cancel);

    QString m_program;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    State m_state = State::Absent;
    Error m_failure;
    std::unique_ptr<ChildProcess> m_child;
    bool m_isEnding = false;
    /// Starts the template, and lives as long: the template and its children end with the thread
    /// that started it.
    std::thread m_keeper;
};

} // namespace ccad::isolation
