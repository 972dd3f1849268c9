// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/read_guard.h"

#include <QByteArray>

namespace ccad::imaging {

/// Reads a PNG, JPEG, BMP or TIFF file: upright, as luminance, over black. Errors as
/// readRadiograph, as clauses (see read_guard.h).
[[nodiscard]] Result<Radiograph> readPicture(const QByteArray& content, FileFormat format,
                                             const ReadGuard& guard);

} // namespace ccad::imaging
