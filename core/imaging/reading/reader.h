// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"
#include "core/imaging/read_limits.h"

#include <QByteArray>
#include <QString>

namespace ccad {

/// Reads a DICOM, PNG, JPEG, BMP or TIFF file, recognised by its content, never by its name.
///
/// A file that is an image but by its own tags no chest radiograph is returned with `refusal` set.
/// Errors: FileNotFound, FileUnreadable, FileBroken (says what and where), Unsupported, Refused
/// (DICOM without an image, such as a report, a plan or a DICOMDIR), TooLarge, TimedOut, Cancelled.
[[nodiscard]] Result<Radiograph> readRadiograph(const QString& path, const ReadLimits& limits = {},
                                                const CancelToken& cancel = {});

/// Reads at a reduced size where the file's compression allows decoding less of it: the lower
/// resolutions of lossless JPEG 2000, and both sides of JPEG divided by 2, 4 or 8. Other files come
/// whole. A reduced pixel is close to the mean of the pixels that it stands for, not equal.
[[nodiscard]] Result<ReducedRadiograph> readReduced(const QString& path, const ReadSize& size,
                                                    const ReadLimits& limits = {},
                                                    const CancelToken& cancel = {});
/// The same with content that is at hand; the path is for messages only.
[[nodiscard]] Result<ReducedRadiograph> readReducedContent(const QByteArray& content,
                                                           const QString& path,
                                                           const ReadSize& size,
                                                           const ReadLimits& limits = {});

} // namespace ccad
