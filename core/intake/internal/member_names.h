// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace ccad {

/// The names of one archive's members as text. A name is UTF-8 when it is valid as such, with or
/// without the archive's flag; of all others together the most plausible of the code pages is
/// taken that archivers of Europe, Japan, China and Russia write without saying so: cp437, cp1252,
/// Shift-JIS (cp932), GBK, cp866.
[[nodiscard]] QStringList readableNames(const QList<QByteArray>& names);

/// A member's name as it is shown: "/" between folders, without control characters, which terminals
/// and tables would obey, without a drive, a root and parts that lead upwards. Never empty.
[[nodiscard]] QString shownMemberName(const QString& name);

/// Is a member of that name a folder? Some archivers of Windows end folders with a backslash.
[[nodiscard]] bool isFolderName(const QString& name);

} // namespace ccad
