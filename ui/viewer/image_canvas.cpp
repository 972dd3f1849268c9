// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/image_canvas.h"

#include "ui/jobs/study_loader.h"

#include <QResizeEvent>

#include <cmath>

namespace ccad {

namespace {

constexpr double zoomStep = 1.25;

} // namespace

ImageCanvas::ImageCanvas(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("canvas"));
    setAccessibleName(tr("Radiograph"));
    setAccessibleDescription(tr("The radiograph that is open. Drag to change window and level."));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    // A right drag zooms, so the menu comes with the release instead of the press.
    setContextMenuPolicy(Qt::PreventContextMenu);
    setMinimumSize(240, 240);
    connect(&m_renderer, &PictureRenderer::rendered, this, [this](const Picture& picture) {
        m_picture = picture;
        update();
    });
    clear();
}

void ImageCanvas::setStudy(const OpenedStudy& study)
{
    m_renderer.cancel();
    m_radiograph = study.radiograph;
    m_picture = study.picture;
    m_automatic = study.automatic;
    m_voi = m_radiograph.initialVoi;
    m_inverted = false;
    m_overlay = {};
    m_drag = Drag::None;
    m_view.setImageSize(m_picture.size());
    updateCursor();
    Q_EMIT voiChanged();
    viewEdited();
}

void ImageCanvas::clear(const QString& text)
{
    m_renderer.cancel();
    m_radiograph = {};
    m_picture = {};
    m_overlay = {};
    m_drag = Drag::None;
    m_hint = text;
    m_view.setImageSize({});
    updateCursor();
    Q_EMIT voiChanged();
    viewEdited();
}

void ImageCanvas::setVoi(const Voi& voi)
{
    if (!hasStudy() || m_voi == voi)
        return;
    m_voi = voi;
    render();
    Q_EMIT voiChanged();
}

void ImageCanvas::setInverted(bool inverted)
{
    if (!hasStudy() || m_inverted == inverted)
        return;
    m_inverted = inverted;
    render();
    Q_EMIT voiChanged();
}

void ImageCanvas::render()
{
    Radiograph shown = m_radiograph;
    shown.inverted = m_radiograph.inverted != m_inverted;
    m_renderer.render(shown, m_voi);
}

void ImageCanvas::setOverlay(const QImage& overlay)
{
    m_overlay = overlay;
    update();
}

void ImageCanvas::setOverlayVisible(bool visible)
{
    m_overlayVisible = visible;
    update();
}

void ImageCanvas::setOverlayOpacity(double opacity)
{
    m_overlayOpacity = opacity;
    update();
}

bool ImageCanvas::isOverlayShown() const
{
    return m_overlayVisible && !m_overlayHeldBack && !m_overlay.isNull();
}

void ImageCanvas::changeView(void (ViewTransform::*change)())
{
    if (!hasStudy())
        return;
    (m_view.*change)();
    viewEdited();
}

void ImageCanvas::viewEdited()
{
    update();
    Q_EMIT viewChanged();
}

void ImageCanvas::fit()
{
    changeView(&ViewTransform::fit);
}

void ImageCanvas::rotateLeft()
{
    changeView(&ViewTransform::rotateLeft);
}

void ImageCanvas::rotateRight()
{
    changeView(&ViewTransform::rotateRight);
}

void ImageCanvas::flipHorizontally()
{
    changeView(&ViewTransform::flipHorizontally);
}

void ImageCanvas::flipVertically()
{
    changeView(&ViewTransform::flipVertically);
}

void ImageCanvas::showActualSize()
{
    if (!hasStudy())
        return;
    m_view.setScale(1.0 / devicePixelRatioF(), m_view.viewCentre());
    viewEdited();
}

void ImageCanvas::zoomIn()
{
    if (!hasStudy())
        return;
    m_view.zoomBy(zoomStep, m_view.viewCentre());
    viewEdited();
}

void ImageCanvas::zoomOut()
{
    if (!hasStudy())
        return;
    m_view.zoomBy(1 / zoomStep, m_view.viewCentre());
    viewEdited();
}

void ImageCanvas::reset()
{
    if (!hasStudy())
        return;
    setInverted(false);
    setVoi(m_radiograph.initialVoi);
    changeView(&ViewTransform::reset);
}

void ImageCanvas::resizeEvent(QResizeEvent*)
{
    m_view.setViewSize(size());
    Q_EMIT viewChanged();
}

std::optional<PixelReadout> ImageCanvas::readoutAt(QPointF position) const
{
    if (!hasStudy())
        return std::nullopt;
    const QPointF point = m_view.toImage(position);
    const int x = int(std::floor(point.x()));
    const int y = int(std::floor(point.y()));
    if (x < 0 || y < 0 || x >= m_radiograph.columns || y >= m_radiograph.rows)
        return std::nullopt;
    const auto stored
        = (*m_radiograph.pixels)[size_t(y) * size_t(m_radiograph.columns) + size_t(x)];
    return PixelReadout{x, y, stored * m_radiograph.valueScale + m_radiograph.valueOffset,
                        m_radiograph.valueUnit};
}

} // namespace ccad
