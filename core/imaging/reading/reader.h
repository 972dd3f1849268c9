// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"
#include "core/imaging/read_limits.h"

#include <QString>

namespace ccad {

/// Reads a DICOM, PNG, JPEG, BMP or TIFF file, recognised by its content, never by its name.
///
/// An image whose own tags say that it is no chest radiograph is returned with `refusal` set.
/// Errors: FileNotFound, FileUnreadable, FileBroken (says what and where), Unsupported, Refused
/// (DICOM without an image, such as a report, a plan or a DICOMDIR), TooLarge, TimedOut, Cancelled.
[[nodiscard]] Result<Radiograph> readRadiograph(const QString& path, const ReadLimits& limits = {},
                                                const CancelToken& cancel = {});

/// Reads a file at a reduced size where its compression allows decoding less of it: the lower
/// resolutions of lossless JPEG 2000, and both sides of JPEG divided by 2, 4 or 8. Other files come
/// whole. A reduced pixel is close, but not equal, to the mean of the pixels that it stands for.
/// Errors as readRadiograph.
[[nodiscard]] Result<ReducedRadiograph> readReduced(const QString& path, const ReadSize& size,
                                                    const ReadLimits& limits = {},
                                                    const CancelToken& cancel = {});

} // namespace ccad
