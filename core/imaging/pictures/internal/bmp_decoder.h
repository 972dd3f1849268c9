// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/read_guard.h"

#include <opencv2/core/mat.hpp>

#include <QByteArray>

namespace ccad::imaging {

/// Blue-green-red, with the fourth byte where there is one. Errors: FileBroken, Unsupported (a
/// compressed file), as clauses.
[[nodiscard]] Result<cv::Mat> decodeBmp(const QByteArray& content);

} // namespace ccad::imaging
