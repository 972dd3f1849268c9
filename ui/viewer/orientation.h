// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QTransform>

namespace ccad {

/// Towards which side of the patient each edge of the view lies: "L", "R", "A", "P", "H" (head),
/// "F" (feet), or several of them, the strongest first, as in Patient Orientation (0020,0020),
/// PS3.3 C.7.6.1.1.1. Empty where the file does not say.
struct EdgeLetters
{
    QString left;
    QString right;
    QString top;
    QString bottom;
    bool operator==(const EdgeLetters&) const = default;
};

/// Rows run towards rowDirection, columns towards columnDirection in the unturned picture;
/// `orientation` is how the view turns it, a matrix of -1, 0 and 1.
[[nodiscard]] EdgeLetters edgeLetters(const QString& rowDirection, const QString& columnDirection,
                                      const QTransform& orientation);

} // namespace ccad
