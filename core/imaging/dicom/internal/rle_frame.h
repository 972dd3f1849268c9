// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/internal/dicom_frame.h"

namespace ccad::imaging {

/// True if the fragment begins with a header of RLE (PS3.5 G.5) that fits the format's
/// samples, whatever size it says.
[[nodiscard]] bool looksLikeRle(const QByteArray& fragment, const PixelFormat& format);

/// Decodes a frame of RLE, colour-by-pixel. Nothing is allocated before the header has been held
/// against the format and the length of the fragment. Errors: FileBroken, also for a segment that
/// ends before its last pixel.
[[nodiscard]] Result<Frame> decodeRle(const QByteArray& fragment, PixelFormat format);

} // namespace ccad::imaging
