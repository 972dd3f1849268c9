// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace ccad {

/// The places of the window, in the order of the rail.
enum class Place
{
    Review,
    Screening,
    Training,
    Model
};

/// The key of a place in the settings, and back; an unknown key gives Review.
[[nodiscard]] inline QString keyOf(Place place)
{
    switch (place) {
    case Place::Screening:
        return QStringLiteral("screening");
    case Place::Training:
        return QStringLiteral("training");
    case Place::Model:
        return QStringLiteral("model");
    case Place::Review:
        break;
    }
    return QStringLiteral("review");
}

[[nodiscard]] inline Place placeOf(const QString& key)
{
    for (const Place place : {Place::Screening, Place::Training, Place::Model})
        if (key == keyOf(place))
            return place;
    return Place::Review;
}

} // namespace ccad
