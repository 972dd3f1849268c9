// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <functional>

namespace ccad {

/// Reads a whole regular file of at most maxBytes. Errors: FileNotFound, FileUnreadable, TooLarge.
/// Anything but a regular file (a folder, a FIFO, a device) is FileUnreadable and never opened.
[[nodiscard]] Result<QByteArray> readFile(const QString& path, qint64 maxBytes);

/// Writes the whole content or leaves the old file as it was. Error: WriteFailed.
[[nodiscard]] Result<void> writeFileAtomically(const QString& path, const QByteArray& content);

/// Fills a new folder beside `path` by calling fill(temporaryFolder), then moves it into place; an
/// existing folder at `path` is replaced only when fill succeeded. Error: WriteFailed, or fill's
/// own.
[[nodiscard]] Result<void>
writeFolderAtomically(const QString& path, const std::function<Result<void>(const QString&)>& fill);

/// Lower-case hexadecimal SHA-256.
[[nodiscard]] QString sha256Hex(const QByteArray& content);

} // namespace ccad
