// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/companions.h"
#include "core/base/open_folder.h"
#include "core/base/result.h"

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

/// The part of UnpackLimits that archives have used so far; files that were given up count.
struct UnpackUsage
{
    int entries = 0;
    qint64 bytes = 0;
};

/// One file out of an archive, or one that could not be unpacked, or an archive within it.
struct UnpackedFile
{
    /// The way to it within the archive, for people: "inner.zip/CT/0001.dcm". Empty, with a
    /// problem: the rest of the archive itself.
    QString name;
    QString path; ///< where it lies now; empty when there is a problem
    std::optional<Error> problem;
};

struct Unpacked
{
    std::vector<UnpackedFile> files; ///< in the archive's order
    CompanionCounts companions; ///< were not unpacked
};

/// True when the file is an archive that unpackArchive() may be asked for: ZIP (also behind other
/// bytes), tar, or compressed; or one that it can only name, such as 7-Zip. By content.
[[nodiscard]] bool isArchive(const QString& path);

/// Unpacks the files of an archive, and of archives within it, into the empty `folder` under
/// numbers, the same for the same archive. The members' names are never used for files, so none can
/// lead outside or be too long; UnpackedFile has them. A member that is encrypted, damaged, too
/// large or no file (a link, a device), and an inner archive that cannot be unpacked, is a problem
/// of its own: the other files are there. A link to a member is that file a second time. Of an
/// archive that was cut off, the whole members are there, and a problem tells of the rest. `name`:
/// what people call the archive, see `path`'s file name.
///
/// Errors of the archive itself: FileNotFound, FileUnreadable, FileBroken, Unsupported (all of it
/// is encrypted, or of a kind that is only named), TooLarge (too many files), WriteFailed,
/// Cancelled. What was unpacked before an error is removed, and its usage forgotten.
[[nodiscard]] Result<Unpacked> unpackArchive(const QString& path, const OpenFolder& folder,
                                             const UnpackLimits& limits, UnpackUsage& usage,
                                             const CancelToken& cancel = {});

} // namespace ccad
