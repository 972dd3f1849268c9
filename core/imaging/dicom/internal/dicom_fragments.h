// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/internal/dicom_frame.h"

#include <memory>

namespace ccad::imaging {

/// A data set of nothing but the compressed pixel data of the first frame, for DCMTK's codecs: an
/// empty offset table and one fragment, into which all of the frame's are put together. No byte of
/// items or delimiters reaches DCMTK, nor any fragment of another frame; where there is none,
/// `format` has one frame then. Errors: FileBroken, without any fragment; Internal.
[[nodiscard]] Result<std::unique_ptr<DcmDataset>>
firstFrameFragments(const DicomLayout& layout, const DicomElement& pixelData, PixelFormat& format);

/// Writes over what the codecs read of the picture with what was checked. The one frame that they
/// are given is all that there is.
void writeFormat(DcmDataset& dataset, const PixelFormat& format);

} // namespace ccad::imaging
