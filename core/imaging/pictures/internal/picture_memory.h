// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/checked_size.h"
#include "core/imaging/read_guard.h"

#include <opencv2/core/mat.hpp>

namespace ccad::imaging {

/// Takes what a picture of that type of OpenCV's takes, and the pixels that are made of it. Error:
/// TooLarge.
[[nodiscard]] inline Result<void> takePicture(qint64 columns, qint64 rows, int type,
                                              const ReadGuard& guard)
{
    constexpr qint64 pixelBytes = sizeof(std::uint16_t);
    const qint64 sampleBytes = CV_ELEM_SIZE(type);
    return guard.take(checkedProduct<qint64>({columns, rows, sampleBytes + pixelBytes}));
}

} // namespace ccad::imaging
