// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/ui_fixtures.h"
#include "ui/viewer/image_canvas.h"

#include <QMouseEvent>
#include <QWheelEvent>
#include <QtTest>

#include <memory>

namespace ccad::test {

/// A canvas of 400 x 400 with a ramp of 200 x 100 on it, which lies at (0, 100), two view pixels a
/// pixel; and what a hand does to it.
class CanvasFixture
{
public:
    CanvasFixture()
    {
        canvas.resize(400, 400);
        canvas.show();
        canvas.setStudy(openedRamp(200, 100));
    }

    void mouse(QEvent::Type type, QPoint position, Qt::MouseButton button)
    {
        const bool moves = type == QEvent::MouseMove;
        const bool releases = type == QEvent::MouseButtonRelease;
        QMouseEvent event(type, position, canvas.mapToGlobal(position),
                          moves ? Qt::NoButton : button,
                          releases ? Qt::NoButton : Qt::MouseButtons(button), Qt::NoModifier);
        QCoreApplication::sendEvent(&canvas, &event);
    }

    void click(QPoint at, Qt::MouseButton button = Qt::LeftButton)
    {
        mouse(QEvent::MouseButtonPress, at, button);
        mouse(QEvent::MouseButtonRelease, at, button);
    }

    void drag(QPoint from, QPoint to, Qt::MouseButton button = Qt::LeftButton)
    {
        mouse(QEvent::MouseButtonPress, from, button);
        mouse(QEvent::MouseMove, (from + to) / 2, button);
        mouse(QEvent::MouseMove, to, button);
        mouse(QEvent::MouseButtonRelease, to, button);
    }

    void wheel(QPoint position, int angle, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QWheelEvent event(position, canvas.mapToGlobal(position), {}, QPoint(0, angle),
                          Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&canvas, &event);
    }

    [[nodiscard]] VoiWindow window() const { return std::get<VoiWindow>(canvas.voi()); }
    [[nodiscard]] QColor at(int x, int y) { return canvas.viewImage().pixelColor(x, y); }

    ImageCanvas canvas;
};

} // namespace ccad::test
