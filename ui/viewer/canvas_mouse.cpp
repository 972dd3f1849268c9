// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/internal/canvas_mouse.h"

#include "ui/viewer/image_canvas.h"

#include <QApplication>

namespace ccad {

CanvasMouse::CanvasMouse(ImageCanvas& canvas, MeasureTool& measure)
    : m_window(canvas), m_pan(canvas), m_zoom(canvas), m_measure(canvas, measure)
{
}

void CanvasMouse::setActions(const MouseActions& actions)
{
    m_actions = actions;
    m_wheelRest = 0;
}

DragTool* CanvasMouse::toolOf(DragAction action)
{
    if (action == DragAction::Window)
        return &m_window;
    if (action == DragAction::Pan)
        return &m_pan;
    return &m_zoom;
}

DragTool* CanvasMouse::toolFor(Qt::MouseButton button, QPointF position)
{
    switch (button) {
    case Qt::LeftButton:
        if (m_isSpaceHeld)
            return &m_pan;
        return m_measure.takes(position) ? &m_measure : toolOf(m_actions.left);
    case Qt::MiddleButton:
        return toolOf(m_actions.middle);
    case Qt::RightButton:
        return toolOf(m_actions.right);
    default:
        return nullptr;
    }
}

void CanvasMouse::press(Qt::MouseButton button, QPointF position)
{
    m_tool = toolFor(button, position);
    m_start = m_last = position;
    m_hasMoved = false;
    m_isOnMeasurement = false;
    if (m_tool)
        m_tool->begin();
}

bool CanvasMouse::move(QPointF position)
{
    if (m_tool && !m_hasMoved
        && (position - m_start).manhattanLength() < QApplication::startDragDistance() / 2.0)
        return false;
    m_hasMoved = isDragging();
    const QPointF last = m_last;
    m_last = position;
    if (m_tool) {
        m_tool->move(m_start, last, position);
    } else {
        m_measure.hover(position);
        m_isOnMeasurement = m_measure.isOnMeasurement(position);
    }
    return true;
}

bool CanvasMouse::release(QPointF position)
{
    const bool clicked = !m_hasMoved;
    if (m_tool)
        m_tool->release(position);
    m_tool = nullptr;
    m_isOnMeasurement = false;
    return clicked;
}

std::optional<int> CanvasMouse::studiesFor(double notches, Qt::KeyboardModifiers modifiers)
{
    if (m_actions.wheel != WheelAction::Studies || modifiers.testFlag(Qt::ControlModifier))
        return std::nullopt;
    // Touch pads turn by parts of a notch.
    m_wheelRest -= notches;
    const int studies = int(m_wheelRest);
    m_wheelRest -= studies;
    return studies;
}

Qt::CursorShape CanvasMouse::cursor() const
{
    if (m_isSpaceHeld && m_tool != &m_pan)
        return Qt::OpenHandCursor;
    if (m_tool)
        return m_tool->cursor();
    return m_isOnMeasurement ? Qt::PointingHandCursor : Qt::CrossCursor;
}

} // namespace ccad
