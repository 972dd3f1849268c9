// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/files.h"
#include "core/imaging/display_lut.h"
#include "core/inference/saliency_map.h"

#include <array>
#include <cstdint>
#include <vector>

namespace ccad {

/// Colour maps whose brightness grows evenly and that colour-blind readers can tell apart.
enum class ColourMap
{
    Inferno,
    Viridis,
    Cividis,
    Grey ///< for maps that are not to be relied on; never a user's choice
};

/// 256 colours from low to high, each {red, green, blue}.
[[nodiscard]] const std::array<std::array<std::uint8_t, 3>, 256>& colourTable(ColourMap map);

/// A saliency map as a coloured layer to be laid over the whole radiograph: width x height pixels
/// of RGBA (not premultiplied), smooth between the map's cells. Alpha is opacity * value, so that
/// regions without weight stay clear. opacity within 0..1.
struct OverlayImage
{
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgba;
};
[[nodiscard]] OverlayImage renderOverlay(const PlacedMap& placed, int width, int height,
                                         ColourMap map, double opacity);

/// Writes the radiograph with the overlay blended in, RGB, as a PNG with a text chunk of CCAD's
/// own. An earlier overlay, known by that chunk, is replaced; any other file only when it may be.
/// Errors: WriteFailed, AlreadyExists.
[[nodiscard]] Result<void> writeOverlayPng(const QString& path, const GrayImage8& picture,
                                           const OverlayImage& overlay,
                                           Existing existing = Existing::Keep);

} // namespace ccad
