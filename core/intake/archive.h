// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"

#include <QString>
#include <QStringList>

namespace ccad {

/// Guards against archives that would fill the disk.
struct UnpackLimits
{
    int maxEntries = 10000; ///< of all archives together, nested ones included
    qint64 maxBytes = qint64{8} << 30; ///< of all files together
    qint64 maxFileBytes = qint64{2} << 30;
    int maxRatio = 200; ///< unpacked to packed size of one file; radiographs reach about 20
    int maxDepth = 3; ///< archives within archives
};

/// True when the file begins as a ZIP archive does, whatever its name.
[[nodiscard]] bool isZip(const QString& path);

/// Unpacks the files of a ZIP archive, and of archives within it, into the existing `folder` under
/// names of its own making (the entries' names are never used as paths, so none can lead outside;
/// their last part is kept for people to read). Returns the files in the order of the archive.
/// Errors: FileNotFound, FileUnreadable, FileBroken, Unsupported (encrypted), TooLarge (a limit,
/// named), WriteFailed, Cancelled. What was unpacked before an error is removed.
[[nodiscard]] Result<QStringList> unpackZip(const QString& path, const QString& folder,
                                            const UnpackLimits& limits = {},
                                            const CancelToken& cancel = {});

} // namespace ccad
