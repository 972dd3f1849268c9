// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/read_guard.h"

#include <opencv2/core/mat.hpp>

#include <QByteArray>

namespace ccad::imaging {

/// Decodes to 8 or 16 bits: grey, blue-green-red, or blue-green-red with alpha. Palettes are
/// resolved, fewer bits become 8. Empty when it cannot be decoded. Errors: TooLarge, TimedOut,
/// Cancelled.
[[nodiscard]] Result<cv::Mat> decodePng(const QByteArray& content, const ReadGuard& guard);

} // namespace ccad::imaging
