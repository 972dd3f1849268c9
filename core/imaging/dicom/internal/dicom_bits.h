// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/internal/dicom_frame.h"

namespace ccad::imaging {

/// Holds the bits that samples have against Bits Stored, High Bit and the order of bytes, once
/// overlays in the samples are known (`overlayBits`). What neighbouring samples show without doubt
/// to be greys is read as such, what they show to be none is left out; either gets a note with its
/// number. Sign extension and padding are as they should be. Error: FileBroken, where it stays open
/// what the bits are.
[[nodiscard]] Result<Frame> settleBits(Frame frame, DcmDataset& dataset);

} // namespace ccad::imaging
