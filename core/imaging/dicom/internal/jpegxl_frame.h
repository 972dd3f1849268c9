// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/internal/dicom_frame.h"
#include "core/imaging/pictures/codestream.h"

namespace ccad::imaging {

/// The size that a JPEG XL stream declares; nothing when it has no header.
[[nodiscard]] std::optional<CodestreamInfo> jpegXlInfo(const QByteArray& stream);

/// Decodes a JPEG XL stream, bare or in its container, with libjxl, colour-by-pixel. Of an
/// animation, the first picture. `isLosslessSyntax`: samples may be of the colour model that the
/// file says; otherwise libjxl has made RGB of three of them. The stream's size was held against
/// the format before. Errors: FileBroken, Unsupported, TimedOut, Cancelled.
[[nodiscard]] Result<Frame> decodeJpegXl(const QByteArray& stream, PixelFormat format,
                                         bool isLosslessSyntax, const ReadGuard& guard);

} // namespace ccad::imaging
