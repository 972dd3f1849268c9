// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/internal/dicom_frame.h"

namespace ccad::imaging {

/// Reads the padding in the pixels' counting: from the lowest value that the format can hold. One
/// that would leave nothing of the picture is ignored, with a note.
void readPadding(Radiograph& radiograph, DcmDataset& dataset, const PixelFormat& format);

} // namespace ccad::imaging
