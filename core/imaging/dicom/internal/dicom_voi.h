// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/internal/dicom_items.h"

namespace ccad::imaging {

/// Fills `vois` from the file (VOI LUT Sequence, then windows; PS3.3 C.11.2) and picks
/// `initialVoi`. Entries that make no sense are left out and noted. `isSigned`: Pixel
/// Representation.
void fillVois(Radiograph& radiograph, DcmDataset& dataset, bool isSigned);

} // namespace ccad::imaging
