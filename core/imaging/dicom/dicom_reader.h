// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/read_guard.h"

#include <QByteArray>

namespace ccad::imaging {

/// Reads a DICOM file, reduced as `size` allows. Errors as readRadiograph, as clauses (see
/// read_guard.h).
[[nodiscard]] Result<ReducedRadiograph> readDicom(const QByteArray& content, const ReadSize& size,
                                                  const ReadGuard& guard);

/// Reads a DICOM file and also leaves out pixels, as long as the shorter side keeps `shorterSide`
/// of them; colour pictures that cannot be reduced otherwise keep all pixels.
[[nodiscard]] Result<ReducedRadiograph> readThinnedDicom(const QByteArray& content, int shorterSide,
                                                         const ReadGuard& guard);

} // namespace ccad::imaging
