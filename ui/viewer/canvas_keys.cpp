// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/internal/canvas_keys.h"

#include "ui/viewer/image_canvas.h"
#include "ui/viewer/internal/drag_tools.h"

#include <QKeyEvent>

#include <algorithm>

namespace ccad {

namespace {

constexpr double panStep = 40; ///< of one press of an arrow key
constexpr double keyStepPixels = 10; ///< of dragging that one press of an arrow key stands for
constexpr double crosshairStep = 10; ///< view pixels of one press of an arrow key

} // namespace

CanvasKeys::CanvasKeys(ImageCanvas& canvas, MeasureTool& measure)
    : QObject(&canvas), m_canvas(canvas), m_measure(measure)
{
}

bool CanvasKeys::press(const QKeyEvent& event)
{
    return pressArrow(event) || pressToolKey(event);
}

bool CanvasKeys::claims(const QKeyEvent& event) const
{
    return event.key() == Qt::Key_Escape
        && (m_measure.tool() != Tool::Navigate || m_measure.selected() >= 0);
}

bool CanvasKeys::pressArrow(const QKeyEvent& event)
{
    const std::pair<int, QPointF> arrows[] = {{Qt::Key_Left, {-1, 0}},
                                              {Qt::Key_Right, {1, 0}},
                                              {Qt::Key_Up, {0, -1}},
                                              {Qt::Key_Down, {0, 1}}};
    const auto* arrow = std::find_if(std::begin(arrows), std::end(arrows),
                                     [&event](const auto& a) { return a.first == event.key(); });
    if (arrow == std::end(arrows))
        return false;
    const QPointF step = arrow->second;
    if (event.modifiers().testFlag(Qt::ControlModifier)) {
        m_canvas.setVoi(draggedWindow(m_canvas.window(), step * keyStepPixels));
    } else if (m_measure.tool() != Tool::Navigate) {
        const bool fine = event.modifiers().testFlag(Qt::ShiftModifier);
        moveCrosshair(step * (fine ? m_canvas.view().scale() : crosshairStep));
    } else {
        m_canvas.panBy(-step * panStep);
    }
    return true;
}

void CanvasKeys::moveCrosshair(QPointF step)
{
    const ViewTransform& view = m_canvas.view();
    const QPointF from = m_crosshair ? view.imageToView().map(*m_crosshair) : view.viewCentre();
    // The crosshair sets points that are in sight and on the picture.
    const QRectF inSight = view.imageRect() & QRectF(m_canvas.rect());
    const QPointF at(std::clamp(from.x() + step.x(), inSight.left(), inSight.right()),
                     std::clamp(from.y() + step.y(), inSight.top(), inSight.bottom()));
    m_crosshair = view.toImage(at);
    m_measure.move(*m_crosshair);
    Q_EMIT crosshairMoved(at);
}

bool CanvasKeys::pressToolKey(const QKeyEvent& event)
{
    switch (event.key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_measure.tool() == Tool::Navigate)
            return false;
        if (!m_crosshair)
            moveCrosshair({});
        return m_measure.setPoint(*m_crosshair);
    case Qt::Key_Escape:
        return m_measure.cancel();
    case Qt::Key_M:
        m_measure.selectNext();
        return true;
    default:
        return false;
    }
}

} // namespace ccad
