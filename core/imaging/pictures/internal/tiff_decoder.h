// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/pictures/picture_header.h"
#include "core/imaging/reader_notes.h"

#include <opencv2/core/mat.hpp>

#include <QByteArray>

namespace ccad::imaging {

/// The page that the header names, as it is stored (its orientation is not applied), white as the
/// largest number. Samples of 16 bits and more, and signed ones, stay as they are (grey,
/// blue-green-red, or blue-green-red with alpha); others become 8 bits, grey where all colours
/// agree. What may be missing or damaged is noted. Errors: FileBroken (also where the file holds
/// more of the picture than it declares, or pixels are missing), Unsupported, TooLarge, as clauses.
[[nodiscard]] Result<cv::Mat> decodeTiff(const QByteArray& content, const PictureHeader& header,
                                         ReaderNotes& notes, const ReadGuard& guard);

} // namespace ccad::imaging
