// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results_reading/film_graphics.h"

namespace ccad::results {

/// From pixels of a film's file, and from fractions of what a presentation state displays of it, to
/// pixels of the radiograph.
class FilmPlace
{
public:
    explicit FilmPlace(const Radiograph& film);

    /// With the part that is displayed: fractions count in it, after its turns.
    void setDisplayed(const DisplayedArea& area, int quarterTurns);

    [[nodiscard]] QPointF fromFile(QPointF point) const;
    [[nodiscard]] QPointF from(QPointF point, GraphicUnits units) const;
    [[nodiscard]] std::vector<QPointF> from(const std::vector<QPointF>& points,
                                            GraphicUnits units) const;
    /// The part that is displayed.
    [[nodiscard]] QRectF displayed() const;
    [[nodiscard]] bool isWholeDisplayed() const;

private:
    double m_columns; ///< of the file
    double m_rows;
    double m_byColumn;
    double m_byRow;
    QPointF m_topLeft; ///< of what is displayed, in pixels of the file
    QPointF m_bottomRight;
    bool m_isOnItsSide = false;
};

} // namespace ccad::results
