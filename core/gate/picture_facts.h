// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/preprocess/preprocessor.h"

#include <vector>

namespace ccad {

/// Greys 0..1, row-major.
struct InputPicture
{
    std::size_t width = 0;
    std::size_t height = 0;
    std::vector<float> greys;

    [[nodiscard]] const float* row(std::size_t y) const { return greys.data() + y * width; }
};

/// The part of the input that the radiograph covers, whatever the range of the spec. Where samples
/// are centred, the darkest pixel counts as black. Several channels give their mean.
[[nodiscard]] InputPicture pictureOf(const NetworkInput& input, const PreprocessSpec& spec);

/// What plain arithmetic tells of a picture.
struct PictureFacts
{
    static constexpr std::size_t valueCount = 60;
    /// The first of these values, which do not depend on position: shares of greys, and detail.
    static constexpr std::size_t plainCount = 52;
    static constexpr std::size_t smallSide = 20;

    /// Shares of greys, detail at five scales along both directions, flatness, symmetry, brightness
    /// of border, corners and centre: always valueCount of them.
    std::vector<float> values;
    /// The picture at smallSide x smallSide, each value the rank of its grey within -1..1 (equal
    /// greys share a rank): contrast and window make no difference to it.
    std::vector<float> ranks;
    double contrast = 0; ///< from the 1st to the 99th percentile of the greys, 0..1
    double commonestGrey = 0; ///< share of the most frequent of 64 greys
};

[[nodiscard]] PictureFacts pictureFacts(const InputPicture& picture);

} // namespace ccad
