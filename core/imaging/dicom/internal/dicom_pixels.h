// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/internal/dicom_frame.h"

namespace ccad::imaging {

/// Fills pixels, bits, value scale and offset, unit, padding, `inverted` and notes: stored values
/// -> modality values (PS3.3 C.11.1), colour -> luminance. Errors: FileBroken.
[[nodiscard]] Result<void> fillPixels(Radiograph& radiograph, DcmDataset& dataset,
                                      const Frame& frame);

} // namespace ccad::imaging
