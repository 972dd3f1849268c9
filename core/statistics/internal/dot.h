// SPDX-License-Identifier: GPL-3.0-or-later
// Sums of products. A sum of floats depends on the order of its terms, and what is fitted must come
// out the same to the last bit on every machine; so each order is fixed here, none is left to the
// compiler, and no two of them are interchangeable.
#pragma once

#include <cstddef>
#include <vector>

namespace ccad {

/// Products in float, in eight sums side by side, which the compiler may keep in one register.
[[nodiscard]] inline double dot(const float* a, const float* b, std::size_t count)
{
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

/// Products in double, in four sums side by side.
[[nodiscard]] inline double dot(const double* a, const double* b, std::size_t count)
{
    double sums[4] = {};
    std::size_t i = 0;
    for (; i + 4 <= count; i += 4)
        for (std::size_t k = 0; k < 4; ++k)
            sums[k] += a[i + k] * b[i + k];
    double sum = sums[0] + sums[1] + (sums[2] + sums[3]);
    for (; i < count; ++i)
        sum += a[i] * b[i];
    return sum;
}

/// Products in double, one after the other: exact enough for the steps of a search.
[[nodiscard]] inline double dotInDouble(const std::vector<float>& a, const std::vector<float>& b)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return sum;
}

} // namespace ccad
