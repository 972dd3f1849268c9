// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/owned_fd.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QString>

namespace ccad {

/// Opens a file for reading. Errors: FileNotFound, FileUnreadable. Anything but a regular file (a
/// folder, a FIFO, a device) is FileUnreadable and never waited for.
[[nodiscard]] Result<OwnedFd> openRegularFile(const QString& path);

// Of an open file; its path is named in messages and touched no more. Both ask the system for lseek
// and pread alone, so that a process which may open nothing can use them.

/// Reads `bytes` bytes from the place `at` on, fewer at the end of the file only. Error:
/// FileUnreadable.
[[nodiscard]] Result<qint64> readPiece(const OwnedFd& file, const QString& path, qint64 at,
                                       char* piece, qint64 bytes);

/// The whole file, if it has at most maxBytes. Errors: FileUnreadable, TooLarge.
[[nodiscard]] Result<QByteArray> readWhole(const OwnedFd& file, const QString& path,
                                           qint64 maxBytes);

} // namespace ccad
