// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of the window: made small, and compared block by block.
#pragma once

#include <QImage>

namespace ccad::test {

/// One pixel a device-independent pixel, so that the files stay small.
[[nodiscard]] QImage reduced(const QImage& grabbed);

/// With 256 colours: greys, the flat colours of the theme, and coarse ones for the overlay.
[[nodiscard]] QImage indexed(const QImage& picture);

/// The share of blocks of that side whose mean grey differs by more than a renderer's whim, 0..1; 1
/// for pictures of different sizes.
[[nodiscard]] double difference(const QImage& a, const QImage& b, int side);

} // namespace ccad::test
