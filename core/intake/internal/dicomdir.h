// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"
#include "core/imaging/tag_tree.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace ccad {

/// True when a file's first bytes (512 are enough) are those of a DICOMDIR.
[[nodiscard]] bool beginsAsDicomdir(const QByteArray& firstBytes);

/// True when the meta header says that the file is a Media Storage Directory (PS3.10 8), whatever
/// its name.
[[nodiscard]] bool isDicomdir(const QString& path);

/// The content of a DICOMDIR.
struct DicomdirIndex
{
    /// The listed files in the index's order, each once, with "/" between the parts:
    /// "IMAGES/A/0001". They may be missing or lead elsewhere.
    QStringList fileIds;
    bool isTruncated = false; ///< it lists more than can be read, see TagTree
};

[[nodiscard]] DicomdirIndex dicomdirIndexOf(const TagTree& tree);
/// Errors: as DecodingService::tags.
[[nodiscard]] Result<DicomdirIndex> readDicomdir(const QString& path,
                                                 const CancelToken& cancel = {});

/// The file below a DICOMDIR's folder that an id means, in upper or lower case; empty when it is
/// not there or the id leads outside.
[[nodiscard]] QString fileOfDicomdir(const QString& folder, const QString& fileId);

} // namespace ccad
