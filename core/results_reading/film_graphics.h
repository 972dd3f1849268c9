// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/imaging/radiograph.h"
#include "core/results_reading/read_object.h"

#include <QPointF>
#include <QRectF>

#include <optional>
#include <vector>

namespace ccad::results {

/// A line on a film, in pixels of the radiograph, unturned: pixel (0, 0) covers 0..1.
struct DrawnLine
{
    std::vector<QPointF> points; ///< curves as many short pieces
    bool isClosed = false;
    bool isFilled = false;
};

/// Words on a film.
struct DrawnText
{
    QString text;
    std::optional<QRectF> box; ///< in which they stand
    std::optional<QPointF> anchor; ///< which they are about
    bool isAnchorVisible = false;
};

/// How a presentation state turns the film: first clockwise, then left and right are exchanged.
struct DrawnTurn
{
    int quarterTurns = 0;
    bool isFlipped = false;
    bool operator==(const DrawnTurn&) const = default;
};

/// What an object draws on a film and how it wants the film to be shown, in pixels of the
/// radiograph.
struct FilmGraphics
{
    std::vector<DrawnLine> lines;
    std::vector<QPointF> points;
    std::vector<DrawnText> texts;
    std::vector<OverlayPlane> planes;
    /// What a shutter leaves to be seen: what lies in all of these. Empty: the whole film.
    std::vector<std::vector<QPointF>> visible;
    std::optional<QRectF> area; ///< the part that is to be shown; absent: the whole film
    std::optional<DrawnTurn> turn; ///< of a presentation state
    std::optional<Voi> voi; ///< in the radiograph's units
    std::optional<bool> inverted; ///< beside the film's own inversion
    std::optional<PlacedMap> map; ///< of a class, over the whole film
    QString mapTitle;
    QStringList notes; ///< whole sentences on what is not shown

    [[nodiscard]] bool drawsAnything() const
    {
        return !lines.empty() || !points.empty() || !texts.empty() || !planes.empty()
            || !visible.empty() || map.has_value();
    }
};

/// What the object draws on that film. Of a parametric map the frame of that number, counted from
/// 0. Errors, as sentences: Refused where the object is about another film, names another patient,
/// or does not lie on the film.
[[nodiscard]] Result<FilmGraphics> graphicsOn(const Radiograph& film, const ReadObject& object,
                                              int frame = 0);

} // namespace ccad::results
