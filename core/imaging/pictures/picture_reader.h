// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/read_guard.h"

#include <QByteArray>

namespace ccad::imaging {

/// Reads a PNG, JPEG, BMP or TIFF file: upright, as luminance, over black; JPEG reduced as `size`
/// allows. Errors as readRadiograph, as clauses (see read_guard.h).
[[nodiscard]] Result<ReducedRadiograph> readPicture(const QByteArray& content, FileFormat format,
                                                    const ReadSize& size, const ReadGuard& guard);

} // namespace ccad::imaging
