// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/thread_team.h"

#include <map>

#include <sys/resource.h>
#include <unistd.h>

namespace ccad::engine {

void Units::rest(bool shortly)
{
#if defined(__x86_64__)
    if (shortly) {
        __builtin_ia32_pause();
        return;
    }
#else
    (void)shortly;
#endif
    std::this_thread::yield();
}

struct ThreadTeam::Helper
{
    enum State : int
    {
        Idle,
        Working,
        Dismissed
    };
    explicit Helper(int theMember) : member(theMember), thread([this] { serve(); }) { }

    void serve()
    {
        for (;;) {
            state.wait(Idle, std::memory_order_acquire);
            if (state.load(std::memory_order_acquire) == Dismissed)
                return;
            (*work)(member);
            work.reset();
            int expected = Working;
            state.compare_exchange_strong(expected, Idle, std::memory_order_release);
        }
    }

    void tell(State next)
    {
        state.store(next, std::memory_order_release);
        state.notify_one();
    }

    const int member;
    std::atomic<int> state = Idle;
    std::shared_ptr<const Work> work;
    std::jthread thread;
};

ThreadTeam& ThreadTeam::ofThisPriority()
{
    static std::mutex mutex;
    static std::map<int, ThreadTeam> teams;
    const int nice = getpriority(PRIO_PROCESS, static_cast<id_t>(gettid()));
    const std::lock_guard lock(mutex);
    return teams[nice];
}

ThreadTeam::ThreadTeam() = default;

ThreadTeam::~ThreadTeam()
{
    for (const auto& helper : m_helpers)
        helper->tell(Helper::Dismissed);
}

void ThreadTeam::run(int members, Work work)
{
    const auto shared = std::make_shared<const Work>(std::move(work));
    if (members > 1)
        engage(members - 1, shared);
    (*shared)(0);
}

void ThreadTeam::engage(int helpers, const std::shared_ptr<const Work>& work)
{
    const std::lock_guard lock(m_mutex);
    while (static_cast<int>(m_helpers.size()) < helpers)
        m_helpers.push_back(std::make_unique<Helper>(static_cast<int>(m_helpers.size()) + 1));
    for (int i = 0; i < helpers; ++i) {
        Helper& helper = *m_helpers[static_cast<std::size_t>(i)];
        if (helper.state.load(std::memory_order_acquire) != Helper::Idle)
            continue;
        helper.work = work;
        helper.tell(Helper::Working);
    }
}

} // namespace ccad::engine
