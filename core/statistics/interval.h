// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ccad {

/// A value with its 95 % interval.
struct Interval
{
    double value = 0;
    double low = 0;
    double high = 0;

    bool operator==(const Interval&) const = default;
};

} // namespace ccad
