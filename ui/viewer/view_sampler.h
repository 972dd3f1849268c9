// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/study/picture_pyramid.h"

#include <QRect>
#include <QTransform>

#include <cstdint>
#include <vector>

namespace ccad {

enum class Interpolation
{
    Smooth, ///< but from eight device pixels per pixel on, single pixels show
    Nearest ///< when a pixel takes more than one device pixel; smaller pictures are averaged
};

/// The part of a picture that is in sight: stored values, one for each device pixel, row-major.
struct SampledView
{
    QRect rect; ///< where the values lie in the view, in device pixels
    std::vector<std::uint16_t> values; ///< rect.width() x rect.height()
};

/// Resamples the part of a picture that a view of `deviceSize` shows. `imageToDevice` scales
/// evenly, turns by quarters, mirrors and moves. Enlarged pictures are interpolated linearly,
/// smaller ones averaged over the area of the device pixel: both take the mean over a box as wide
/// as one device pixel, but at least as wide as one pixel of the picture. Padding takes no part;
/// where it covers more than half of the box, the value is padding.
[[nodiscard]] SampledView sampleView(const PicturePyramid& picture, const QTransform& imageToDevice,
                                     QSize deviceSize, Interpolation interpolation);

} // namespace ccad
