// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/display_lut.h"

#include <QByteArray>

#include <span>

namespace ccad {

/// A small grey picture as JPEG, for thumbnails. Empty for an empty picture.
[[nodiscard]] QByteArray jpegBytes(const GrayImage8& picture);

/// A picture as PNG. Empty when it has no pixels or not as many as it says.
[[nodiscard]] QByteArray pngBytes(const GrayImage8& picture);
/// Interleaved red, green and blue as PNG, empty in the same cases.
[[nodiscard]] QByteArray pngBytes(int width, int height, std::span<const std::uint8_t> rgb);

} // namespace ccad
