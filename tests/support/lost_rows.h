// SPDX-License-Identifier: GPL-3.0-or-later
// Chests of which rows were lost.
#pragma once

#include "tests/support/phantom.h"

#include <QRandomGenerator>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace ccad::test {

/// A chest with the noise of a detector, never at the ends of its range.
[[nodiscard]] inline std::vector<std::int32_t> noisyChestValues(int width, int height, int white)
{
    auto values = drawChest(width, height, white * 8 / 10);
    QRandomGenerator random(3);
    for (std::int32_t& value : values)
        value += white / 20 + random.bounded(white / 20);
    return values;
}

struct RowRange
{
    int first = 0;
    int count = 0;
};

/// The values with some rows overwritten.
[[nodiscard]] inline std::vector<std::int32_t>
overwritten(std::vector<std::int32_t> values, int width, const RowRange& range, std::int32_t value)
{
    const auto begin = values.begin() + std::ptrdiff_t{width} * range.first;
    std::fill(begin, begin + std::ptrdiff_t{width} * range.count, value);
    return values;
}

/// The values with some rows of noise, as other data, or encrypted ones, would be.
[[nodiscard]] inline std::vector<std::int32_t>
withNoise(std::vector<std::int32_t> values, int width, const RowRange& range, std::int32_t highest)
{
    QRandomGenerator random(5);
    const auto begin = values.begin() + std::ptrdiff_t{width} * range.first;
    std::generate(begin, begin + std::ptrdiff_t{width} * range.count,
                  [&] { return random.bounded(highest + 1); });
    return values;
}

/// The values in steps of so many.
[[nodiscard]] inline std::vector<std::int32_t> inSteps(std::vector<std::int32_t> values,
                                                       std::int32_t step)
{
    for (std::int32_t& value : values)
        value -= value % step;
    return values;
}

} // namespace ccad::test
