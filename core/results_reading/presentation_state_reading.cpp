// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/checked_size.h"
#include "core/results_reading/internal/content_words.h"
#include "core/results_reading/internal/object_readers.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad::results {

namespace {

constexpr quint32 referencedImages = 0x00081140;
constexpr quint32 graphicLayer = 0x00700002;
constexpr std::size_t mostLayers = 200;
constexpr std::size_t mostPoints = 200000;
constexpr double farthest = 1e6; ///< pixels from a film's corner

GraphicUnits unitsOf(const QString& word)
{
    return word == u"DISPLAY" ? GraphicUnits::Display : GraphicUnits::Pixel;
}

/// None where one of them lies beyond any film.
std::vector<QPointF> pointsIn(const ItemReader& item, quint32 tag)
{
    const std::vector<double> data = item.numbers(tag);
    std::vector<QPointF> points;
    for (std::size_t i = 0; i + 1 < data.size(); i += 2) {
        if (std::max(std::abs(data[i]), std::abs(data[i + 1])) > farthest)
            return {};
        points.emplace_back(data[i], data[i + 1]);
    }
    return points;
}

std::optional<QPointF> pointIn(const ItemReader& item, quint32 tag)
{
    const std::vector<QPointF> points = pointsIn(item, tag);
    return points.empty() ? std::nullopt : std::optional(points.front());
}

std::optional<GraphicObject> graphicIn(const ItemReader& item)
{
    const QString type = item.word(0x00700023);
    GraphicObject graphic;
    if (type == u"POINT")
        graphic.shape = GraphicObject::Shape::Points;
    else if (type == u"INTERPOLATED")
        graphic.shape = GraphicObject::Shape::Curve;
    else if (type == u"CIRCLE")
        graphic.shape = GraphicObject::Shape::Circle;
    else if (type == u"ELLIPSE")
        graphic.shape = GraphicObject::Shape::Ellipse;
    else if (type != u"POLYLINE")
        return std::nullopt;
    graphic.units = unitsOf(item.word(0x00700005));
    graphic.points = pointsIn(item, 0x00700022);
    graphic.isFilled = item.word(0x00700024) == u"Y";
    const std::size_t least = graphic.shape == GraphicObject::Shape::Points ? 1
        : graphic.shape == GraphicObject::Shape::Ellipse                    ? 4
                                                                            : 2;
    if (graphic.points.size() < least)
        return std::nullopt;
    return graphic;
}

std::optional<TextObject> textIn(const ItemReader& item)
{
    TextObject text;
    text.text = item.text(0x00700006);
    text.text.replace(u"\r\n"_s, u"\n"_s).replace(u'\r', u'\n');
    const auto topLeft = pointIn(item, 0x00700010);
    const auto bottomRight = pointIn(item, 0x00700011);
    if (topLeft && bottomRight)
        text.box = TextObject::Box{unitsOf(item.word(0x00700003)), *topLeft, *bottomRight};
    if (const auto anchor = pointIn(item, 0x00700014))
        text.anchor = TextObject::Anchor{unitsOf(item.word(0x00700004)), *anchor,
                                         item.word(0x00700015) == u"Y"};
    if (text.text.isEmpty() || (!text.box && !text.anchor))
        return std::nullopt;
    return text;
}

void readLayers(PresentationState& state, const ItemReader& dataset)
{
    for (const ItemReader& item : dataset.items(0x00700060))
        if (state.layers.size() < mostLayers)
            state.layers.push_back(
                {item.text(graphicLayer), item.integer(0x00700062), item.text(0x00700068)});
    std::stable_sort(
        state.layers.begin(), state.layers.end(),
        [](const GraphicLayer& a, const GraphicLayer& b) { return a.order < b.order; });
}

std::size_t placeOf(const PresentationState& state, const QString& layer)
{
    const auto found = std::find_if(state.layers.begin(), state.layers.end(),
                                    [&](const GraphicLayer& one) { return one.name == layer; });
    return static_cast<std::size_t>(found - state.layers.begin());
}

void readAnnotations(PresentationState& state, const ItemReader& dataset)
{
    int unknown = 0;
    std::size_t points = 0;
    for (const ItemReader& item : dataset.items(0x00700001)) {
        GraphicAnnotation annotation;
        annotation.layer = item.text(graphicLayer);
        annotation.films = referencesIn(item, referencedImages);
        for (const ItemReader& one : item.items(0x00700009)) {
            auto graphic = graphicIn(one);
            points += graphic ? graphic->points.size() : 0;
            if (graphic && points <= mostPoints)
                annotation.graphics.push_back(*std::move(graphic));
            else
                ++unknown;
        }
        for (const ItemReader& one : item.items(0x00700008))
            if (auto text = textIn(one))
                annotation.texts.push_back(*std::move(text));
        unknown += static_cast<int>(item.items(0x00700209).size()); // Compound Graphic Sequence
        state.annotations.push_back(std::move(annotation));
    }
    if (unknown > 0)
        state.notes
            << u"Graphics that are damaged, too many, or of a kind that CCAD does not draw: %1."_s
                   .arg(unknown);
    std::stable_sort(state.annotations.begin(), state.annotations.end(),
                     [&](const GraphicAnnotation& a, const GraphicAnnotation& b) {
                         return placeOf(state, a.layer) < placeOf(state, b.layer);
                     });
}

/// A plane of the state itself: one bit a pixel, the lowest first.
std::optional<OverlayPlane> planeIn(const ItemReader& dataset, quint32 group)
{
    const quint32 base = group << 16;
    OverlayPlane plane;
    plane.group = static_cast<int>(group);
    plane.rows = dataset.integer(base | 0x0010);
    plane.columns = dataset.integer(base | 0x0011);
    const QByteArray data = dataset.bytes(base | 0x3000);
    const auto pixels = checkedProduct<qint64>({plane.rows, plane.columns});
    if (plane.rows <= 0 || plane.columns <= 0 || !pixels || *pixels > data.size() * qint64{8})
        return std::nullopt;
    const std::vector<double> origin = dataset.numbers(base | 0x0050, 2);
    plane.top = origin.empty() ? 0 : origin[0] - 1;
    plane.left = origin.size() < 2 ? 0 : origin[1] - 1;
    // Words of big-endian files hold their bytes the other way round.
    const qsizetype swap = dataset.isBigEndian() ? 1 : 0;
    auto bits = std::make_shared<std::vector<std::uint8_t>>(plane.stride()
                                                            * static_cast<std::size_t>(plane.rows));
    for (qint64 row = 0, at = 0; row < plane.rows; ++row)
        for (qint64 column = 0; column < plane.columns; ++column, ++at)
            if ((data[(at / 8) ^ swap] >> (at % 8) & 1) != 0)
                (*bits)[static_cast<std::size_t>(row) * plane.stride()
                        + static_cast<std::size_t>(column / 8)]
                    |= static_cast<std::uint8_t>(1U << (column % 8));
    plane.bits = std::move(bits);
    plane.label = dataset.text(base | 0x1500);
    plane.description = dataset.text(base | 0x0022);
    return plane;
}

/// Those that a layer shows (PS3.3 C.11.7); planes of the film are shown by the film itself.
void readPlanes(PresentationState& state, const ItemReader& dataset)
{
    constexpr quint32 firstGroup = 0x6000;
    constexpr quint32 lastGroup = 0x601E;
    for (quint32 group = firstGroup; group <= lastGroup; group += 2) {
        const quint32 base = group << 16;
        if (!dataset.has(base | 0x3000) || dataset.text(base | 0x1001).isEmpty())
            continue;
        if (auto plane = planeIn(dataset, group))
            state.planes.push_back(*std::move(plane));
        else
            state.notes << u"An overlay of the presentation state is damaged and is not shown."_s;
    }
}

void readAreas(PresentationState& state, const ItemReader& dataset)
{
    for (const ItemReader& item : dataset.items(0x0070005A)) {
        const std::vector<int> first = item.integers(0x00700052, 2);
        const std::vector<int> last = item.integers(0x00700053, 2);
        if (first.size() < 2 || last.size() < 2)
            continue;
        state.areas.push_back(
            {referencesIn(item, referencedImages), {first[0], first[1]}, {last[0], last[1]}});
    }
}

void readTurn(PresentationState& state, const ItemReader& dataset)
{
    const int degrees = dataset.integer(0x00700042);
    constexpr int quarter = 90;
    if (degrees % quarter == 0)
        state.quarterTurns = (degrees / quarter % 4 + 4) % 4;
    else
        state.notes << u"The film is turned by %1 degrees there, which CCAD does not show."_s.arg(
            degrees);
    state.isFlipped = dataset.word(0x00700041) == u"Y";
}

/// Rows and columns count from 1. Nothing for edges between which there is nothing.
std::optional<Shutter::Rectangle> rectangleIn(const ItemReader& dataset)
{
    const Shutter::Rectangle edges{
        dataset.integer(0x00181602) - 1.0, dataset.integer(0x00181606) - 1.0,
        double(dataset.integer(0x00181604)), double(dataset.integer(0x00181608))};
    const bool isEmpty = edges.right <= edges.left || edges.bottom <= edges.top;
    return isEmpty ? std::nullopt : std::optional(edges);
}

std::optional<Shutter::Circle> circleIn(const ItemReader& dataset)
{
    const auto centre = pointIn(dataset, 0x00181610); // row and column
    const double radius = dataset.integer(0x00181612);
    if (!centre || radius <= 0)
        return std::nullopt;
    return Shutter::Circle{{centre->y() - 0.5, centre->x() - 0.5}, radius};
}

std::vector<QPointF> polygonIn(const ItemReader& dataset)
{
    std::vector<QPointF> polygon;
    for (const QPointF rowColumn : pointsIn(dataset, 0x00181620))
        polygon.emplace_back(rowColumn.y() - 0.5, rowColumn.x() - 0.5);
    return polygon.size() < 3 ? std::vector<QPointF>() : polygon;
}

void readShutter(PresentationState& state, const ItemReader& dataset)
{
    Shutter& shutter = state.shutter;
    for (const QString& shape : dataset.word(0x00181600).split(u'\\', Qt::SkipEmptyParts)) {
        if (shape == u"RECTANGULAR")
            shutter.rectangle = rectangleIn(dataset);
        else if (shape == u"CIRCULAR")
            shutter.circle = circleIn(dataset);
        else if (shape == u"POLYGONAL")
            shutter.polygon = polygonIn(dataset);
        else
            state.notes << u"A shutter in the form of a bitmap is not shown."_s;
    }
}

void readFilms(PresentationState& state, const ItemReader& dataset)
{
    for (const ItemReader& series : dataset.items(0x00081115))
        for (ObjectReference& reference : referencesIn(series, referencedImages))
            state.films.push_back(std::move(reference));
}

} // namespace

PresentationState stateIn(const ItemReader& dataset)
{
    PresentationState state;
    state.label = dataset.text(0x00700080);
    state.creator = nameWords(dataset.text(0x00700084));
    readFilms(state, dataset);
    readLayers(state, dataset);
    readAnnotations(state, dataset);
    readPlanes(state, dataset);
    readAreas(state, dataset);
    readTurn(state, dataset);
    readGreys(state, dataset);
    readShutter(state, dataset);
    return state;
}

} // namespace ccad::results
