// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results_reading/film_graphics.h"

#include "core/results_reading/internal/film_match.h"
#include "core/results_reading/internal/film_place.h"
#include "core/results_reading/internal/graphic_curves.h"
#include "core/results_reading/internal/state_window.h"
#include "core/results_reading/model_report.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad::results {

namespace {

DrawnLine lineOf(std::vector<QPointF> points, bool isFilled)
{
    DrawnLine line{std::move(points), false, isFilled};
    line.isClosed = line.points.size() > 2 && line.points.front() == line.points.back();
    if (line.isClosed)
        line.points.pop_back();
    return line;
}

void addRegion(FilmGraphics& drawn, const ContentItem& item, const FilmPlace& place)
{
    using Shape = ReportedRegion::Shape;
    const std::vector<QPointF> points = place.from(item.region->points, GraphicUnits::Pixel);
    if (item.region->shape == Shape::Points) {
        drawn.points.insert(drawn.points.end(), points.begin(), points.end());
    } else if (item.region->shape == Shape::Line) {
        drawn.lines.push_back(lineOf(points, false));
    } else if (points.size() >= 2) {
        const bool isCircle = item.region->shape == Shape::Circle;
        drawn.lines.push_back(
            {isCircle ? circleBy(points[0], points[1]) : ellipseBy(points), true, false});
    }
}

bool isOn(const std::vector<ObjectReference>& images, const Radiograph& film)
{
    return std::any_of(images.begin(), images.end(), [&](const ObjectReference& one) {
        return one.isTo(film.sopInstanceUid, shownFrame);
    });
}

/// The regions of a report that are selected from the film. The tree's depth is limited.
void addRegions(FilmGraphics& drawn, const ContentItem& item, const Radiograph& film,
                const FilmPlace& place)
{
    if (item.region && isOn(item.region->images, film))
        addRegion(drawn, item, place);
    for (const ContentItem& child : item.children)
        addRegions(drawn, child, film, place);
}

bool coversFilm(const ReportedRegion& region, const Radiograph& film)
{
    const double columns = film.stored ? film.stored->columns : film.columns;
    const double rows = film.stored ? film.stored->rows : film.rows;
    constexpr std::size_t corners = 5;
    return region.points.size() == corners && region.points[0] == QPointF(0, 0)
        && region.points[2] == QPointF(columns, rows);
}

/// Of CCAD's own reports the region of the most probable class alone: the others are about what the
/// film does not show, and a region that is the whole film stands for none.
FilmGraphics graphicsOfReport(const Radiograph& film, const StructuredReport& report)
{
    FilmGraphics drawn;
    const FilmPlace place(film);
    const auto own = modelReportOf(report);
    if (!own) {
        addRegions(drawn, report.root, film, place);
        return drawn;
    }
    const auto top = std::max_element(
        own->classes.begin(), own->classes.end(),
        [](const ReportedClass& a, const ReportedClass& b) { return a.percent < b.percent; });
    if (!top->region || !isOn(top->region->images, film) || coversFilm(*top->region, film))
        return drawn;
    ContentItem item;
    item.region = top->region;
    addRegion(drawn, item, place);
    const auto& points = drawn.lines.back().points;
    const auto highest = std::min_element(points.begin(), points.end(),
                                          [](QPointF a, QPointF b) { return a.y() < b.y(); });
    drawn.texts.push_back({top->title, std::nullopt, *highest, false});
    return drawn;
}

void addGraphic(FilmGraphics& drawn, const GraphicObject& graphic, const FilmPlace& place)
{
    using Shape = GraphicObject::Shape;
    const std::vector<QPointF> points = place.from(graphic.points, graphic.units);
    switch (graphic.shape) {
    case Shape::Points:
        drawn.points.insert(drawn.points.end(), points.begin(), points.end());
        break;
    case Shape::Polyline:
        drawn.lines.push_back(lineOf(points, graphic.isFilled));
        break;
    case Shape::Curve:
        drawn.lines.push_back(lineOf(curveThrough(points), graphic.isFilled));
        break;
    case Shape::Circle:
        drawn.lines.push_back({circleBy(points[0], points[1]), true, graphic.isFilled});
        break;
    case Shape::Ellipse:
        drawn.lines.push_back({ellipseBy(points), true, graphic.isFilled});
        break;
    }
}

void addText(FilmGraphics& drawn, const TextObject& text, const FilmPlace& place)
{
    DrawnText words;
    words.text = text.text;
    if (text.box)
        words.box = QRectF(place.from(text.box->topLeft, text.box->units),
                           place.from(text.box->bottomRight, text.box->units))
                        .normalized();
    if (text.anchor) {
        words.anchor = place.from(text.anchor->point, text.anchor->units);
        words.isAnchorVisible = text.anchor->isVisible;
    }
    drawn.texts.push_back(std::move(words));
}

/// What is said of a film holds for it where its list names no film at all.
bool isFor(const std::vector<ObjectReference>& films, const Radiograph& film)
{
    return films.empty() || isOn(films, film);
}

void addShutter(FilmGraphics& drawn, const Shutter& shutter, const FilmPlace& place)
{
    if (const auto& edges = shutter.rectangle)
        drawn.visible.push_back(place.from({{edges->left, edges->top},
                                            {edges->right, edges->top},
                                            {edges->right, edges->bottom},
                                            {edges->left, edges->bottom}},
                                           GraphicUnits::Pixel));
    if (const auto& circle = shutter.circle)
        drawn.visible.push_back(
            place.from(circleBy(circle->centre, circle->centre + QPointF(circle->radius, 0)),
                       GraphicUnits::Pixel));
    if (!shutter.polygon.empty())
        drawn.visible.push_back(place.from(shutter.polygon, GraphicUnits::Pixel));
}

void addPlanes(FilmGraphics& drawn, const std::vector<OverlayPlane>& planes, const FilmPlace& place)
{
    for (OverlayPlane plane : planes) {
        const QPointF corner = place.fromFile({plane.left, plane.top});
        const QPointF scale = place.fromFile({1, 1});
        plane.left = corner.x();
        plane.top = corner.y();
        plane.columnScale = scale.x();
        plane.rowScale = scale.y();
        drawn.planes.push_back(std::move(plane));
    }
}

FilmGraphics graphicsOfState(const Radiograph& film, const PresentationState& state)
{
    FilmGraphics drawn;
    drawn.notes = state.notes;
    FilmPlace place(film);
    for (const DisplayedArea& area : state.areas)
        if (isFor(area.films, film))
            place.setDisplayed(area, state.quarterTurns);
    if (!place.isWholeDisplayed())
        drawn.area = place.displayed();
    for (const GraphicAnnotation& annotation : state.annotations) {
        if (!isFor(annotation.films, film))
            continue;
        for (const GraphicObject& graphic : annotation.graphics)
            addGraphic(drawn, graphic, place);
        for (const TextObject& text : annotation.texts)
            addText(drawn, text, place);
    }
    addPlanes(drawn, state.planes, place);
    addShutter(drawn, state.shutter, place);
    drawn.turn = DrawnTurn{state.quarterTurns, state.isFlipped};
    if (state.isInverse)
        drawn.inverted = *state.isInverse != film.inverted;
    for (const StateVoi& voi : state.vois)
        if (isFor(voi.films, film))
            takeVoi(drawn, film, state, voi.voi);
    return drawn;
}

Result<FilmGraphics> graphicsOfMap(const Radiograph& film, const ParametricMap& map, int index)
{
    if (!map.isSaliency || index < 0 || static_cast<std::size_t>(index) >= map.frames.size())
        return notOnFilm(u"The parametric map is no map of saliency; CCAD does not know how it "
                         "lies on the film."_s);
    // It covers exactly the film where both have the same proportions, to a pixel of the map.
    const double rows = static_cast<double>(film.rows) * map.columns / std::max(1, film.columns);
    if (std::abs(rows - map.rows) > 1)
        return notOnFilm(u"The parametric map has other proportions than the film; it is not "
                         "drawn."_s);
    const MapFrame& frame = map.frames[static_cast<std::size_t>(index)];
    FilmGraphics drawn;
    drawn.notes = map.notes;
    drawn.map = PlacedMap{frame.map, {}};
    drawn.mapTitle = frame.explanation.isEmpty() ? frame.label : frame.explanation;
    return drawn;
}

} // namespace

Result<FilmGraphics> graphicsOn(const Radiograph& film, const ReadObject& object, int frame)
{
    if (auto matches = checkMatch(film, object); !matches)
        return matches.error();
    if (const auto* report = std::get_if<StructuredReport>(&object.content))
        return graphicsOfReport(film, *report);
    if (const auto* state = std::get_if<PresentationState>(&object.content))
        return graphicsOfState(film, *state);
    return graphicsOfMap(film, std::get<ParametricMap>(object.content), frame);
}

} // namespace ccad::results
