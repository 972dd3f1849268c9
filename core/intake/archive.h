// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/open_folder.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

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

/// How much archives have used so far of what UnpackLimits allow them together.
struct UnpackUsage
{
    int entries = 0;
    qint64 bytes = 0;
};

/// One file out of an archive, or an archive within it that could not be unpacked.
struct UnpackedFile
{
    QString name; ///< the way to it within the archive, for people: "inner.zip/CT/0001.dcm"
    QString path; ///< where it lies now; empty when there is a problem
    std::optional<Error> problem;
};

/// True when a file begins as a ZIP archive does, even an empty one.
[[nodiscard]] bool beginsAsZip(const QByteArray& firstBytes);

/// True when the file begins as a ZIP archive does, whatever its name.
[[nodiscard]] bool isZip(const QString& path);

/// Unpacks the files of a ZIP archive, and of archives within it, into the empty `folder` under
/// numbers, the same for the same archive. The entries' names are never used for files, so none can
/// lead outside or be too long; UnpackedFile has them. Files come in the order of the archive. An
/// inner archive that cannot be unpacked is a problem of its own and does not affect the other
/// files. Errors, of the outer archive only: FileNotFound, FileUnreadable, FileBroken, Unsupported
/// (encrypted), TooLarge (a limit, named), WriteFailed, Cancelled. Files unpacked before an error
/// are removed, and their usage is forgotten.
[[nodiscard]] Result<std::vector<UnpackedFile>>
unpackZip(const QString& path, const OpenFolder& folder, const UnpackLimits& limits,
          UnpackUsage& usage, const CancelToken& cancel = {});

/// Unpacks all or nothing: the first problem of an inner archive is an error, too.
[[nodiscard]] Result<QStringList> unpackZip(const QString& path, const OpenFolder& folder,
                                            const UnpackLimits& limits = {},
                                            const CancelToken& cancel = {});

} // namespace ccad
