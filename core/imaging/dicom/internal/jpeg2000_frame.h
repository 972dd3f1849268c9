// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/internal/dicom_frame.h"

class DcmPixelSequence;

namespace ccad::imaging {

/// The first frame of JPEG 2000 fragments, colour-by-pixel, in the sample size of Bits Allocated.
/// OpenJPEG decodes it, since Debian's DCMTK cannot. With a `shorterSide` above 0, a frame encoded
/// with the reversible wavelet comes at the lowest of its own resolutions (each half of the one
/// before) that keeps twice as many pixels; blocks of higher resolutions are not decoded. Errors:
/// FileBroken when the frame cannot be decoded or is not as declared.
[[nodiscard]] Result<Frame> decodeJpeg2000(DcmPixelSequence& fragments, PixelFormat format,
                                           int shorterSide);

} // namespace ccad::imaging
