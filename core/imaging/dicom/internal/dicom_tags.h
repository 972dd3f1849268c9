// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/internal/dicom_items.h"

namespace ccad::imaging {

/// Fills in the file's statements on patient, projection and scale.
void fillTags(Radiograph& radiograph, DcmDataset& dataset);

/// The view that a file's words name: a View Position ("PA"), a code's meaning or a description.
[[nodiscard]] View viewFromWords(const QString& words);

} // namespace ccad::imaging
