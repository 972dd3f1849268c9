// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/result_picture.h"

#include "core/imaging/display_lut.h"
#include "core/overlay/overlay.h"
#include "core/overlay/plane_drawing.h"
#include "core/results/internal/view_turn.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad::results {
namespace {

constexpr double mapOpacity = 0.5;
/// Enough for a screen; the film itself is in the study.
constexpr int objectSide = 1536;
/// Lines are as wide as on a screen that shows the whole picture.
constexpr double screenHeight = 1000;
constexpr int fractionBits = 4; ///< of the points of a line

int lineWidth(const cv::Mat& picture)
{
    return std::max(1, static_cast<int>(std::lround(1.5 * picture.rows / screenHeight)));
}

cv::Size sizeFor(const Radiograph& radiograph, int longestSide)
{
    const double longer = std::max(radiograph.columns, radiograph.rows);
    const double shorter = std::min(radiograph.columns, radiograph.rows);
    double factor = std::min(1.0, longestSide / longer);
    if (shorter * factor < longestSide / 4.0)
        factor = std::min(longestSide / longer, longestSide / 4.0 / shorter);
    const auto side = [factor](int pixels) {
        return std::max(1, static_cast<int>(std::lround(pixels * factor)));
    };
    return {side(radiograph.columns), side(radiograph.rows)};
}

cv::Mat greysOf(const ObjectRequest& request, cv::Size size)
{
    GrayImage8 film = DisplayLut(request.radiograph, request.shown.voi).apply8(request.radiograph);
    cv::Mat greys(film.height, film.width, CV_8UC1, film.pixels.data());
    if (request.shown.inverted)
        cv::bitwise_not(greys, greys);
    cv::Mat sized;
    const bool shrinks = size.width < film.width;
    cv::resize(greys, sized, size, 0, 0, shrinks ? cv::INTER_AREA : cv::INTER_LINEAR);
    cv::Mat colours;
    cv::cvtColor(sized, colours, cv::COLOR_GRAY2RGB);
    return colours;
}

void addColours(cv::Mat& picture, const PlacedMap& map, ColourMap colours)
{
    const OverlayImage overlay
        = renderOverlay(map, picture.cols, picture.rows, colours, mapOpacity);
    const std::uint8_t* from = overlay.rgba.data();
    for (int y = 0; y < picture.rows; ++y) {
        auto* to = picture.ptr<std::uint8_t>(y);
        for (int x = 0; x < picture.cols; ++x, to += 3, from += 4) {
            const int alpha = from[3];
            for (int part = 0; part < 3; ++part)
                to[part] = static_cast<std::uint8_t>(
                    (to[part] * (255 - alpha) + from[part] * alpha + 127) / 255);
        }
    }
}

/// White with a dark edge, as on the screen.
void addOutlines(cv::Mat& picture, const std::vector<ContourLine>& lines)
{
    const int width = lineWidth(picture);
    std::vector<std::vector<cv::Point>> polygons;
    for (const ContourLine& line : lines) {
        std::vector<cv::Point>& polygon = polygons.emplace_back();
        // A fraction of the film is a distance from its edge, a point of a line one from the
        // centre of the first pixel.
        for (const ContourPoint point : line.points)
            polygon.emplace_back(cvRound((point.x * picture.cols - 0.5) * (1 << fractionBits)),
                                 cvRound((point.y * picture.rows - 0.5) * (1 << fractionBits)));
    }
    for (const auto& [colour, thickness] :
         {std::pair(cv::Scalar(0, 0, 0), width + 2), std::pair(cv::Scalar(255, 255, 255), width)})
        for (std::size_t i = 0; i < polygons.size(); ++i)
            cv::polylines(picture, polygons[i], lines[i].isClosed, colour, thickness, cv::LINE_AA,
                          fractionBits);
}

void addPlanes(cv::Mat& picture, const Radiograph& radiograph)
{
    if (radiograph.planes.empty())
        return;
    DrawingPlace place;
    place.width = picture.cols;
    place.height = picture.rows;
    place.xu = double(picture.cols) / radiograph.columns;
    place.yv = double(picture.rows) / radiograph.rows;
    place.line = std::max(1, static_cast<int>(std::lround(picture.rows / screenHeight)));
    const std::vector<PlaneInk> marks = drawPlanes(radiograph.planes, place);
    for (std::size_t i = 0; i < marks.size(); ++i) {
        std::uint8_t* pixel = picture.data + 3 * i;
        if (marks[i] == PlaneInk::Line)
            std::fill(pixel, pixel + 3, std::uint8_t{255});
        else if (marks[i] == PlaneInk::Edge)
            for (int part = 0; part < 3; ++part)
                pixel[part] = static_cast<std::uint8_t>(pixel[part] * (255 - planeEdgeAlpha) / 255);
    }
}

cv::Mat turned(const cv::Mat& picture, const ShownAs& shown)
{
    const SpatialTransformation turn = spatialTransformation(shown);
    cv::Mat rotated = picture;
    if (turn.degrees != 0) {
        const int code = turn.degrees == 90 ? cv::ROTATE_90_CLOCKWISE
            : turn.degrees == 180           ? cv::ROTATE_180
                                            : cv::ROTATE_90_COUNTERCLOCKWISE;
        rotated = cv::Mat();
        cv::rotate(picture, rotated, code);
    }
    if (!turn.isFlipped)
        return rotated;
    cv::Mat flipped;
    cv::flip(rotated, flipped, 1);
    return flipped;
}

QString otherClasses(const FilmResult& result)
{
    QStringList others;
    for (std::size_t i = 0; i < result.classes.size(); ++i)
        if (static_cast<int>(i) != result.label)
            others << probabilityText(result.classes[i]);
    return others.join(u", "_s);
}

} // namespace

ColourPicture filmPicture(const ObjectRequest& request, int longestSide)
{
    const Radiograph& radiograph = request.radiograph;
    if (!radiograph.pixels || radiograph.columns < 1 || radiograph.rows < 1 || longestSide < 1)
        return {};
    cv::Mat picture = greysOf(request, sizeFor(radiograph, longestSide));
    const FilmResult& result = request.result;
    const auto label = static_cast<std::size_t>(result.label);
    if (result.label >= 0 && label < result.classes.size()) {
        const ClassResult& shown = result.classes[label];
        const bool isLow = result.saliencyGrade == u"low";
        if (request.shown.map != MapStyle::Contours && !shown.map.isEmpty())
            addColours(picture, shown.map, isLow ? ColourMap::Grey : ColourMap::Inferno);
        if (request.shown.map != MapStyle::Colours)
            addOutlines(picture, shown.regions);
    }
    if (!request.shown.arePlanesHidden)
        addPlanes(picture, radiograph);
    const cv::Mat seen = turned(picture, request.shown);
    ColourPicture made{seen.cols, seen.rows, {}};
    made.rgb.assign(seen.datastart, seen.dataend);
    return made;
}

const ColourPicture& drawnFilm(const ObjectRequest& request)
{
    return request.drawn.get([&request] { return filmPicture(request, objectSide); });
}

ColourPicture shrunk(const ColourPicture& picture, int longestSide)
{
    const int longer = std::max(picture.columns, picture.rows);
    if (longer <= longestSide)
        return picture;
    const double factor = double(longestSide) / longer;
    const auto side = [factor](int pixels) {
        return std::max(1, static_cast<int>(std::lround(pixels * factor)));
    };
    ColourPicture made{side(picture.columns), side(picture.rows), {}};
    made.rgb.resize(3 * static_cast<std::size_t>(made.columns)
                    * static_cast<std::size_t>(made.rows));
    // OpenCV takes no picture that it must not write to, and does not write to this one.
    const cv::Mat whole(picture.rows, picture.columns, CV_8UC3,
                        const_cast<std::uint8_t*>(picture.rgb.data())); // NOLINT
    cv::Mat small(made.rows, made.columns, CV_8UC3, made.rgb.data());
    cv::resize(whole, small, small.size(), 0, 0, cv::INTER_AREA);
    return made;
}

QStringList captionOf(const FilmResult& result, MapStyle style)
{
    QStringList lines = leadingSentences(result);
    const auto label = static_cast<std::size_t>(result.label);
    if (result.label >= 0 && label < result.classes.size()) {
        const ClassResult& shown = result.classes[label];
        lines << probabilityText(shown);
        if (const QString others = otherClasses(result); !others.isEmpty())
            lines << others;
        if (style != MapStyle::Colours && !shown.regions.empty())
            lines << u"Outline: where the class map of %1 is at least %2 % of its maximum."_s
                         .arg(shown.title)
                         .arg(std::lround(result.regionLevel * 100));
        if (style != MapStyle::Contours && !shown.map.isEmpty())
            lines << u"Colours: the class map of %1, dark for little, bright for much."_s.arg(
                shown.title);
    }
    lines << u"Model %1 %2, CCAD %3."_s.arg(result.modelName, result.modelVersion,
                                            result.programVersion);
    return lines;
}

} // namespace ccad::results
