// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace ccad::test {

/// A small film, its instance UID "2.25.N". Each study has a patient of its own.
[[nodiscard]] QByteArray filmToSend(int number,
                                    const QByteArray& transferSyntax = "1.2.840.10008.1.2.1",
                                    const QByteArray& studyUid = "2.25.1000");

/// Writes films of numbers 1 to `count` to a folder; their paths.
[[nodiscard]] QStringList writeFilms(const QString& folder, int count);

} // namespace ccad::test
