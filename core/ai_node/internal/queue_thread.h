// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sqlite/sqlite_database.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace ccad::ai_node {

/// The one thread that owns a connection to SQLite, which all others ask.
class QueueThread
{
public:
    using Work = std::function<Result<void>(SqliteDatabase& database)>;

    /// Runs `open` on the new thread and keeps what it gives. Error: its own.
    [[nodiscard]] Result<void>
    start(const std::function<Result<std::unique_ptr<SqliteDatabase>>()>& open);
    ~QueueThread();

    /// Runs the work on the thread and waits for it. An exception of the work is an Internal error.
    [[nodiscard]] Result<void> run(const Work& work);

private:
    void serve(const std::function<Result<std::unique_ptr<SqliteDatabase>>()>& open);

    struct Asked
    {
        const Work& work;
        Result<void> answer;
        bool isDone = false;
    };

    std::mutex m_mutex;
    std::condition_variable m_asked;
    std::condition_variable m_answered;
    std::deque<Asked*> m_waiting;
    Result<void> m_opened;
    bool m_isOpen = false;
    bool m_isClosing = false;
    std::thread m_thread;
};

} // namespace ccad::ai_node
