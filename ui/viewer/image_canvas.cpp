// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/image_canvas.h"

#include "ui/study/opened_study.h"

#include <QResizeEvent>

#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr double zoomStep = 1.25;

} // namespace

ImageCanvas::ImageCanvas(QWidget* parent) : QWidget(parent)
{
    setObjectName(u"canvas"_s);
    setAccessibleName(tr("Radiograph"));
    setAccessibleDescription(tr("The radiograph that is open. Drag to change window and level."));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    // A right drag zooms, so the menu comes with the release instead of the press.
    setContextMenuPolicy(Qt::PreventContextMenu);
    setMinimumSize(240, 240);
    connect(&m_measure, &MeasureTool::changed, this, &ImageCanvas::marksEdited);
    connect(&m_measure, &MeasureTool::selectionChanged, this, &ImageCanvas::measurementSelected);
    connect(&m_measure, &MeasureTool::toolChanged, this, [this](Tool tool) {
        m_crosshair.reset();
        updateCursor();
        Q_EMIT toolChanged(tool);
    });
    clear();
}

void ImageCanvas::setStudy(const OpenedStudy& study)
{
    m_automatic = study.automatic;
    m_voi = study.radiograph.initialVoi;
    startPicture(study.picture);
}

void ImageCanvas::clear(const QString& text)
{
    m_hint = text;
    startPicture({});
}

void ImageCanvas::startPicture(const Picture& picture)
{
    m_inverted = false;
    m_drag = Drag::None;
    m_crosshair.reset();
    m_cornerLines.clear();
    m_layers.setPicture(picture);
    m_layers.setWindow(m_voi, m_inverted);
    m_view.setImageSize(picture.size());
    m_measure.setPictureSize(picture.size());
    updateCursor();
    marksEdited();
    Q_EMIT voiChanged();
    Q_EMIT viewChanged();
}

void ImageCanvas::setVoi(const Voi& voi)
{
    if (!hasStudy() || m_voi == voi)
        return;
    m_voi = voi;
    m_layers.setWindow(m_voi, m_inverted);
    update(); // the marks stay as they are
    Q_EMIT voiChanged();
}

void ImageCanvas::setInverted(bool inverted)
{
    if (!hasStudy() || m_inverted == inverted)
        return;
    m_inverted = inverted;
    m_layers.setWindow(m_voi, m_inverted);
    marksEdited();
    Q_EMIT voiChanged();
}

void ImageCanvas::marksEdited()
{
    m_marksStale = true;
    update();
}

void ImageCanvas::setInterpolation(bool nearest)
{
    m_nearest = nearest;
    marksEdited();
}

void ImageCanvas::setOverlay(const OverlayLayer& overlay)
{
    m_layers.setOverlay(overlay);
    marksEdited();
}

void ImageCanvas::setOverlay(const QImage& colours)
{
    OverlayLayer overlay;
    overlay.colours = colours;
    setOverlay(overlay);
}

void ImageCanvas::setOverlayVisible(bool visible)
{
    m_overlayVisible = visible;
    marksEdited();
}

void ImageCanvas::setOverlayOpacity(double opacity)
{
    m_layers.setOverlayOpacity(opacity);
    update();
}

bool ImageCanvas::isOverlayShown() const
{
    return m_overlayVisible && !m_overlayHeldBack && !m_layers.overlayLayer().isEmpty();
}

void ImageCanvas::setMeasurements(MeasurementList* list)
{
    m_measure.setList(list);
}

void ImageCanvas::setLengthUnit(LengthUnit unit)
{
    m_lengthUnit = unit;
    marksEdited();
}

void ImageCanvas::setTool(Tool tool)
{
    m_measure.setTool(tool);
}

void ImageCanvas::setMouseActions(const MouseActions& actions)
{
    m_mouse = actions;
    m_wheelRest = 0;
    updateCursor();
}

void ImageCanvas::setCornerLines(const QStringList& lines)
{
    m_cornerLines = lines;
    marksEdited();
}

void ImageCanvas::setRelativeView(const RelativeView& view)
{
    if (!hasStudy() || m_view.relative() == view)
        return;
    m_view.setRelative(view);
    marksEdited();
    Q_EMIT viewChanged();
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
    marksEdited();
    Q_EMIT viewChanged();
    Q_EMIT relativeViewEdited(m_view.relative());
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
    followRatio();
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
    setVoi(radiograph().initialVoi);
    changeView(&ViewTransform::reset);
}

void ImageCanvas::resizeEvent(QResizeEvent*)
{
    followRatio();
    m_view.setViewSize(size());
    marksEdited();
    Q_EMIT viewChanged();
}

void ImageCanvas::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LanguageChange)
        marksEdited();
    QWidget::changeEvent(event);
}

void ImageCanvas::followRatio()
{
    m_view.setDevicePixelRatio(devicePixelRatioF());
}

std::optional<PixelReadout> ImageCanvas::readoutAt(QPointF position) const
{
    if (!hasStudy())
        return std::nullopt;
    const Radiograph& r = radiograph();
    const QPointF point = m_view.toImage(position);
    const int x = int(std::floor(point.x()));
    const int y = int(std::floor(point.y()));
    if (x < 0 || y < 0 || x >= r.columns || y >= r.rows)
        return std::nullopt;
    const auto stored = (*r.pixels)[size_t(y) * size_t(r.columns) + size_t(x)];
    return PixelReadout{x, y, stored * r.valueScale + r.valueOffset, r.valueUnit};
}

QImage ImageCanvas::pictureImage() const
{
    return picture().image(m_voi, m_inverted);
}

} // namespace ccad
