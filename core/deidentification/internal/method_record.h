// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/data_element.h"
#include "core/deidentification/profile.h"

#include <QString>

namespace ccad {

/// Says in an object that, how and by which options it was de-identified: (0012,0062), (0012,0063),
/// (0012,0064) with the codes of PS3.16 CID 7050, and (0028,0303) on its dates. What earlier
/// de-identification said there is replaced. `isPixelDataClean`: burnt-in text was looked for and
/// is gone, and (0028,0301) says so.
void recordMethod(DataItem& dataset, DeidOptions options, const QString& edition,
                  bool isPixelDataClean);

} // namespace ccad
