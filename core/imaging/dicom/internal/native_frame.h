// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/internal/dicom_frame.h"

namespace ccad::imaging {

/// The first frame of pixels that are not compressed. The number of frames is never multiplied: it
/// may be any. Error FileBroken: pixels are missing, or were never written.
[[nodiscard]] Result<Frame> readNativeFrame(const DicomLayout& layout, const DicomElement& element,
                                            PixelFormat format);

} // namespace ccad::imaging
