// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/internal/dicom_frame.h"

#include <memory>

namespace ccad::imaging {

/// A data set with only the compressed pixel data of the first frame, for DCMTK's codecs: an empty
/// offset table and one fragment, which joins all fragments of the frame. No byte of items or
/// delimiters reaches DCMTK, nor any fragment of another frame; where there is no other, `format`
/// has one frame then. Errors: FileBroken, without any fragment; Internal.
[[nodiscard]] Result<std::unique_ptr<DcmDataset>>
firstFrameFragments(const DicomLayout& layout, const DicomElement& pixelData, PixelFormat& format);

/// Overwrites what the codecs read about the picture with the checked values. The frame count is 1,
/// since they are given one frame.
void writeFormat(DcmDataset& dataset, const PixelFormat& format);

} // namespace ccad::imaging
