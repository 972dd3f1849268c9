// SPDX-License-Identifier: GPL-3.0-or-later
// Threads that work on one image together.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace ccad::engine {

/// Work that is divided into units, which threads take as they come. Who takes a unit is left to
/// chance, and a thread that comes late or never does no harm.
class Units
{
public:
    /// Calls work(unit) for units that nobody has taken, then waits until all units are done. Units
    /// are a few microseconds to some hundred long, so the wait spins.
    template <typename Work> void share(int count, Work work)
    {
        for (int unit = m_next++; unit < count; unit = m_next++) {
            work(unit);
            m_done.fetch_add(1, std::memory_order_release);
        }
        spinUntil([&] { return m_done.load(std::memory_order_acquire) == count; });
    }

private:
    /// Spins until `done`, soon letting other threads have the core between two looks.
    template <typename Done> static void spinUntil(Done done)
    {
        constexpr int looks = 2000; // some 50 microseconds
        for (int look = 0; !done(); ++look)
            rest(look < looks);
    }
    static void rest(bool shortly);

    std::atomic<int> m_next = 0;
    std::atomic<int> m_done = 0;
};

/// Threads that sleep until a caller needs help. Each helps one caller at a time: when all are
/// busy, a caller works alone, since the cores are taken.
class ThreadTeam
{
public:
    /// The team for callers of the calling thread's priority: threads inherit it from the one that
    /// starts them.
    [[nodiscard]] static ThreadTeam& ofThisPriority();

    ThreadTeam();
    ~ThreadTeam();
    ThreadTeam(const ThreadTeam&) = delete;
    ThreadTeam& operator=(const ThreadTeam&) = delete;

    using Work = std::function<void(int member)>;
    /// Calls work(0) on the calling thread and at the same time work(1) .. work(members - 1), as
    /// far as helpers are free. Returns when work(0) does: helpers may be late, so `work` owns what
    /// it touches, except within units that work(0) waits for. `work` must not throw.
    void run(int members, Work work);

private:
    struct Helper;
    void engage(int helpers, const std::shared_ptr<const Work>& work);

    std::mutex m_mutex;
    std::vector<std::unique_ptr<Helper>> m_helpers;
};

} // namespace ccad::engine
