// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/internal/dicom_frame.h"

namespace ccad::imaging {

/// Does a group of overlays say that it lies in bits of the pixels, as in old files? Such pixels
/// have to be decoded as a whole.
[[nodiscard]] bool hasOverlaysInPixels(const DicomLayout& layout, DcmDataset& dataset);

/// Sets `overlayBits` of a grey frame, so that overlays are kept from the greys: where a file says
/// so of a bit that it counts among the greys, as well, only if neighbouring pixels show without
/// doubt that the bit is no grey.
void keepOverlaysFromGreys(Frame& frame, const DicomLayout& layout, DcmDataset& dataset);

/// Reads `planes`, which are cut to the whole picture, and adds a note on them; a reduced frame
/// gets the note alone, and has no overlays in its pixels. What cannot be read is left out, and
/// noted. Errors: TimedOut, Cancelled.
[[nodiscard]] Result<void> fillPlanes(Radiograph& radiograph, const DicomLayout& layout,
                                      DcmDataset& dataset, const PixelFormat& whole,
                                      const Frame& frame, const ReadGuard& guard);

} // namespace ccad::imaging
