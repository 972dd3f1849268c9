// SPDX-License-Identifier: GPL-3.0-or-later
// Optional parts of a package: files whose checksums the manifest has.
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

namespace ccad {

/// The name under which a new part waits until the manifest has its checksum.
[[nodiscard]] QString waitingPartOf(const QString& path);

/// The part with that checksum: the file itself, or the one that waits for its name, which then
/// gets it if this user may write there. Empty where the checksum is; a file without a checksum is
/// ignored. Errors: those of readFile, ModelBroken.
[[nodiscard]] Result<QByteArray> loadPart(const QString& path, const QString& sha256);

/// Writes a part beside the one in force, whose checksum is `sha256` (empty: there is none). It is
/// in force once the manifest has its checksum, and gets the name with enforcePart(). Error:
/// WriteFailed.
[[nodiscard]] Result<void> writePart(const QString& path, const QString& sha256,
                                     const QByteArray& content);
void enforcePart(const QString& path);

/// Removes a part that is no longer in force; a missing one is fine. Error: WriteFailed.
[[nodiscard]] Result<void> removePartFiles(const QString& path);

} // namespace ccad
