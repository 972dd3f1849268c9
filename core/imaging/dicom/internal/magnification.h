// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/internal/dicom_items.h"

namespace ccad::imaging {

/// Can rays that spread from a source make a body so much larger? From 1, with a patient as thin as
/// the detector, to 3.
[[nodiscard]] bool isMagnification(double factor);

/// Brings a spacing at the detector into the patient, by the file's Estimated Radiographic
/// Magnification Factor, or else by its distances from source to detector and patient. Returns
/// sentences on what could not be used; other spacings stay as they are.
[[nodiscard]] QStringList applyMagnification(PixelSpacing& spacing, DcmDataset& dataset);

} // namespace ccad::imaging
