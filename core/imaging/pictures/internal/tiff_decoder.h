// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/read_guard.h"

#include <opencv2/core/mat.hpp>

#include <QByteArray>

namespace ccad::imaging {

/// The first page as it is stored (its orientation is not applied), white as the largest number:
/// samples of 16 bits and more as they are (grey, blue-green-red, or that with alpha); others as 8
/// bits, grey where all colours agree. Errors: FileBroken, Unsupported, TooLarge, as clauses.
[[nodiscard]] Result<cv::Mat> decodeTiff(const QByteArray& content, const ReadGuard& guard);

} // namespace ccad::imaging
