// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results_reading/film_graphics.h"
#include "ui/viewer/measure_tool.h"
#include "ui/viewer/overlay_layer.h"
#include "ui/viewer/view_transform.h"

#include <QCoreApplication>
#include <QFont>
#include <QImage>
#include <QStringList>

namespace ccad {

/// What the marks tell of: the picture, how it lies in the view, and what is measured on it.
struct MarkedView
{
    const Radiograph& radiograph;
    const ViewTransform& view;
    const MeasureTool& measure;
    std::optional<QPointF> crosshair = {}; ///< in the picture
    bool isInverted = false;
    bool arePlanesHidden = false; ///< the file brings overlays, and they are switched off
    /// What a report or a presentation state draws; null: nothing.
    const results::FilmGraphics* graphics = nullptr;
    std::optional<ColourMap> legend = {}; ///< the colours of the overlay, while they are in sight
    QSize size = {}; ///< view pixels
    double ratio = 1; ///< device pixels per view pixel
    QFont font = {};
};

/// Graphics of other objects, measurements and the marks at the edges as an image of the size of
/// the screen. They take longer to paint than the picture and stay the same while a window is
/// dragged.
class MarksLayer
{
    Q_DECLARE_TR_FUNCTIONS(MarksLayer)
public:
    void setCornerLines(const QStringList& lines);
    void setLengthUnit(LengthUnit unit);
    /// Something that the marks tell of has changed.
    void invalidate() { m_isStale = true; }
    /// In device pixels; painted anew if that is needed.
    [[nodiscard]] const QImage& image(const MarkedView& shown);

private:
    void paintMeasurements(QPainter& painter, const MarkedView& shown) const;
    void paintEdges(QPainter& painter, const MarkedView& shown) const;

    QStringList m_cornerLines;
    LengthUnit m_lengthUnit = LengthUnit::Millimetre;
    QImage m_image;
    bool m_isStale = true;
};

} // namespace ccad
