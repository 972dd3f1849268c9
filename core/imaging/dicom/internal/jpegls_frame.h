// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/internal/dicom_frame.h"

namespace ccad::imaging {

/// Decodes a JPEG-LS stream with CharLS, which knows restart markers and is faster than DCMTK's.
/// CharLS takes neither a scan that is cut off nor bytes behind one. The stream's size was held
/// against the format before. Error: FileBroken.
[[nodiscard]] Result<Frame> decodeJpegLs(const QByteArray& stream, PixelFormat format);

} // namespace ccad::imaging
