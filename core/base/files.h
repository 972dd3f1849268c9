// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

namespace ccad {

/// Reads a whole regular file of at most maxBytes. Errors: FileNotFound, FileUnreadable, TooLarge.
/// Anything but a regular file (a folder, a FIFO, a device) is FileUnreadable and never opened.
[[nodiscard]] Result<QByteArray> readFile(const QString& path, qint64 maxBytes);

/// Writes the whole content or leaves the old file as it was. The new file outlives a power cut
/// from the moment this returns. Error: WriteFailed; that of the last step, storing the new name,
/// comes when the new file is there.
[[nodiscard]] Result<void> writeFileAtomically(const QString& path, const QByteArray& content);

/// May something that is there already be replaced?
enum class Existing
{
    Keep,
    Replace, ///< somebody asked for it
};

/// A file name of at most 255 bytes, which is what file systems take: `name` with `suffix`, the
/// name's beginning left out where both are too long.
[[nodiscard]] QString fittingFileName(const QString& name, const QString& suffix);

/// The error of reading `path`, in a sentence that names the file as people know it (`file`): what
/// was unpacked from an archive has a number for a name, and is called "member of archive".
[[nodiscard]] Error namedAsPeopleDo(Error error, const QString& path, const QString& file);

/// Lower-case hexadecimal SHA-256.
[[nodiscard]] QString sha256Hex(const QByteArray& content);

} // namespace ccad
