// SPDX-License-Identifier: GPL-3.0-or-later
// The effect of mouse and keyboard on the canvas.
#include "ui/viewer/image_canvas.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace ccad {

namespace {

constexpr double widthStepPixels = 250; ///< of dragging that multiply the width by e
constexpr double levelStepPixels = 400; ///< of dragging that move the level by one width
constexpr double zoomStepPixels = 150; ///< of dragging that zoom by e
constexpr double wheelStep = 1.15; ///< zoom of one notch
constexpr double panStep = 40; ///< of one press of an arrow key
constexpr double keyStepPixels = 10; ///< of dragging that one press of an arrow key stands for
constexpr qint64 shortTapMs = 250;
constexpr double handleReach = 8; ///< view pixels around a handle that take hold of it
constexpr double crosshairStep = 10; ///< view pixels of one press of an arrow key

} // namespace

VoiWindow ImageCanvas::currentWindow() const
{
    // A VOI LUT has neither width nor level; dragging leaves it for a window.
    const auto* window = std::get_if<VoiWindow>(&m_voi);
    return window ? *window : m_automatic;
}

void ImageCanvas::changeWindow(const VoiWindow& start, double widthSteps, double levelSteps)
{
    VoiWindow window = start;
    const double smallest
        = window.function == VoiFunction::Linear ? 1.0 : std::max(1e-3, start.width / 1e4);
    window.width = std::max(smallest, start.width * std::exp(widthSteps / widthStepPixels));
    window.center = start.center + levelSteps / levelStepPixels * start.width;
    window.name.clear();
    setVoi(window);
}

ImageCanvas::Drag ImageCanvas::dragFor(Qt::MouseButton button) const
{
    const auto dragOf = [](DragAction action) {
        if (action == DragAction::Window)
            return Drag::WindowLevel;
        return action == DragAction::Pan ? Drag::Pan : Drag::Zoom;
    };
    switch (button) {
    case Qt::LeftButton:
        return m_spaceHeld ? Drag::Pan : dragOf(m_mouse.left);
    case Qt::MiddleButton:
        return dragOf(m_mouse.middle);
    case Qt::RightButton:
        return dragOf(m_mouse.right);
    default:
        return Drag::None;
    }
}

double ImageCanvas::reach() const
{
    return handleReach / m_view.scale();
}

void ImageCanvas::mousePressEvent(QMouseEvent* event)
{
    if (!hasStudy() || m_drag != Drag::None)
        return;
    m_crosshair.reset();
    m_drag = dragFor(event->button());
    const bool measures = event->button() == Qt::LeftButton && !m_spaceHeld;
    if (measures && m_measure.press(m_view.toImage(event->position()), reach()))
        m_drag = Drag::Measure;
    m_dragStart = m_dragLast = event->position();
    m_dragWindow = currentWindow();
    m_dragMoved = false;
    updateCursor();
}

void ImageCanvas::mouseMoveEvent(QMouseEvent* event)
{
    const QPointF position = event->position();
    const QPointF total = position - m_dragStart;
    const QPointF step = position - m_dragLast;
    if (m_drag != Drag::None && !m_dragMoved
        && total.manhattanLength() < QApplication::startDragDistance() / 2.0)
        return;
    m_dragMoved = m_drag != Drag::None;
    m_dragLast = position;
    switch (m_drag) {
    case Drag::WindowLevel:
        changeWindow(m_dragWindow, total.x(), total.y());
        break;
    case Drag::Pan:
        m_view.panBy(step);
        viewEdited();
        break;
    case Drag::Zoom:
        m_view.zoomBy(std::exp(-step.y() / zoomStepPixels), m_dragStart);
        viewEdited();
        break;
    case Drag::Measure:
    case Drag::None:
        m_measure.move(m_view.toImage(position));
        updateCursor(m_measure.isOnMeasurement(m_view.toImage(position), reach()));
        break;
    }
    if (m_crosshair && m_drag == Drag::None) {
        m_crosshair.reset(); // the mouse has taken over
        marksEdited();
    }
    Q_EMIT pointerMoved(readoutAt(position));
}

void ImageCanvas::mouseReleaseEvent(QMouseEvent* event)
{
    const bool clicked = !m_dragMoved && event->button() == Qt::RightButton;
    if (m_drag == Drag::Measure)
        m_measure.release(m_view.toImage(event->position()), reach());
    m_drag = Drag::None;
    updateCursor();
    if (clicked)
        Q_EMIT contextMenuRequested(event->globalPosition().toPoint());
}

void ImageCanvas::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    // Two quick clicks set two points of a measurement.
    if (tool() == Tool::Navigate)
        fit();
    else
        mousePressEvent(event);
}

void ImageCanvas::wheelEvent(QWheelEvent* event)
{
    event->accept();
    const double notches = event->angleDelta().y() / 120.0;
    if (m_mouse.wheel == WheelAction::Studies
        && !event->modifiers().testFlag(Qt::ControlModifier)) {
        // Touch pads turn by parts of a notch.
        m_wheelRest -= notches;
        const int studies = int(m_wheelRest);
        m_wheelRest -= studies;
        if (studies != 0)
            Q_EMIT stepRequested(studies);
        return;
    }
    if (!hasStudy())
        return;
    m_view.zoomBy(std::pow(wheelStep, notches), event->position());
    viewEdited();
}

bool ImageCanvas::event(QEvent* event)
{
    // QWidget turns Tab into a change of focus before keyPressEvent could see it.
    auto* key = dynamic_cast<QKeyEvent*>(event);
    // Esc belongs to the tool before any shortcut of the window.
    if (key && event->type() == QEvent::ShortcutOverride && key->key() == Qt::Key_Escape
        && (tool() != Tool::Navigate || selectedMeasurement() >= 0)) {
        event->accept();
        return true;
    }
    if (key && key->key() == Qt::Key_Tab && key->modifiers() == Qt::NoModifier) {
        if (event->type() == QEvent::KeyPress && holdTab(key))
            return true;
        if (event->type() == QEvent::KeyRelease && !key->isAutoRepeat() && releaseTab())
            return true;
    }
    return QWidget::event(event);
}

bool ImageCanvas::holdTab(QKeyEvent* event)
{
    if (m_layers.overlayLayer().isEmpty() || !m_overlayVisible)
        return false;
    if (!event->isAutoRepeat()) {
        m_overlayHeldBack = true;
        m_tabHeld.start();
        marksEdited();
    }
    return true;
}

bool ImageCanvas::releaseTab()
{
    if (!m_overlayHeldBack)
        return false;
    m_overlayHeldBack = false;
    marksEdited();
    if (m_tabHeld.elapsed() < shortTapMs)
        focusNextChild();
    return true;
}

bool ImageCanvas::pressArrow(QKeyEvent* event)
{
    const std::pair<int, QPointF> arrows[] = {{Qt::Key_Left, {-1, 0}},
                                              {Qt::Key_Right, {1, 0}},
                                              {Qt::Key_Up, {0, -1}},
                                              {Qt::Key_Down, {0, 1}}};
    const auto* arrow = std::find_if(std::begin(arrows), std::end(arrows),
                                     [event](const auto& a) { return a.first == event->key(); });
    if (arrow == std::end(arrows))
        return false;
    const QPointF step = arrow->second;
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        changeWindow(currentWindow(), step.x() * keyStepPixels, step.y() * keyStepPixels);
    } else if (tool() != Tool::Navigate) {
        const bool fine = event->modifiers().testFlag(Qt::ShiftModifier);
        moveCrosshair(step * (fine ? m_view.scale() : crosshairStep));
    } else {
        m_view.panBy(-step * panStep);
        viewEdited();
    }
    return true;
}

void ImageCanvas::moveCrosshair(QPointF step)
{
    const QPointF from = m_crosshair ? m_view.imageToView().map(*m_crosshair) : m_view.viewCentre();
    // The crosshair sets points that are in sight and on the picture.
    const QRectF inSight = m_view.imageRect() & QRectF(rect());
    const QPointF at(std::clamp(from.x() + step.x(), inSight.left(), inSight.right()),
                     std::clamp(from.y() + step.y(), inSight.top(), inSight.bottom()));
    m_crosshair = m_view.toImage(at);
    m_measure.move(*m_crosshair);
    marksEdited();
    Q_EMIT pointerMoved(readoutAt(at));
}

bool ImageCanvas::pressToolKey(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (tool() == Tool::Navigate)
            return false;
        if (!m_crosshair)
            moveCrosshair({});
        return m_measure.setPoint(*m_crosshair);
    case Qt::Key_Escape:
        return cancelTool();
    case Qt::Key_M:
        selectNextMeasurement();
        return true;
    default:
        return false;
    }
}

void ImageCanvas::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Space) {
        m_spaceHeld = true;
        updateCursor();
        return;
    }
    if (event->key() == Qt::Key_Menu) {
        Q_EMIT contextMenuRequested(mapToGlobal(rect().center()));
        return;
    }
    if (!hasStudy() || !(pressArrow(event) || pressToolKey(event)))
        QWidget::keyPressEvent(event);
}

void ImageCanvas::keyReleaseEvent(QKeyEvent* event)
{
    if (event->key() != Qt::Key_Space || event->isAutoRepeat()) {
        QWidget::keyReleaseEvent(event);
        return;
    }
    m_spaceHeld = false;
    updateCursor();
}

void ImageCanvas::leaveEvent(QEvent*)
{
    Q_EMIT pointerMoved(std::nullopt);
}

void ImageCanvas::focusOutEvent(QFocusEvent* event)
{
    // The release of a key that is held now will go elsewhere.
    m_spaceHeld = false;
    m_overlayHeldBack = false;
    updateCursor();
    marksEdited();
    QWidget::focusOutEvent(event);
}

void ImageCanvas::updateCursor(bool onMeasurement)
{
    if (!hasStudy())
        setCursor(Qt::ArrowCursor);
    else if (m_drag == Drag::Pan)
        setCursor(Qt::ClosedHandCursor);
    else if (m_spaceHeld)
        setCursor(Qt::OpenHandCursor);
    else if (m_drag == Drag::Zoom)
        setCursor(Qt::SizeVerCursor);
    else if (m_drag == Drag::None && onMeasurement)
        setCursor(Qt::PointingHandCursor);
    else
        setCursor(m_drag == Drag::WindowLevel ? Qt::SizeAllCursor : Qt::CrossCursor);
}

} // namespace ccad
