// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results/result_objects.h"

#include <QByteArray>
#include <QString>

#include <array>

namespace ccad::results {

/// True where the film is shown turned or mirrored.
[[nodiscard]] bool isTurned(const ShownAs& shown);
/// True where its rows are shown upright.
[[nodiscard]] bool isOnItsSide(const ShownAs& shown);

/// A turn as presentation states have it (PS3.3 C.10.6): first clockwise, then mirrored.
struct SpatialTransformation
{
    int degrees = 0; ///< 0, 90, 180, 270
    bool isFlipped = false; ///< left and right exchanged
    bool operator==(const SpatialTransformation&) const = default;
};
[[nodiscard]] SpatialTransformation spatialTransformation(const ShownAs& shown);

/// The stored pixels, {column, row} counted from 1, that are shown at the upper left and at the
/// lower right (PS3.3 C.10.4).
struct DisplayedCorners
{
    std::array<int, 2> topLeft{};
    std::array<int, 2> bottomRight{};
    bool operator==(const DisplayedCorners&) const = default;
};
[[nodiscard]] DisplayedCorners displayedCorners(const ShownAs& shown, int columns, int rows);

/// Patient Orientation (0020,0020) of the film as it is shown: where its rows and its columns run.
struct ShownDirections
{
    QString rows;
    QString columns;
    bool operator==(const ShownDirections&) const = default;
};
/// Both are empty where the film's own directions do not tell.
[[nodiscard]] ShownDirections shownDirections(const ShownAs& shown, const QString& rowDirection,
                                              const QString& columnDirection);

/// Hexadecimal; differs for whatever is shown in another way, and for nothing else.
[[nodiscard]] QByteArray shownKey(const ShownAs& shown);

} // namespace ccad::results
