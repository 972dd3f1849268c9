// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results_reading/internal/film_place.h"

#include <algorithm>

namespace ccad::results {

FilmPlace::FilmPlace(const Radiograph& film)
    : m_columns(film.stored ? film.stored->columns : film.columns),
      m_rows(film.stored ? film.stored->rows : film.rows),
      m_byColumn(film.columns / std::max(1.0, m_columns)),
      m_byRow(film.rows / std::max(1.0, m_rows)), m_bottomRight(m_columns, m_rows)
{
}

void FilmPlace::setDisplayed(const DisplayedArea& area, int quarterTurns)
{
    // Both corner pixels belong to the part; which of their edges is the outer one depends on how
    // the film is turned.
    const auto edges = [](int first, int last) {
        return first <= last ? QPointF(first - 1, last) : QPointF(first, last - 1);
    };
    const QPointF columns = edges(area.topLeft[0], area.bottomRight[0]);
    const QPointF rows = edges(area.topLeft[1], area.bottomRight[1]);
    m_topLeft = QPointF(columns.x(), rows.x());
    m_bottomRight = QPointF(columns.y(), rows.y());
    m_isOnItsSide = quarterTurns % 2 != 0;
}

QPointF FilmPlace::fromFile(QPointF point) const
{
    return {point.x() * m_byColumn, point.y() * m_byRow};
}

QPointF FilmPlace::from(QPointF point, GraphicUnits units) const
{
    if (units == GraphicUnits::Pixel)
        return fromFile(point);
    // On its side, what goes to the right on the display goes along the film's columns.
    const double alongColumns = m_isOnItsSide ? point.y() : point.x();
    const double alongRows = m_isOnItsSide ? point.x() : point.y();
    return fromFile({m_topLeft.x() + alongColumns * (m_bottomRight.x() - m_topLeft.x()),
                     m_topLeft.y() + alongRows * (m_bottomRight.y() - m_topLeft.y())});
}

std::vector<QPointF> FilmPlace::from(const std::vector<QPointF>& points, GraphicUnits units) const
{
    std::vector<QPointF> mapped;
    mapped.reserve(points.size());
    for (const QPointF point : points)
        mapped.push_back(from(point, units));
    return mapped;
}

QRectF FilmPlace::displayed() const
{
    return QRectF(fromFile(m_topLeft), fromFile(m_bottomRight)).normalized();
}

bool FilmPlace::isWholeDisplayed() const
{
    const QRectF part = QRectF(m_topLeft, m_bottomRight).normalized();
    return part == QRectF(0, 0, m_columns, m_rows);
}

} // namespace ccad::results
