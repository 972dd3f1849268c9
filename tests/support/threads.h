// SPDX-License-Identifier: GPL-3.0-or-later
// The state of this program's threads, as the system knows it: a test sees that a thread waits, and
// need not guess how long it takes to get there.
#pragma once

#include "tests/support/patience.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <thread>

#include <unistd.h>

namespace ccad::test {

/// True when the thread sleeps, hence waits for something, or has ended.
[[nodiscard]] inline bool isAsleep(pid_t thread)
{
    std::ifstream file("/proc/self/task/" + std::to_string(thread) + "/stat");
    std::string line;
    std::getline(file, line);
    // After the name, which may hold anything: its state.
    const std::size_t name = line.rfind(')');
    return name == std::string::npos || line.compare(name + 1, 2, " S") == 0;
}

/// True when all threads of this program but the calling one sleep: nothing goes on any more until
/// something wakes them.
[[nodiscard]] inline bool othersAreAsleep()
{
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/task")) {
        const pid_t thread = std::stoi(entry.path().filename().string());
        if (thread != gettid() && !isAsleep(thread))
            return false;
    }
    return true;
}

/// A thread whose rest can be waited for.
class WatchedThread
{
public:
    explicit WatchedThread(const std::function<void()>& work)
        : m_thread([this, work] {
              m_number = gettid();
              work();
              m_hasEnded = true;
          })
    {
    }

    [[nodiscard]] bool hasEnded() const { return m_hasEnded; }

    /// Waits until the thread sleeps or has ended; false after the patience of tests. A thread that
    /// does nothing but wait for something sleeps only there.
    [[nodiscard]] bool comesToRest() const
    {
        const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(patienceMs);
        while (std::chrono::steady_clock::now() < end) {
            if (m_hasEnded || (m_number > 0 && isAsleep(m_number)))
                return true;
            std::this_thread::yield();
        }
        return false;
    }

private:
    std::atomic<pid_t> m_number = 0;
    std::atomic<bool> m_hasEnded = false;
    std::jthread m_thread; ///< last: it uses the others
};

} // namespace ccad::test
