// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/internal/dicom_frame.h"

namespace ccad::imaging {

/// Decodes a stream of JPEG 2000 or HTJ2K with OpenJPEG, colour-by-pixel, in the sample size of
/// Bits Allocated, since Debian's DCMTK cannot. All tiles have to be there. With a `shorterSide`
/// above 0, and if it was encoded with the reversible wavelet, the frame comes at the lowest of its
/// own resolutions, each half of the one before, that keeps twice as many pixels; blocks of higher
/// ones are not decoded. Errors: FileBroken when it cannot be decoded or is not as declared,
/// TimedOut, Cancelled.
[[nodiscard]] Result<Frame> decodeJpeg2000(const QByteArray& stream, PixelFormat format,
                                           int shorterSide, const ReadGuard& guard);

} // namespace ccad::imaging
