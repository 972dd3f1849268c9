// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/view_transform.h"

#include <algorithm>
#include <cmath>

namespace ccad {

namespace {

constexpr double stayInSight = 48; ///< view pixels of the picture that panning leaves visible
constexpr double smallestPart = 0.25; ///< of the fitting scale, for zooming out

} // namespace

void ViewTransform::setImageSize(QSizeF size)
{
    m_imageSize = size;
    reset();
}

void ViewTransform::setViewSize(QSizeF size)
{
    const QPointF offset = m_centre - viewCentre();
    m_viewSize = size;
    m_centre = viewCentre() + offset;
    if (m_fitted)
        fit();
    else
        keepInSight();
}

void ViewTransform::fit()
{
    m_fitted = true;
    m_scale = fittingScale();
    m_centre = viewCentre();
}

void ViewTransform::reset()
{
    m_orientation = {};
    fit();
}

void ViewTransform::setScale(double scale, QPointF anchor)
{
    const double smallest = std::min(1.0, fittingScale()) * smallestPart;
    const double bounded = std::clamp(scale, smallest, maximumScale);
    m_centre = anchor + (m_centre - anchor) * (bounded / m_scale);
    m_scale = bounded;
    m_fitted = false;
    keepInSight();
}

void ViewTransform::panBy(QPointF distance)
{
    m_centre += distance;
    m_fitted = false;
    keepInSight();
}

void ViewTransform::rotateRight()
{
    turn(QTransform(0, 1, -1, 0, 0, 0));
}

void ViewTransform::rotateLeft()
{
    turn(QTransform(0, -1, 1, 0, 0, 0));
}

void ViewTransform::flipHorizontally()
{
    turn(QTransform(-1, 0, 0, 1, 0, 0));
}

void ViewTransform::flipVertically()
{
    turn(QTransform(1, 0, 0, -1, 0, 0));
}

void ViewTransform::turn(const QTransform& turn)
{
    m_orientation *= turn;
    if (m_fitted) {
        fit();
        return;
    }
    // Turns around the middle of the view, so that what one looks at stays in sight.
    m_centre = viewCentre() + turn.map(m_centre - viewCentre());
    keepInSight();
}

QPointF ViewTransform::viewCentre() const
{
    return {m_viewSize.width() / 2, m_viewSize.height() / 2};
}

QTransform ViewTransform::imageToView() const
{
    const QTransform exact
        = QTransform::fromTranslate(-m_imageSize.width() / 2, -m_imageSize.height() / 2)
        * m_orientation * QTransform::fromScale(m_scale, m_scale)
        * QTransform::fromTranslate(m_centre.x(), m_centre.y());
    const double devicePixels = m_scale * m_ratio;
    if (std::abs(devicePixels - std::round(devicePixels)) > 1e-9)
        return exact;
    const QPointF corner = exact.mapRect(QRectF(QPointF(), m_imageSize)).topLeft();
    const auto toGrid = [this](double at) { return std::round(at * m_ratio) / m_ratio - at; };
    return exact * QTransform::fromTranslate(toGrid(corner.x()), toGrid(corner.y()));
}

RelativeView ViewTransform::relative() const
{
    const QPointF middle = toImage(viewCentre());
    const bool empty = m_imageSize.isEmpty();
    return {m_fitted, m_scale / fittingScale(),
            empty ? QPointF(0.5, 0.5)
                  : QPointF(middle.x() / m_imageSize.width(), middle.y() / m_imageSize.height()),
            m_orientation};
}

void ViewTransform::setRelative(const RelativeView& view)
{
    m_orientation = view.orientation;
    fit();
    if (view.fitted)
        return;
    setScale(view.zoom * fittingScale(), viewCentre());
    const QPointF wanted(view.centre.x() * m_imageSize.width(),
                         view.centre.y() * m_imageSize.height());
    panBy(viewCentre() - imageToView().map(wanted));
}

QRectF ViewTransform::imageRect() const
{
    return imageToView().mapRect(QRectF(QPointF(), m_imageSize));
}

QPointF ViewTransform::toImage(QPointF viewPoint) const
{
    return imageToView().inverted().map(viewPoint);
}

void ViewTransform::keepInSight()
{
    const QRectF rect = imageRect();
    const double left = stayInSight - rect.width() / 2;
    const double top = stayInSight - rect.height() / 2;
    m_centre.setX(std::clamp(m_centre.x(), std::min(left, m_viewSize.width() - left),
                             std::max(left, m_viewSize.width() - left)));
    m_centre.setY(std::clamp(m_centre.y(), std::min(top, m_viewSize.height() - top),
                             std::max(top, m_viewSize.height() - top)));
}

double ViewTransform::fittingScale() const
{
    const QSizeF turned = m_orientation.mapRect(QRectF(QPointF(), m_imageSize)).size();
    if (turned.isEmpty() || m_viewSize.isEmpty())
        return 1;
    return std::min(
        {m_viewSize.width() / turned.width(), m_viewSize.height() / turned.height(), maximumScale});
}

} // namespace ccad
