// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/radiograph.h"
#include "core/results_reading/object_facts.h"

#include <QPointF>
#include <QString>

#include <array>
#include <optional>
#include <vector>

namespace ccad::results {

/// What numbers of a presentation state count (PS3.3 C.10.5).
enum class GraphicUnits
{
    Pixel, ///< of the film's file: the first one covers 0..1
    Display ///< 0..1 of the displayed area, as it is shown after its turns
};

struct GraphicObject
{
    enum class Shape
    {
        Points,
        Polyline,
        Curve, ///< interpolated through its points
        Circle, ///< centre, and a point on it
        Ellipse ///< the ends of the longer axis, then of the shorter one
    };
    Shape shape = Shape::Polyline;
    GraphicUnits units = GraphicUnits::Pixel;
    std::vector<QPointF> points;
    bool isFilled = false;
};

struct TextObject
{
    struct Box
    {
        GraphicUnits units = GraphicUnits::Pixel;
        QPointF topLeft;
        QPointF bottomRight;
    };
    struct Anchor
    {
        GraphicUnits units = GraphicUnits::Pixel;
        QPointF point;
        bool isVisible = false; ///< a line leads from it to the text
    };
    QString text; ///< several lines, parted by '\n'
    std::optional<Box> box; ///< at least one of both
    std::optional<Anchor> anchor;
};

/// Graphics and words on the same layer for the same films.
struct GraphicAnnotation
{
    QString layer;
    std::vector<ObjectReference> films; ///< empty: all that the state refers to
    std::vector<GraphicObject> graphics;
    std::vector<TextObject> texts;
};

struct GraphicLayer
{
    QString name;
    int order = 0;
    QString description;
};

/// Which part of a film is shown (PS3.3 C.10.4): the pixels at its upper left and lower right, as
/// they lie after rotation and flip, columns and rows counted from 1.
struct DisplayedArea
{
    std::vector<ObjectReference> films;
    std::array<int, 2> topLeft{};
    std::array<int, 2> bottomRight{};
};

/// A window or a VOI LUT in the units of the state's own modality transformation.
struct StateVoi
{
    std::vector<ObjectReference> films;
    Voi voi;
};

/// What is not blanked out (PS3.3 C.7.6.11), in pixels of the file; all that are there apply.
struct Shutter
{
    struct Rectangle
    {
        double left = 0;
        double top = 0;
        double right = 0;
        double bottom = 0;
    };
    struct Circle
    {
        QPointF centre;
        double radius = 0;
    };
    std::optional<Rectangle> rectangle;
    std::optional<Circle> circle;
    std::vector<QPointF> polygon;

    [[nodiscard]] bool isEmpty() const { return !rectangle && !circle && polygon.empty(); }
};

/// How somebody showed films, and what was drawn on them (PS3.3 A.33).
struct PresentationState
{
    QString label;
    QString creator; ///< a person; or empty
    std::vector<ObjectReference> films;
    std::vector<GraphicLayer> layers; ///< in the order in which they are drawn
    std::vector<GraphicAnnotation> annotations; ///< likewise
    std::vector<OverlayPlane> planes; ///< of the state itself, where a layer shows them
    std::vector<DisplayedArea> areas;
    int quarterTurns = 0; ///< clockwise, before the flip
    bool isFlipped = false; ///< left and right exchanged
    std::optional<double> slope; ///< of the state's own rescale; absent: 1
    double intercept = 0;
    bool hasModalityTable = false;
    std::vector<StateVoi> vois;
    std::optional<bool> isInverse; ///< Presentation LUT Shape
    Shutter shutter;
    QStringList notes; ///< whole sentences on what is not shown
};

} // namespace ccad::results
