// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include <sys/resource.h>
#include <unistd.h>

namespace ccad {

namespace {

std::atomic<int> g_threadLimit = 0;
thread_local bool t_isWorker = false;

} // namespace

int threadsToUse()
{
    if (t_isWorker)
        return 1;
    const int limit = g_threadLimit;
    return limit > 0 ? limit : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

void limitThreads(int threads)
{
    g_threadLimit = std::max(threads, 0);
}

void giveWay()
{
    // On Linux each thread has a nice value of its own, passed on to the threads it starts.
    constexpr int nice = 10;
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), nice);
}

void parallelFor(std::size_t count, const std::function<void(std::size_t)>& work)
{
    std::atomic<std::size_t> next = 0;
    std::exception_ptr failure;
    std::mutex failureMutex;
    const auto run = [&] {
        const bool wasWorker = std::exchange(t_isWorker, true);
        try {
            for (std::size_t i = next++; i < count; i = next++)
                work(i);
        } catch (...) {
            next = count;
            const std::lock_guard lock(failureMutex);
            if (!failure)
                failure = std::current_exception();
        }
        t_isWorker = wasWorker;
    };
    const auto threads = static_cast<std::size_t>(threadsToUse());
    {
        std::vector<std::jthread> helpers; // joined at the end of this block
        for (std::size_t i = 1; i < std::min(threads, count); ++i)
            helpers.emplace_back(run);
        run();
    }
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace ccad
