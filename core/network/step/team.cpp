// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/step/internal/team.h"

#include <ATen/Parallel.h>

namespace ccad::bottleneck {

void inParallel(int units, const std::function<void(int)>& work)
{
    // Handed out one by one: a core that somebody else uses meanwhile must not hold up the other.
#pragma omp parallel for schedule(dynamic, 1) num_threads(at::get_num_threads())
    for (int unit = 0; unit < units; ++unit)
        work(unit);
}

} // namespace ccad::bottleneck
