// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/internal/drag_tools.h"
#include "ui/viewer/mouse_actions.h"

#include <optional>

namespace ccad {

/// The mouse on the canvas: which tool a button takes, the drag that goes on, and the wheel.
class CanvasMouse
{
public:
    /// Both must outlive this object.
    CanvasMouse(ImageCanvas& canvas, MeasureTool& measure);

    void setActions(const MouseActions& actions);
    /// While the space bar is held, the left button pans.
    void setSpaceHeld(bool held) { m_isSpaceHeld = held; }

    [[nodiscard]] bool isDragging() const { return m_tool != nullptr; }
    void press(Qt::MouseButton button, QPointF position);
    /// False while the pointer has not really left the point where a button was pressed.
    bool move(QPointF position);
    /// True for a click, as opposed to the end of a drag.
    bool release(QPointF position);
    void cancel() { m_tool = nullptr; } ///< ends a drag whose picture is gone

    /// The number of studies to go forward when the wheel is turned; nothing when it zooms.
    [[nodiscard]] std::optional<int> studiesFor(double notches, Qt::KeyboardModifiers modifiers);
    [[nodiscard]] Qt::CursorShape cursor() const;

private:
    [[nodiscard]] DragTool* toolFor(Qt::MouseButton button, QPointF position);
    [[nodiscard]] DragTool* toolOf(DragAction action);

    WindowTool m_window;
    PanTool m_pan;
    ZoomTool m_zoom;
    MeasureDrag m_measure;
    MouseActions m_actions;
    DragTool* m_tool = nullptr; ///< the one that drags now
    bool m_isSpaceHeld = false;
    bool m_isOnMeasurement = false;
    bool m_hasMoved = false;
    QPointF m_start;
    QPointF m_last;
    double m_wheelRest = 0; ///< wheel notches that do not make a whole study yet
};

} // namespace ccad
