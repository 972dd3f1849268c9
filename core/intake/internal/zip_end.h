// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>
#include <vector>

namespace ccad {

/// An archive within a file.
struct ZipPart
{
    qint64 offset = 0;
    qint64 bytes = 0;
};

/// The archives that a file holds one behind the other, as joined ones do ("cat a.zip b.zip"): what
/// its end names is the last of them alone.
struct ZipParts
{
    std::vector<ZipPart> parts; ///< the last of the file first
    bool hasMoreInFront = false; ///< members that no list names
    /// The first name in the list of the last archive, as bytes; empty where it was not read.
    QByteArray firstName;
};

/// Empty when the file does not end as a ZIP archive or cannot be read. Only for regular files.
[[nodiscard]] ZipParts zipPartsOf(const QString& path);

/// How many bytes stand before the archive in a file that ends as a ZIP archive does: 0 where the
/// archive counts from the file's beginning. Nothing when the file does not end so or cannot be
/// read. Only for regular files.
[[nodiscard]] std::optional<qint64> bytesBeforeZip(const QString& path);

} // namespace ccad
