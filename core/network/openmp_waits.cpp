// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/torch/runtime_torch.h"

#include <atomic>
#include <future>
#include <mutex>
#include <thread>

namespace ccad {

void ccadLetOpenMpSleep()
{
    // libgomp's threads spin for milliseconds after each piece of work, unless it manages more
    // threads than there are cores (see GOMP_SPINCOUNT in its manual). A thread that holds an idle
    // team makes it so; the environment variables that say the same are read before main().
    static std::once_flag once;
    std::call_once(once, [] {
        std::thread([] {
            std::atomic<int> members = 0;
#pragma omp parallel num_threads(threadsToUse() + 1)
            ++members;
            std::promise<void>().get_future().wait(); // for ever: its end would dissolve the team
        }).detach();
    });
}

} // namespace ccad
