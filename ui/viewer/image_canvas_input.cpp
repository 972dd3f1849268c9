// SPDX-License-Identifier: GPL-3.0-or-later
// What mouse and keyboard do on the canvas.
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
    switch (button) {
    case Qt::LeftButton:
        return m_spaceHeld ? Drag::Pan : Drag::WindowLevel;
    case Qt::MiddleButton:
        return Drag::Pan;
    case Qt::RightButton:
        return Drag::Zoom;
    default:
        return Drag::None;
    }
}

void ImageCanvas::mousePressEvent(QMouseEvent* event)
{
    if (!hasStudy() || m_drag != Drag::None)
        return;
    m_drag = dragFor(event->button());
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
    case Drag::None:
        break;
    }
    Q_EMIT pointerMoved(readoutAt(position));
}

void ImageCanvas::mouseReleaseEvent(QMouseEvent* event)
{
    const bool clicked = !m_dragMoved && event->button() == Qt::RightButton;
    m_drag = Drag::None;
    updateCursor();
    if (clicked)
        Q_EMIT contextMenuRequested(event->globalPosition().toPoint());
}

void ImageCanvas::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        fit();
}

void ImageCanvas::wheelEvent(QWheelEvent* event)
{
    if (!hasStudy())
        return;
    const double notches = event->angleDelta().y() / 120.0;
    m_view.zoomBy(std::pow(wheelStep, notches), event->position());
    viewEdited();
    event->accept();
}

bool ImageCanvas::event(QEvent* event)
{
    // QWidget turns Tab into a change of focus before keyPressEvent could see it.
    auto* key = dynamic_cast<QKeyEvent*>(event);
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
    if (m_overlay.isNull() || !m_overlayVisible)
        return false;
    if (!event->isAutoRepeat()) {
        m_overlayHeldBack = true;
        m_tabHeld.start();
        update();
    }
    return true;
}

bool ImageCanvas::releaseTab()
{
    if (!m_overlayHeldBack)
        return false;
    m_overlayHeldBack = false;
    update();
    if (m_tabHeld.elapsed() < shortTapMs)
        focusNextChild();
    return true;
}

void ImageCanvas::keyPressEvent(QKeyEvent* event)
{
    const bool windowing = event->modifiers().testFlag(Qt::ControlModifier);
    const auto arrow = [&](double x, double y) {
        if (windowing)
            changeWindow(currentWindow(), x * keyStepPixels, y * keyStepPixels);
        else
            m_view.panBy(QPointF(-x, -y) * panStep);
        viewEdited();
    };
    if (event->key() == Qt::Key_Space) {
        m_spaceHeld = true;
        updateCursor();
        return;
    }
    if (event->key() == Qt::Key_Menu) {
        Q_EMIT contextMenuRequested(mapToGlobal(rect().center()));
        return;
    }
    if (!hasStudy()) {
        QWidget::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Left:
        arrow(-1, 0);
        break;
    case Qt::Key_Right:
        arrow(1, 0);
        break;
    case Qt::Key_Up:
        arrow(0, -1);
        break;
    case Qt::Key_Down:
        arrow(0, 1);
        break;
    default:
        QWidget::keyPressEvent(event);
    }
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
    update();
    QWidget::focusOutEvent(event);
}

void ImageCanvas::updateCursor()
{
    if (!hasStudy())
        setCursor(Qt::ArrowCursor);
    else if (m_drag == Drag::Pan)
        setCursor(Qt::ClosedHandCursor);
    else if (m_spaceHeld)
        setCursor(Qt::OpenHandCursor);
    else if (m_drag == Drag::Zoom)
        setCursor(Qt::SizeVerCursor);
    else
        setCursor(m_drag == Drag::WindowLevel ? Qt::SizeAllCursor : Qt::CrossCursor);
}

} // namespace ccad
