// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/read_guard.h"

#include <QByteArray>

namespace ccad::imaging {

/// Reads a whole DICOM file. Errors as readRadiograph, as clauses (see read_guard.h).
[[nodiscard]] Result<Radiograph> readDicom(const QByteArray& content, const ReadGuard& guard);

struct ThinnedRadiograph
{
    Radiograph radiograph; ///< of every n-th pixel of every n-th row; its spacing is not changed
    int columns = 0; ///< of the whole picture
    int rows = 0;
};

/// The same with pixels left out as long as the shorter side keeps `shorterSide` of them; colour
/// pictures keep all.
[[nodiscard]] Result<ThinnedRadiograph> readThinnedDicom(const QByteArray& content, int shorterSide,
                                                         const ReadGuard& guard);

} // namespace ccad::imaging
