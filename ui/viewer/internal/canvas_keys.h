// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointF>

#include <optional>

class QKeyEvent;

namespace ccad {

class ImageCanvas;
class MeasureTool;

/// The keys of the canvas that move the picture, its window, or the crosshair with which points are
/// set without a mouse, and those of the measuring tools.
class CanvasKeys final : public QObject
{
    Q_OBJECT
public:
    /// Belongs to the canvas; the tool must outlive this object.
    CanvasKeys(ImageCanvas& canvas, MeasureTool& measure);

    /// False when the key means nothing here. Call it only while there is a study.
    bool press(const QKeyEvent& event);
    /// True for Esc while it has something to let go of; then it belongs to no shortcut.
    [[nodiscard]] bool claims(const QKeyEvent& event) const;

    /// In the picture, while points are set by keyboard.
    [[nodiscard]] const std::optional<QPointF>& crosshair() const { return m_crosshair; }
    void dropCrosshair() { m_crosshair.reset(); }

Q_SIGNALS:
    void crosshairMoved(QPointF position); ///< in the view

private:
    bool pressArrow(const QKeyEvent& event);
    bool pressToolKey(const QKeyEvent& event);
    void moveCrosshair(QPointF step);

    ImageCanvas& m_canvas;
    MeasureTool& m_measure;
    std::optional<QPointF> m_crosshair;
};

} // namespace ccad
