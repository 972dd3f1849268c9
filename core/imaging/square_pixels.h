// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/read_guard.h"

namespace ccad::imaging {

enum class PixelShape
{
    Square, ///< within 1 %, which no eye and no network sees
    NotSquare,
    Absurd ///< more than 10 times as long as wide, or no ratio at all: no device makes such pixels
};

/// The shape of a pixel by its height divided by its width.
[[nodiscard]] PixelShape shapeOf(double heightToWidth);

/// Do two ratios of height to width tell the same shape?
[[nodiscard]] bool isSameShape(double one, double other);

/// "2 times as wide as high".
[[nodiscard]] QString shapeWords(double heightToWidth);

/// Stretches the picture to square pixels along its coarser side, so that nothing of it is lost,
/// and notes it. Padding stays padding. Square and absurd shapes change nothing. Error: TooLarge,
/// where the stretched picture is beyond the limit of pixels.
[[nodiscard]] Result<void> makePixelsSquare(ReducedRadiograph& reduced, double heightToWidth,
                                            const ReadGuard& guard);

} // namespace ccad::imaging
