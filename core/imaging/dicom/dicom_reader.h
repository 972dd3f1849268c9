// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/read_guard.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace ccad::imaging {

/// Reads a DICOM file, reduced as `size` allows. Errors as readRadiograph, as clauses (see
/// read_guard.h).
[[nodiscard]] Result<ReducedRadiograph> readDicom(const QByteArray& content, const ReadSize& size,
                                                  const ReadGuard& guard);

/// readDicom() that also leaves pixels out as long as the shorter side keeps `shorterSide` of them;
/// colour pictures that cannot be reduced otherwise keep all.
[[nodiscard]] Result<ReducedRadiograph> readThinnedDicom(const QByteArray& content, int shorterSide,
                                                         const ReadGuard& guard);

/// What a DICOM file says early on.
struct DicomHead
{
    QString sopInstanceUid; ///< empty for none that is usable
    bool hasRows = false; ///< it means to hold a picture
};

/// Of the first bytes of a file; what breaks off within them is not there. Nothing where they make
/// no sense.
[[nodiscard]] std::optional<DicomHead> readDicomHead(const QByteArray& begin,
                                                     const ReadGuard& guard);

} // namespace ccad::imaging
