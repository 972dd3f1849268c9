// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"
#include "core/imaging/radiograph.h"

#include <QString>

namespace ccad {

/// Guards against files that would exhaust memory or time.
struct ReadLimits
{
    qint64 maxFileBytes = qint64{2} << 30;
    qint64 maxPixels = qint64{1} << 28; ///< rows x columns x frames read
    int maxSequenceDepth = 64;
    int timeoutMs = 30000;
};

/// Reads a DICOM, PNG, JPEG, BMP or TIFF file, recognised by its content, never by its name.
///
/// A file that is an image but by its own tags no chest radiograph is returned with `refusal` set.
/// Errors: FileNotFound, FileUnreadable, FileBroken (says what and where), Unsupported, Refused
/// (DICOM without an image, such as a report, a plan or a DICOMDIR), TooLarge, TimedOut, Cancelled.
[[nodiscard]] Result<Radiograph> readRadiograph(const QString& path, const ReadLimits& limits = {},
                                                const CancelToken& cancel = {});

} // namespace ccad
