// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/bit_depth.h"

#include <cmath>
#include <limits>

namespace ccad {

/// True where pixel * scale + offset gives every pixel of that depth a finite value of its own. No
/// value is beyond the range of a float, so that sums and differences of values are finite, too.
[[nodiscard]] inline bool givesValues(BitDepth depth, double scale, double offset)
{
    constexpr double largest = std::numeric_limits<float>::max();
    const double last = depth.highest() * scale + offset;
    // Rounding is coarsest where values are largest, which is at either end. The comparisons are
    // false for NaN.
    return std::abs(offset) <= largest && std::abs(last) <= largest && offset + scale != offset
        && last - scale != last;
}

} // namespace ccad
