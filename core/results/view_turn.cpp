// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/internal/view_turn.h"

#include "core/imaging/patient_direction.h"

#include <QDataStream>

namespace ccad::results {
namespace {

/// Quarters clockwise, 0..3, whatever number was given.
int quartersOf(const ShownAs& shown)
{
    return ((shown.quarterTurns % 4) + 4) % 4;
}

/// A direction or, about the picture's middle, a point.
struct Vector
{
    int x = 0;
    int y = 0;
};

/// What lies there in the film, of a direction in the view: the turns undone, the last one first.
Vector inFilm(const ShownAs& shown, Vector inView)
{
    Vector vector = inView;
    for (int i = 0; i < quartersOf(shown); ++i)
        vector = {vector.y, -vector.x};
    return shown.mirrored ? Vector{-vector.x, vector.y} : vector;
}

std::array<int, 2> cornerOf(Vector vector, int columns, int rows)
{
    return {vector.x < 0 ? 1 : columns, vector.y < 0 ? 1 : rows};
}

QString directionOf(Vector vector, const QString& row, const QString& column)
{
    const QString& along = vector.x != 0 ? row : column;
    return vector.x + vector.y > 0 ? along : oppositeDirection(along);
}

void add(QDataStream& key, const Voi& voi)
{
    if (const auto* window = std::get_if<VoiWindow>(&voi)) {
        key << window->center << window->width << int(window->function) << window->name;
        return;
    }
    const auto& table = std::get<VoiTable>(voi);
    key << table.firstValue << table.bits.bits() << table.name;
    for (const std::uint16_t entry : table.entries)
        key << entry;
}

} // namespace

bool isTurned(const ShownAs& shown)
{
    return shown.mirrored || quartersOf(shown) != 0;
}

bool isOnItsSide(const ShownAs& shown)
{
    return quartersOf(shown) % 2 != 0;
}

SpatialTransformation spatialTransformation(const ShownAs& shown)
{
    // To mirror and then turn one way is to turn the other way and then mirror.
    const int quarters = quartersOf(shown);
    return {(shown.mirrored ? (4 - quarters) % 4 : quarters) * 90, shown.mirrored};
}

DisplayedCorners displayedCorners(const ShownAs& shown, int columns, int rows)
{
    return {cornerOf(inFilm(shown, {-1, -1}), columns, rows),
            cornerOf(inFilm(shown, {1, 1}), columns, rows)};
}

ShownDirections shownDirections(const ShownAs& shown, const QString& rowDirection,
                                const QString& columnDirection)
{
    if (oppositeDirection(rowDirection).isEmpty() || oppositeDirection(columnDirection).isEmpty())
        return {};
    return {directionOf(inFilm(shown, {1, 0}), rowDirection, columnDirection),
            directionOf(inFilm(shown, {0, 1}), rowDirection, columnDirection)};
}

QByteArray shownKey(const ShownAs& shown)
{
    QByteArray bytes;
    QDataStream key(&bytes, QIODeviceBase::WriteOnly);
    key.setVersion(QDataStream::Qt_6_0);
    add(key, shown.voi);
    key << quartersOf(shown) << shown.mirrored << shown.inverted << shown.arePlanesHidden
        << int(shown.map);
    for (const ShownMeasurement& measurement : shown.measurements) {
        key << measurement.text << int(measurement.points.size());
        for (const QPointF point : measurement.points)
            key << point.x() << point.y();
    }
    return sha256Hex(bytes).toLatin1();
}

} // namespace ccad::results
