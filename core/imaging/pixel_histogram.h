// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/radiograph.h"

#include <cstddef>
#include <vector>

namespace ccad::imaging {

using Histogram = std::vector<std::size_t>; ///< one entry for each value that a pixel can have

/// The shares of the pixels at which a picture's darkest and brightest greys are taken, so that a
/// few stray pixels do not count.
constexpr double darkestShare = 0.005;
constexpr double brightestShare = 0.995;

[[nodiscard]] bool isPadding(const Radiograph& radiograph, int pixel);

/// The histogram of the pixels that are not padding.
[[nodiscard]] Histogram histogramOf(const Radiograph& radiograph);

[[nodiscard]] std::size_t countOf(const Histogram& histogram);

/// The lowest pixel that at least a share of all `count` pixels do not exceed.
[[nodiscard]] int pixelAtShare(const Histogram& histogram, double share, std::size_t count);

} // namespace ccad::imaging
