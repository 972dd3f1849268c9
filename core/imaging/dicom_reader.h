// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/read_guard.h"

#include <QByteArray>

namespace ccad::imaging {

/// Reads a whole DICOM file. Errors as readRadiograph, as clauses (see read_guard.h).
[[nodiscard]] Result<Radiograph> readDicom(const QByteArray& content, const ReadGuard& guard);

} // namespace ccad::imaging
