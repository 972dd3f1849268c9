// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/inference: threads that work on one image together.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace ccad::engine {

/// Where the members of a team wait for each other. They meet some thirty times an image, so they
/// spin: the wait is a few microseconds.
class MeetingPoint
{
public:
    /// Returns when as many as `members` threads are here; all of them give the same number.
    void wait(int members);

private:
    std::atomic<int> m_arrived = 0;
    std::atomic<unsigned> m_meeting = 0;
};

/// Threads that sleep until a caller needs help. A team serves one caller at a time; others work
/// alone, since the cores are taken.
class ThreadTeam
{
public:
    /// The team for callers of the calling thread's priority: threads inherit it from the one that
    /// starts them.
    [[nodiscard]] static ThreadTeam& ofThisPriority();

    ThreadTeam() = default;
    ~ThreadTeam();
    ThreadTeam(const ThreadTeam&) = delete;
    ThreadTeam& operator=(const ThreadTeam&) = delete;

    /// Calls work(member, members) once for each member, all at once; member 0 is the calling
    /// thread. `members` is the number wanted, or 1 when the team is taken. An exception of `work`
    /// is thrown on here; a member that others wait for must not throw.
    void run(int wanted, const std::function<void(int, int)>& work);

private:
    struct Helper;
    void hire(int helpers);

    std::mutex m_busy;
    std::vector<std::unique_ptr<Helper>> m_helpers;
};

} // namespace ccad::engine
