// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/internal/dicom_frame.h"

#include <QByteArrayView>

namespace ccad::imaging {

/// Holds uncompressed pixel data, all of its bytes, against the size and the number of frames that
/// the file declares. What is too much and harmless gets a note with its number. Error: FileBroken,
/// where the declared size would cut a part off the picture or shear it.
[[nodiscard]] Result<void> checkSurplus(const PixelFormat& format, QByteArrayView bytes,
                                        bool isBigEndian, ReaderNotes& notes);

} // namespace ccad::imaging
