// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/internal/dicom_frame.h"

#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcxfer.h>

#include <memory>

namespace ccad::imaging {

/// Pixel data with only the compressed first frame, for DCMTK's codecs: an empty offset table and
/// one fragment. No byte of items or delimiters reaches DCMTK, nor any fragment of another frame.
/// Error: Internal, when DCMTK does not take it.
[[nodiscard]] Result<std::unique_ptr<DcmPixelData>> holderOf(const QByteArray& stream,
                                                             E_TransferSyntax syntax);

/// Overwrites what the codecs read about the picture with the checked values. The frame count is 1,
/// since they are given one frame.
void writeFormat(DcmDataset& dataset, const PixelFormat& format);

} // namespace ccad::imaging
