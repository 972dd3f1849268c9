// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/read_guard.h"
#include "core/imaging/reader_notes.h"

#include <opencv2/core/mat.hpp>

namespace ccad::imaging {

/// The values that pixels stand for: pixel * scale + offset.
struct PixelValues
{
    double scale = 1;
    double offset = 0;
};

/// Reduces depths other than 8 and 16 unsigned bits, which TIFF may have. Signed integers of up to
/// 16 bits are counted from the lowest one; all others are spread over 16 bits, from the lowest
/// finite number to the highest, or to those that the picture is made of where a few are far from
/// all others. Numbers that are not finite become black. Error: FileBroken, when no number is
/// finite.
[[nodiscard]] Result<PixelValues> reduceDepth(cv::Mat& picture, ReaderNotes& notes);

} // namespace ccad::imaging
