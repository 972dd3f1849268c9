// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/engine/thread_team.h"

#include <exception>
#include <map>

#include <sys/resource.h>
#include <unistd.h>

namespace ccad::engine {

namespace {

void relax()
{
#if defined(__x86_64__)
    __builtin_ia32_pause();
#else
    std::this_thread::yield();
#endif
}

/// Spins until `done`, then lets other threads have the core between two looks.
template <typename Done> void spinUntil(Done done)
{
    constexpr int looks = 20000; // about half a millisecond
    for (int look = 0; !done(); ++look) {
        if (look < looks)
            relax();
        else
            std::this_thread::yield();
    }
}

} // namespace

void MeetingPoint::wait(int members)
{
    if (members == 1)
        return;
    const unsigned meeting = m_meeting.load(std::memory_order_acquire);
    if (m_arrived.fetch_add(1, std::memory_order_acq_rel) + 1 == members) {
        m_arrived.store(0, std::memory_order_relaxed);
        m_meeting.store(meeting + 1, std::memory_order_release);
        return;
    }
    spinUntil([&] { return m_meeting.load(std::memory_order_acquire) != meeting; });
}

struct ThreadTeam::Helper
{
    enum State : int
    {
        Idle,
        Working,
        Dismissed
    };
    std::atomic<int> state = Idle;
    const std::function<void(int, int)>* work = nullptr;
    int member = 0;
    int members = 0;
    std::jthread thread;

    void serve()
    {
        for (;;) {
            awaitOrder();
            if (state.load(std::memory_order_acquire) == Dismissed)
                return;
            (*work)(member, members);
            state.store(Idle, std::memory_order_release);
        }
    }

    /// The next image often comes at once; waking up would cost more than a short spin.
    void awaitOrder()
    {
        constexpr int looks = 2000; // some 50 microseconds
        for (int look = 0; look < looks; ++look) {
            if (state.load(std::memory_order_acquire) != Idle)
                return;
            relax();
        }
        state.wait(Idle, std::memory_order_acquire);
    }

    void order(State next)
    {
        state.store(next, std::memory_order_release);
        state.notify_one();
    }
};

ThreadTeam& ThreadTeam::ofThisPriority()
{
    static std::mutex mutex;
    static std::map<int, ThreadTeam> teams;
    const int nice = getpriority(PRIO_PROCESS, static_cast<id_t>(gettid()));
    const std::lock_guard lock(mutex);
    return teams[nice];
}

ThreadTeam::~ThreadTeam()
{
    for (const auto& helper : m_helpers)
        helper->order(Helper::Dismissed);
}

void ThreadTeam::hire(int helpers)
{
    while (static_cast<int>(m_helpers.size()) < helpers) {
        auto helper = std::make_unique<Helper>();
        helper->thread = std::jthread([hired = helper.get()] { hired->serve(); });
        m_helpers.push_back(std::move(helper));
    }
}

void ThreadTeam::run(int wanted, const std::function<void(int, int)>& work)
{
    const std::unique_lock taken(m_busy, std::try_to_lock);
    if (wanted <= 1 || !taken) {
        work(0, 1);
        return;
    }
    std::exception_ptr failure;
    std::mutex failureMutex;
    const std::function<void(int, int)> guarded = [&](int member, int members) {
        try {
            work(member, members);
        } catch (...) {
            const std::lock_guard lock(failureMutex);
            failure = std::current_exception();
        }
    };
    hire(wanted - 1);
    for (int member = 1; member < wanted; ++member) {
        Helper& helper = *m_helpers[static_cast<std::size_t>(member - 1)];
        helper.work = &guarded;
        helper.member = member;
        helper.members = wanted;
        helper.order(Helper::Working);
    }
    guarded(0, wanted);
    for (int member = 1; member < wanted; ++member) {
        const auto& state = m_helpers[static_cast<std::size_t>(member - 1)]->state;
        spinUntil([&] { return state.load(std::memory_order_acquire) == Helper::Idle; });
    }
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace ccad::engine
