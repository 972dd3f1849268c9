// SPDX-License-Identifier: GPL-3.0-or-later
// What has to be on the disk when a function returns, whatever happens to the power then.
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

QT_BEGIN_NAMESPACE
class QFileDevice;
class QSaveFile;
QT_END_NAMESPACE

namespace ccad {

/// Writes all of the bytes, or tells by the file's errorString() why not: a disk that is about to
/// be full takes a part without a word, and says so of the next part.
[[nodiscard]] bool writeWhole(QFileDevice& file, const QByteArray& bytes);

/// Hands what the file still holds in memory to the system. The same of its failure.
[[nodiscard]] bool flushWhole(QFileDevice& file);

/// Ends the writing of an open file: its bytes are on the disk before it takes its name, and the
/// name is when this returns. Error: WriteFailed; then the old file is there, or, when only the
/// last step failed, the new one.
[[nodiscard]] Result<void> commitDurably(QSaveFile& file);

/// Gives a file that is safe on the disk the name of another one in the same folder, for good, in
/// its place. Error: WriteFailed.
[[nodiscard]] Result<void> replaceFile(const QString& from, const QString& to);

/// Gives a complete file another name in the same folder, for good, unless there is one of that
/// name. Never copies. Errors: AlreadyExists, WriteFailed.
[[nodiscard]] Result<void> moveToFreeName(const QString& from, const QString& to);

/// Where writeFileUnderClaim keeps the new content until it is complete.
[[nodiscard]] QString unfinishedFileOf(const QString& path);

/// Like writeFileAtomically, for who holds the claim of `path` (claimFile) and writes it again and
/// again: the new content has one name of its own until it is complete, so that what a killed run
/// left of it is replaced by the next and nothing gathers. Never writes through a link. Error:
/// WriteFailed.
[[nodiscard]] Result<void> writeFileUnderClaim(const QString& path, const QByteArray& content);

} // namespace ccad
