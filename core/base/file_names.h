// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace ccad {

// Names of files are bytes for the system and text for Qt, which cannot reach a file whose name is
// no UTF-8. Such a name is shown, told from others and refused, always in the same words.

/// The name or path as text. Bytes that are no UTF-8 become a replacement character with the byte's
/// hexadecimal number behind it, "M\uFFFD(FC)ller.dcm": two names that differ stay different.
[[nodiscard]] QString decodedFileName(const QByteArray& bytes);
/// Does the path come from bytes that are no UTF-8? Only for one that is not there: a name may hold
/// a replacement character of its own.
[[nodiscard]] bool isBadlyNamed(const QString& path);
/// Why nothing is at the path: a name that is no UTF-8 (FileUnreadable), or no file (FileNotFound).
/// `file` is what people call the path.
[[nodiscard]] Error missingFile(const QString& path, const QString& file);

/// The arguments of a program as decodedFileName() has them, its own name first.
[[nodiscard]] QStringList programArguments(int count, const char* const* arguments);

} // namespace ccad
