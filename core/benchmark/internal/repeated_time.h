// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>

#include <algorithm>
#include <vector>

namespace ccad::benchmark {

/// The median of the wall-clock milliseconds of `repetitions` calls, after one that is not counted.
template <typename Work> double medianMs(int repetitions, const Work& work)
{
    work();
    std::vector<double> times;
    for (int i = 0; i < std::max(repetitions, 1); ++i) {
        QElapsedTimer clock;
        clock.start();
        work();
        times.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
    }
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
    std::nth_element(times.begin(), middle, times.end());
    return *middle;
}

} // namespace ccad::benchmark
