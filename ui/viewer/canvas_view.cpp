// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/canvas_view.h"

namespace ccad {

namespace {

constexpr double zoomStep = 1.25;

} // namespace

void CanvasView::setPictureSize(QSizeF size)
{
    m_hasPicture = !size.isEmpty();
    m_transform.setImageSize(size);
}

void CanvasView::setDevicePixelRatio(double ratio)
{
    m_ratio = ratio;
    m_transform.setDevicePixelRatio(ratio);
}

void CanvasView::change(void (ViewTransform::*how)())
{
    if (!m_hasPicture)
        return;
    (m_transform.*how)();
    finishEdit();
}

void CanvasView::showActualSize()
{
    if (!m_hasPicture)
        return;
    m_transform.setScale(1.0 / m_ratio, m_transform.viewCentre());
    finishEdit();
}

void CanvasView::zoomIn()
{
    zoomBy(zoomStep, m_transform.viewCentre());
}

void CanvasView::zoomOut()
{
    zoomBy(1 / zoomStep, m_transform.viewCentre());
}

void CanvasView::zoomBy(double factor, QPointF anchor)
{
    if (!m_hasPicture)
        return;
    m_transform.zoomBy(factor, anchor);
    finishEdit();
}

void CanvasView::panBy(QPointF distance)
{
    if (!m_hasPicture)
        return;
    m_transform.panBy(distance);
    finishEdit();
}

void CanvasView::setRelative(const RelativeView& view)
{
    if (!m_hasPicture || m_transform.relative() == view)
        return;
    m_transform.setRelative(view);
    Q_EMIT changed();
}

void CanvasView::finishEdit()
{
    Q_EMIT changed();
    Q_EMIT edited(m_transform.relative());
}

} // namespace ccad
