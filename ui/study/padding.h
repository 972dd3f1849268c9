// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/radiograph.h"

#include <cstdint>
#include <optional>

namespace ccad {

/// Stored values that are no part of the image, first..last. An average must neither take them in
/// nor become one of them by chance, since it would then turn black.
struct Padding
{
    std::uint16_t first = 0;
    std::uint16_t last = 0;

    [[nodiscard]] bool contains(unsigned value) const { return value >= first && value <= last; }
    /// The value itself, or its nearest neighbour that is no padding.
    [[nodiscard]] std::uint16_t outside(unsigned value) const
    {
        if (!contains(value))
            return std::uint16_t(value);
        const bool below = first > 0 && (last == 65535 || value - first <= unsigned(last) - value);
        if (below)
            return std::uint16_t(first - 1);
        return last < 65535 ? std::uint16_t(last + 1) : first;
    }
};

[[nodiscard]] inline std::optional<Padding> paddingOf(const Radiograph& radiograph)
{
    if (!radiograph.paddingFirst || !radiograph.paddingLast)
        return std::nullopt;
    return Padding{*radiograph.paddingFirst, *radiograph.paddingLast};
}

} // namespace ccad
