// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/display_lut.h"

#include <QByteArray>

namespace ccad::test {

/// The drawn chest of a build and under a light of its own, with grain: pictures of different seeds
/// are as unlike each other as radiographs are. The same seed gives the same picture at any size,
/// but for the grain.
[[nodiscard]] GrayImage8 variedChest(int side, std::uint64_t seed);

[[nodiscard]] QByteArray jpegOf(const GrayImage8& image, int quality = 88);
[[nodiscard]] QByteArray pngOf(const GrayImage8& image);

// Copies of a picture as they turn up in collections.
[[nodiscard]] GrayImage8 resized(const GrayImage8& image, double factor);
[[nodiscard]] GrayImage8 brightened(const GrayImage8& image, double contrast, double brightness);
/// The picture without that share of it at each edge.
[[nodiscard]] GrayImage8 cropped(const GrayImage8& image, double share);
[[nodiscard]] GrayImage8 mirrored(const GrayImage8& image);

} // namespace ccad::test
