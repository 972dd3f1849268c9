// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/canvas_layers.h"

#include "ui/viewer/film_overlays.h"
#include "ui/viewer/overlay_painter.h"

#include <QPainter>

namespace ccad {

void CanvasLayers::setPicture(const PicturePyramid& picture)
{
    m_picture = picture;
    m_sampled.reset();
    m_greyStale = true;
    setGraphics({});
    setOverlay({});
}

void CanvasLayers::setGraphics(const results::FilmGraphics& graphics)
{
    m_graphics = graphics;
    m_filmOverlaysStale = true;
}

void CanvasLayers::setWindow(const Voi& voi, bool inverted)
{
    m_voi = voi;
    m_inverted = inverted;
    m_greyStale = true;
}

void CanvasLayers::setOverlay(const OverlayLayer& overlay)
{
    m_overlayLayer = overlay;
    m_overlayStale = true;
}

void CanvasLayers::setOverlayOpacity(double opacity)
{
    if (m_opacity == opacity)
        return;
    m_opacity = opacity;
    m_overlayStale = true;
}

void CanvasLayers::setFilmOverlaysVisible(bool visible)
{
    if (m_filmOverlaysVisible == visible)
        return;
    m_filmOverlaysVisible = visible;
    m_filmOverlaysStale = true;
}

std::vector<OverlayPlane> CanvasLayers::shownPlanes() const
{
    if (!m_filmOverlaysVisible)
        return {};
    std::vector<OverlayPlane> planes = m_picture.radiograph().planes;
    planes.insert(planes.end(), m_graphics.planes.begin(), m_graphics.planes.end());
    return planes;
}

bool CanvasLayers::arePlanesHidden() const
{
    const bool hasSome = !m_picture.radiograph().planes.empty() || m_graphics.drawsAnything();
    return !m_filmOverlaysVisible && hasSome;
}

void CanvasLayers::setView(const DeviceView& view)
{
    if (m_view == view)
        return;
    m_view = view;
    m_sampled.reset();
    m_greyStale = true;
    m_overlayStale = true;
    m_filmOverlaysStale = true;
}

void CanvasLayers::sample()
{
    if (!m_sampled)
        m_sampled = sampleView(m_picture, m_view.imageToDevice, m_view.size, m_view.interpolation);
}

QRect CanvasLayers::rect()
{
    sample();
    return m_sampled->rect;
}

QTransform CanvasLayers::imageToRect()
{
    const QPoint corner = rect().topLeft();
    return m_view.imageToDevice * QTransform::fromTranslate(-corner.x(), -corner.y());
}

const QImage& CanvasLayers::grey()
{
    sample();
    const QSize size = m_sampled->rect.size();
    if (!m_greyStale || size.isEmpty())
        return m_grey;
    const DisplayLut lut = m_picture.lut(m_voi, m_inverted);
    if (m_grey.size() != size)
        m_grey = QImage(size, QImage::Format_RGB32);
    m_greyStale = false;
    const std::uint16_t* value = m_sampled->values.data();
    for (int y = 0; y < size.height(); ++y) {
        auto* out = reinterpret_cast<QRgb*>(m_grey.scanLine(y));
        for (int x = 0; x < size.width(); ++x)
            out[x] = 0xff000000U | lut.gray8(*value++) * 0x010101U;
    }
    return m_grey;
}

const QImage& CanvasLayers::overlay()
{
    const QRect place = rect();
    if (!m_overlayStale || place.isEmpty())
        return m_overlay;
    if (m_overlay.size() != place.size())
        m_overlay = QImage(place.size(), QImage::Format_ARGB32_Premultiplied);
    m_overlayStale = false;
    m_overlay.fill(Qt::transparent);
    QPainter painter(&m_overlay);
    constexpr double roomOfScaleBar = 44; // at the lower left of the canvas, in view pixels
    const double lowestWords = m_view.size.height() - place.top() - roomOfScaleBar * m_view.ratio;
    paintOverlay(painter, m_overlayLayer,
                 {imageToRect(), QSizeF(m_picture.size()), m_view.ratio, m_opacity, lowestWords});
    return m_overlay;
}

const QImage& CanvasLayers::filmOverlays()
{
    const QRect place = rect();
    if (!m_filmOverlaysStale || place.isEmpty())
        return m_filmOverlays;
    m_filmOverlaysStale = false;
    m_filmOverlays = filmOverlayImage(shownPlanes(), {imageToRect(), place.size(), m_view.ratio});
    return m_filmOverlays;
}

} // namespace ccad
