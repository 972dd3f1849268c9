// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/overlay/plane_drawing.h"

#include <algorithm>
#include <cmath>

namespace ccad {
namespace {

/// Pixels of a drawing: left <= x < right.
struct Box
{
    int left = 0;
    int top = 0;
    int right = 0;
    int bottom = 0;
};

class Drawing
{
public:
    explicit Drawing(const DrawingPlace& place)
        : m_place(place), m_inks(static_cast<std::size_t>(std::max(0, place.width))
                                 * static_cast<std::size_t>(std::max(0, place.height)))
    {
    }

    /// A rectangle of the radiograph, at least a line wide and high.
    void addLine(double left, double top, double right, double bottom)
    {
        const double xs[] = {x(left, top), x(right, bottom)};
        const double ys[] = {y(left, top), y(right, bottom)};
        fill(cut(rounded(xs[0], xs[1], ys[0], ys[1])), PlaneInk::Line);
    }

    /// Surrounds every line that has been added.
    void addEdges()
    {
        const int edge = std::max(1, m_place.line);
        for (int row = 0; row < m_place.height; ++row)
            for (int column = 0; column < m_place.width;) {
                const int end = endOfLine(row, column);
                if (end > column)
                    fill(cut({column - edge, row - edge, end + edge, row + edge + 1}),
                         PlaneInk::Edge);
                column = std::max(end, column + 1);
            }
    }

    [[nodiscard]] std::vector<PlaneInk> taken() { return std::move(m_inks); }

private:
    [[nodiscard]] double x(double u, double v) const
    {
        return m_place.xu * u + m_place.xv * v + m_place.x0;
    }
    [[nodiscard]] double y(double u, double v) const
    {
        return m_place.yu * u + m_place.yv * v + m_place.y0;
    }
    /// A coordinate beyond the drawing must not overflow an int.
    [[nodiscard]] static int pixel(double coordinate, int size)
    {
        return static_cast<int>(
            std::lround(std::clamp(coordinate, -double{1} * size - 1, 2.0 * size + 1)));
    }
    [[nodiscard]] Box rounded(double xa, double xb, double ya, double yb) const
    {
        const int least = std::max(1, m_place.line);
        Box box{pixel(std::min(xa, xb), m_place.width), pixel(std::min(ya, yb), m_place.height),
                pixel(std::max(xa, xb), m_place.width), pixel(std::max(ya, yb), m_place.height)};
        box.right = std::max(box.right, box.left + least);
        box.bottom = std::max(box.bottom, box.top + least);
        return box;
    }
    [[nodiscard]] Box cut(const Box& box) const
    {
        return {std::max(box.left, 0), std::max(box.top, 0), std::min(box.right, m_place.width),
                std::min(box.bottom, m_place.height)};
    }
    [[nodiscard]] PlaneInk* rowAt(int row)
    {
        return m_inks.data()
            + static_cast<std::size_t>(row) * static_cast<std::size_t>(m_place.width);
    }
    void fill(const Box& box, PlaneInk ink)
    {
        for (int row = box.top; row < box.bottom; ++row) {
            PlaneInk* inks = rowAt(row);
            for (int column = box.left; column < box.right; ++column)
                inks[column] = std::max(inks[column], ink);
        }
    }
    [[nodiscard]] int endOfLine(int row, int column)
    {
        const PlaneInk* inks = rowAt(row);
        while (column < m_place.width && inks[column] == PlaneInk::Line)
            ++column;
        return column;
    }

    DrawingPlace m_place;
    std::vector<PlaneInk> m_inks;
};

void addRow(Drawing& drawing, const OverlayPlane& plane, int row)
{
    const std::uint8_t* bytes = plane.bits->data() + plane.stride() * static_cast<std::size_t>(row);
    const auto isSet = [bytes](int column) { return (bytes[column / 8] >> column % 8 & 1) != 0; };
    const double top = plane.top + row * plane.rowScale;
    for (int column = 0; column < plane.columns;) {
        if (column % 8 == 0 && bytes[column / 8] == 0) {
            column += 8;
            continue;
        }
        int end = column;
        while (end < plane.columns && isSet(end))
            ++end;
        if (end > column)
            drawing.addLine(plane.left + column * plane.columnScale, top,
                            plane.left + end * plane.columnScale, top + plane.rowScale);
        column = std::max(end, column + 1);
    }
}

} // namespace

std::vector<PlaneInk> drawPlanes(const std::vector<OverlayPlane>& planes, const DrawingPlace& place)
{
    Drawing drawing(place);
    for (const OverlayPlane& plane : planes)
        for (int row = 0; plane.bits && row < plane.rows; ++row)
            addRow(drawing, plane, row);
    drawing.addEdges();
    return drawing.taken();
}

void addPlanes(OverlayImage& overlay, const std::vector<OverlayPlane>& planes)
{
    if (planes.empty())
        return;
    DrawingPlace place;
    place.width = overlay.width;
    place.height = overlay.height;
    // As on a screen that shows the whole picture.
    constexpr double screenHeight = 1000;
    place.line = std::max(1, static_cast<int>(std::lround(overlay.height / screenHeight)));
    const std::vector<PlaneInk> inks = drawPlanes(planes, place);
    for (std::size_t i = 0; i < inks.size(); ++i) {
        if (inks[i] == PlaneInk::None)
            continue;
        std::uint8_t* pixel = overlay.rgba.data() + 4 * i;
        const bool isLine = inks[i] == PlaneInk::Line;
        std::fill(pixel, pixel + 3, isLine ? std::uint8_t{255} : std::uint8_t{0});
        pixel[3] = isLine ? std::uint8_t{255} : std::max(pixel[3], planeEdgeAlpha);
    }
}

} // namespace ccad
