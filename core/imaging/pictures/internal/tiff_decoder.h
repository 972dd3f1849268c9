// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/read_guard.h"

#include <opencv2/core/mat.hpp>

#include <QByteArray>

namespace ccad::imaging {

/// One page, counted from 0, as it is stored (its orientation is not applied), white as the largest
/// number. Samples of 16 bits and more, and signed ones, stay as they are (grey, blue-green-red, or
/// blue-green-red with alpha); others become 8 bits, grey where all colours agree. Errors:
/// FileBroken, Unsupported, TooLarge, as clauses.
[[nodiscard]] Result<cv::Mat> decodeTiff(const QByteArray& content, int page,
                                         const ReadGuard& guard);

} // namespace ccad::imaging
