// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace ccad::imaging {

/// Luminance by Rec. 601, rounded.
[[nodiscard]] inline std::uint32_t luminance(std::uint32_t red, std::uint32_t green,
                                             std::uint32_t blue)
{
    return static_cast<std::uint32_t>(
        (std::uint64_t{299} * red + std::uint64_t{587} * green + std::uint64_t{114} * blue + 500)
        / 1000);
}

} // namespace ccad::imaging
