// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ai_node/internal/queue_thread.h"

using namespace Qt::StringLiterals;

namespace ccad::ai_node {

Result<void>
QueueThread::start(const std::function<Result<std::unique_ptr<SqliteDatabase>>()>& open)
{
    m_thread = std::thread([this, open] { serve(open); });
    std::unique_lock lock(m_mutex);
    m_answered.wait(lock, [this] { return m_isOpen; });
    return m_opened;
}

QueueThread::~QueueThread()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isClosing = true;
    }
    m_asked.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

Result<void> QueueThread::run(const Work& work)
{
    Asked asked{work, {}, false};
    std::unique_lock lock(m_mutex);
    m_waiting.push_back(&asked);
    m_asked.notify_one();
    m_answered.wait(lock, [&asked] { return asked.isDone; });
    return asked.answer;
}

void QueueThread::serve(const std::function<Result<std::unique_ptr<SqliteDatabase>>()>& open)
{
    auto database = open();
    {
        const std::lock_guard lock(m_mutex);
        if (!database)
            m_opened = database.error();
        m_isOpen = true;
    }
    m_answered.notify_all();
    if (!database)
        return;
    for (;;) {
        Asked* asked = nullptr;
        {
            std::unique_lock lock(m_mutex);
            m_asked.wait(lock, [this] { return m_isClosing || !m_waiting.empty(); });
            if (m_waiting.empty())
                return;
            asked = m_waiting.front();
            m_waiting.pop_front();
        }
        Result<void> answer;
        try {
            answer = asked->work(**database);
        } catch (const std::exception&) { // out of memory: the transaction is rolled back
            answer = Error{ErrorCode::Internal, u"There is not enough memory for the queue."_s, {}};
        }
        {
            const std::lock_guard lock(m_mutex);
            asked->answer = std::move(answer);
            asked->isDone = true;
        }
        m_answered.notify_all();
    }
}

} // namespace ccad::ai_node
