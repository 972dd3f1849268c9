// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/preview.h"
#include "core/imaging/reading/reader.h"

namespace ccad {

/// Reads a reduced picture in a fraction of readRadiograph's time, behind the same guards: JPEG is
/// decoded at a reduced size, rows and columns of DICOM are skipped. Errors as readRadiograph.
[[nodiscard]] Result<Preview> readPreview(const QString& path, int shorterSide = 96,
                                          const ReadLimits& limits = {},
                                          const CancelToken& cancel = {});
/// The same with content that is at hand; the path is for messages only.
[[nodiscard]] Result<Preview> readPreviewContent(const QByteArray& content, const QString& path,
                                                 int shorterSide, const ReadLimits& limits = {});

} // namespace ccad
