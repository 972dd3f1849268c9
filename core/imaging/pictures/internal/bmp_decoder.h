// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/read_guard.h"
#include "core/imaging/reader_notes.h"

#include <opencv2/core/mat.hpp>

#include <QByteArray>

namespace ccad::imaging {

/// Decodes to blue-green-red, with the fourth byte where there is one; also pictures in run lengths
/// (of 4 and 8 bits), in colours by masks, and a JPEG or PNG within (which may be grey). The size
/// was checked before. Bytes behind the picture that are none of it are noted. Errors: FileBroken
/// (also where the file holds more of the picture than it declares), Unsupported, as clauses.
[[nodiscard]] Result<cv::Mat> decodeBmp(const QByteArray& content, ReaderNotes& notes,
                                        const ReadGuard& guard);

} // namespace ccad::imaging
