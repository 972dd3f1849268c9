// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/patient_direction.h"

using namespace Qt::StringLiterals;

namespace ccad {

QString oppositeDirection(const QString& direction)
{
    const QString letters = u"LRAPHF"_s;
    QString opposite;
    for (const QChar letter : direction) {
        const auto at = letters.indexOf(letter);
        if (at < 0)
            return {};
        opposite += letters.at(at ^ 1);
    }
    return opposite;
}

} // namespace ccad
