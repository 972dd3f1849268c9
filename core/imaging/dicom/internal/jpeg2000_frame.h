// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/internal/dicom_frame.h"

class DcmPixelSequence;

namespace ccad::imaging {

/// The first frame of JPEG 2000 fragments, by OpenJPEG, colour-by-pixel, in the sample size of
/// Bits Allocated: what Debian's DCMTK lacks. With a `shorterSide` above 0 it comes at the lowest
/// of its own resolutions that keeps twice as many pixels, each half of the one before, if it was
/// encoded with the reversible wavelet; blocks of higher ones are not decoded. Errors: FileBroken
/// when it cannot be decoded or is not as declared.
[[nodiscard]] Result<Frame> decodeJpeg2000(DcmPixelSequence& fragments, PixelFormat format,
                                           int shorterSide);

} // namespace ccad::imaging
