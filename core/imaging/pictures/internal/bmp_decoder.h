// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/read_guard.h"

#include <opencv2/core/mat.hpp>

#include <QByteArray>

namespace ccad::imaging {

/// Decodes to blue-green-red, with the fourth byte where there is one; also pictures in run lengths
/// (of 4 and 8 bits), in colours by masks, and a JPEG or PNG within (which may be grey). The size
/// was checked before. Errors: FileBroken, Unsupported, as clauses.
[[nodiscard]] Result<cv::Mat> decodeBmp(const QByteArray& content, const ReadGuard& guard);

} // namespace ccad::imaging
