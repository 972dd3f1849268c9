// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace ccad {

/// Sum of the products, always in the same order.
[[nodiscard]] inline double dot(const float* a, const float* b, std::size_t count)
{
    // Eight sums side by side, which the compiler may keep in one register.
    float sums[8] = {};
    std::size_t i = 0;
    for (; i + 8 <= count; i += 8)
        for (std::size_t lane = 0; lane < 8; ++lane)
            sums[lane] += a[i + lane] * b[i + lane];
    double total = 0;
    for (const float sum : sums)
        total += static_cast<double>(sum);
    for (; i < count; ++i)
        total += static_cast<double>(a[i] * b[i]);
    return total;
}

} // namespace ccad
