// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/preprocess/preprocessor.h"

namespace ccad::test {

/// Greys of 8 bits, stretched to 16.
inline GrayImage16 noise(int width, int height, std::uint64_t seed = 1)
{
    Random random(seed);
    GrayImage16 image{width, height, {}};
    for (int i = 0; i < width * height; ++i)
        image.pixels.push_back(static_cast<std::uint16_t>(257 * (20 + random.below(150))));
    return image;
}

} // namespace ccad::test
