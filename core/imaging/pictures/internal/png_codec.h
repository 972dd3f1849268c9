// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <opencv2/core/mat.hpp>

#include <QByteArray>

namespace ccad::imaging {

/// The picture in 8 or 16 bits: grey, blue-green-red, or blue-green-red with alpha. Palettes are
/// resolved; fewer bits become 8. Empty when the content cannot be decoded.
[[nodiscard]] cv::Mat decodePng(const QByteArray& content);

} // namespace ccad::imaging
