// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>

namespace ccad {

/// How many threads one piece of work may take: the limit, or else all cores. 1 within parallelFor,
/// whose workers have the cores already.
[[nodiscard]] int threadsToUse();

/// Limits threadsToUse() for the whole process, from the next piece of work on. 0: all cores.
void limitThreads(int threads);

/// Lets the calling thread, and the threads that it starts from now on, have the cores only where
/// no other thread wants them. For work that goes on for minutes while somebody uses the program.
void giveWay();

/// Calls work(0) .. work(count - 1), each once, on threadsToUse() threads and in no certain order;
/// returns when all are done. The calling thread works, too. The first exception of `work` stops
/// the handing out of further numbers and is thrown on here.
void parallelFor(std::size_t count, const std::function<void(std::size_t)>& work);

} // namespace ccad
