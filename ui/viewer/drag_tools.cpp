// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/internal/drag_tools.h"

#include "ui/viewer/image_canvas.h"

#include <algorithm>
#include <cmath>

namespace ccad {

namespace {

constexpr double widthStepPixels = 250; ///< of dragging that multiply the width by e
constexpr double levelStepPixels = 400; ///< of dragging that move the level by one width
constexpr double zoomStepPixels = 150; ///< of dragging that zoom by e
constexpr double handleReach = 8; ///< view pixels around a handle that take hold of it

} // namespace

VoiWindow draggedWindow(const VoiWindow& start, QPointF distance)
{
    VoiWindow window = start;
    const double smallest
        = window.function == VoiFunction::Linear ? 1.0 : std::max(1e-3, start.width / 1e4);
    window.width = std::max(smallest, start.width * std::exp(distance.x() / widthStepPixels));
    window.center = start.center + distance.y() / levelStepPixels * start.width;
    window.name.clear();
    return window;
}

void WindowTool::begin()
{
    m_window = canvas().window();
}

void WindowTool::move(QPointF start, QPointF /*last*/, QPointF now)
{
    canvas().setVoi(draggedWindow(m_window, now - start));
}

void PanTool::move(QPointF /*start*/, QPointF last, QPointF now)
{
    canvas().panBy(now - last);
}

void ZoomTool::move(QPointF start, QPointF last, QPointF now)
{
    canvas().zoomBy(std::exp(-(now - last).y() / zoomStepPixels), start);
}

bool MeasureDrag::takes(QPointF position)
{
    return m_measure.press(canvas().view().toImage(position), reach());
}

void MeasureDrag::hover(QPointF position)
{
    m_measure.move(canvas().view().toImage(position));
}

bool MeasureDrag::isOnMeasurement(QPointF position) const
{
    return m_measure.isOnMeasurement(canvas().view().toImage(position), reach());
}

void MeasureDrag::move(QPointF /*start*/, QPointF /*last*/, QPointF now)
{
    hover(now);
}

void MeasureDrag::release(QPointF at)
{
    m_measure.release(canvas().view().toImage(at), reach());
}

double MeasureDrag::reach() const
{
    return handleReach / canvas().view().scale();
}

} // namespace ccad
