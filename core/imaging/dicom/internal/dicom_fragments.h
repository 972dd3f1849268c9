// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/internal/dicom_frame.h"

#include <memory>

namespace ccad::imaging {

/// A data set of nothing but the compressed pixel data of the first frame, for DCMTK's codecs: an
/// empty offset table and one fragment, which joins all fragments of the frame. No byte of items or
/// delimiters reaches DCMTK, nor any fragment of another frame. Errors: FileBroken when there is no
/// fragment; Internal.
[[nodiscard]] Result<std::unique_ptr<DcmDataset>> firstFrameFragments(const DicomLayout& layout,
                                                                      const DicomElement& pixelData,
                                                                      const PixelFormat& format);

/// Writes the checked values over those that the codecs read. The number of frames becomes one,
/// since the codecs are given one frame.
void writeFormat(DcmDataset& dataset, const PixelFormat& format);

} // namespace ccad::imaging
