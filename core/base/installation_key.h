// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

namespace ccad {

/// A secret of this installation by which patients get pseudonyms: without it nobody finds a
/// patient again by trying all numbers that a hospital may have given. 32 bytes, made at random at
/// the first call and kept in installationKeyFile(), which this user alone can read; the same for
/// all programs of CCAD. Error: WriteFailed or FileBroken, a sentence, when it cannot be kept or
/// what is there is no key.
[[nodiscard]] Result<QByteArray> installationKey();

/// "pseudonym.key" in userDataFolder(). It may be copied to another machine whose pseudonyms are to
/// be the same.
[[nodiscard]] QString installationKeyFile();

/// installationKey(), or, where it cannot be kept, one that is made up and lasts as long as this
/// process.
[[nodiscard]] QByteArray keyOfThisRun();

/// The first `bytes` (1 to 32) bytes of an HMAC-SHA-256 of the text. `purpose` keeps what is hashed
/// for one use apart from what is hashed for another; it holds no zero byte.
[[nodiscard]] QByteArray keyedDigest(const QByteArray& key, const QByteArray& purpose,
                                     const QByteArray& text, int bytes);

} // namespace ccad
