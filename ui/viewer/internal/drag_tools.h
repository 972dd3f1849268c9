// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/radiograph.h"

#include <QPointF>
#include <Qt>

namespace ccad {

class ImageCanvas;
class MeasureTool;

/// What a drag with a mouse button does to the canvas. Points are those of the view.
class DragTool
{
public:
    explicit DragTool(ImageCanvas& canvas) : m_canvas(canvas) { }
    virtual ~DragTool() = default;
    DragTool(const DragTool&) = delete;
    DragTool& operator=(const DragTool&) = delete;

    virtual void begin() { }
    virtual void move(QPointF start, QPointF last, QPointF now) = 0;
    virtual void release(QPointF /*at*/) { }
    [[nodiscard]] virtual Qt::CursorShape cursor() const = 0;

protected:
    [[nodiscard]] ImageCanvas& canvas() const { return m_canvas; }

private:
    ImageCanvas& m_canvas;
};

/// The window after a drag of so many pixels from `start`: to the right it is wider, downwards its
/// level is higher.
[[nodiscard]] VoiWindow draggedWindow(const VoiWindow& start, QPointF distance);

/// Sets window and level.
class WindowTool final : public DragTool
{
public:
    using DragTool::DragTool;
    void begin() override;
    void move(QPointF start, QPointF last, QPointF now) override;
    [[nodiscard]] Qt::CursorShape cursor() const override { return Qt::SizeAllCursor; }

private:
    VoiWindow m_window; ///< as it was when the drag began
};

class PanTool final : public DragTool
{
public:
    using DragTool::DragTool;
    void move(QPointF start, QPointF last, QPointF now) override;
    [[nodiscard]] Qt::CursorShape cursor() const override { return Qt::ClosedHandCursor; }
};

/// Zooms around the point where the drag began.
class ZoomTool final : public DragTool
{
public:
    using DragTool::DragTool;
    void move(QPointF start, QPointF last, QPointF now) override;
    [[nodiscard]] Qt::CursorShape cursor() const override { return Qt::SizeVerCursor; }
};

/// Hands the mouse on to the MeasureTool.
class MeasureDrag final : public DragTool
{
public:
    MeasureDrag(ImageCanvas& canvas, MeasureTool& measure)
        : DragTool(canvas), m_measure(measure) { }

    /// True when the press is for the measurements.
    [[nodiscard]] bool takes(QPointF position);
    /// The pointer moves without a button.
    void hover(QPointF position);
    [[nodiscard]] bool isOnMeasurement(QPointF position) const;

    void move(QPointF start, QPointF last, QPointF now) override;
    void release(QPointF at) override;
    [[nodiscard]] Qt::CursorShape cursor() const override { return Qt::CrossCursor; }

private:
    [[nodiscard]] double reach() const;

    MeasureTool& m_measure;
};

} // namespace ccad
