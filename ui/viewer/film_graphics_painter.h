// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results_reading/film_graphics.h"

#include <QRectF>
#include <QTransform>

class QPainter;

namespace ccad {

/// Where the graphics of a report or a presentation state are painted.
struct FilmGraphicsPlace
{
    QTransform imageToView; ///< from pixels of the radiograph
    QRectF image; ///< the radiograph, in its pixels
};

/// What a shutter hides turns black; then lines, points and words in a colour that is neither the
/// white of contours nor that of measurements, with a dark edge.
void paintFilmGraphics(QPainter& painter, const results::FilmGraphics& graphics,
                       const FilmGraphicsPlace& place);

} // namespace ccad
