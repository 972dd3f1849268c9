// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/orientation.h"

#include "core/imaging/patient_direction.h"

#include <QPointF>

namespace ccad {

namespace {

QString& edgeTowards(EdgeLetters& letters, QPointF direction)
{
    if (direction.x() != 0)
        return direction.x() > 0 ? letters.right : letters.left;
    return direction.y() > 0 ? letters.bottom : letters.top;
}

void write(EdgeLetters& letters, const QString& towards, QPointF direction)
{
    // Without a known opposite the letters are none of the six, and showing them would mislead.
    const QString away = oppositeDirection(towards);
    if (away.isEmpty())
        return;
    edgeTowards(letters, direction) = towards;
    edgeTowards(letters, -direction) = away;
}

} // namespace

EdgeLetters edgeLetters(const QString& rowDirection, const QString& columnDirection,
                        const QTransform& orientation)
{
    EdgeLetters letters;
    write(letters, rowDirection, orientation.map(QPointF(1, 0)));
    write(letters, columnDirection, orientation.map(QPointF(0, 1)));
    return letters;
}

} // namespace ccad
