// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace ccad {

/// True when a file with these first bytes (512 are enough) is a DICOMDIR.
[[nodiscard]] bool beginsAsDicomdir(const QByteArray& firstBytes);

/// True when the meta header says that the file is a Media Storage Directory (PS3.10 8), whatever
/// its name.
[[nodiscard]] bool isDicomdir(const QString& path);

/// The files that a DICOMDIR lists.
struct DicomdirIndex
{
    /// File IDs in the order of the DICOMDIR, each once, with "/" between their parts:
    /// "IMAGES/A/0001". The files may be missing, and the IDs may lead outside the folder.
    QStringList fileIds;
    bool isTruncated = false; ///< it lists more than can be read, see TagTree
};

/// Errors: as readTagTree.
[[nodiscard]] Result<DicomdirIndex> readDicomdir(const QString& path,
                                                 const CancelToken& cancel = {});

/// The file below a DICOMDIR's folder that an id means, in upper or lower case; empty when it is
/// not there or the id leads outside.
[[nodiscard]] QString fileOfDicomdir(const QString& folder, const QString& fileId);

/// The files that a DICOMDIR lists, in its order, each once; files that do not exist below its
/// folder (in upper or lower case: ISO 9660 shows both) are left out, and so is whatever would lead
/// outside of it. Errors: as readTagTree; FileNotFound when it lists files and none of them is
/// there.
[[nodiscard]] Result<QStringList> filesOfDicomdir(const QString& path,
                                                  const CancelToken& cancel = {});

} // namespace ccad
