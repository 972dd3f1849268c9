// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/read_guard.h"
#include "core/imaging/reader_notes.h"

#include <opencv2/core/mat.hpp>

#include <QByteArray>

namespace ccad::imaging {

/// The factor, 8, 4 or 2, by which JPEG's own transform may reduce both sides, or 1 for no
/// reduction. A reduced pixel is close to the mean of the pixels that it stands for.
[[nodiscard]] int jpegReduction(qint64 columns, qint64 rows, const ReadSize& size);

/// The picture as it is stored, grey or blue-green-red, both sides divided by 1, 2, 4 or 8 and
/// rounded up. Empty when it cannot be decoded, or not as a whole: libjpeg fills what is missing
/// with grey. Errors: TooLarge, TimedOut, Cancelled.
[[nodiscard]] Result<cv::Mat> decodeJpeg(const QByteArray& stream, int reduction,
                                         const ReadGuard& guard);

/// The same, where RGB that the file has as YCbCr is read as RGB, and noted.
[[nodiscard]] Result<cv::Mat> decodeJpegPicture(const QByteArray& stream, int reduction,
                                                ReaderNotes& notes, const ReadGuard& guard);

} // namespace ccad::imaging
