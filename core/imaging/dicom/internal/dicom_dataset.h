// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/internal/dicom_items.h"
#include "core/imaging/dicom/internal/dicom_wanted.h"

#include <memory>

namespace ccad::imaging {

/// The wanted values as a data set of DCMTK's. DCMTK parses nothing: it is given each value with a
/// tag, a VR and a length that the walk has found and this function checked. All text is UTF-8 with
/// VR UT, for which DCMTK has no rules of its own. Error: Internal, when DCMTK does not take a
/// value.
[[nodiscard]] Result<std::unique_ptr<DcmDataset>> datasetOf(const WantedItem& wanted);

} // namespace ccad::imaging
