// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/read_limits.h"

#include <opencv2/core/mat.hpp>

#include <QByteArray>

namespace ccad::imaging {

/// The factor by which JPEG's own transform may reduce both sides on the way: 8, 4 or 2, or 1 for
/// not at all. A reduced pixel is close to the mean of the pixels that it stands for.
[[nodiscard]] int jpegReduction(qint64 columns, qint64 rows, const ReadSize& size);

/// The picture as it is stored, grey or blue-green-red, both sides divided by 1, 2, 4 or 8 and
/// rounded up. Empty when it cannot be decoded.
[[nodiscard]] cv::Mat decodeJpeg(const QByteArray& stream, int reduction);

} // namespace ccad::imaging
