// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/image_canvas.h"

#include "ui/study/opened_study.h"
#include "ui/viewer/canvas_marks.h"
#include "ui/viewer/internal/canvas_keys.h"
#include "ui/viewer/internal/canvas_mouse.h"
#include "ui/viewer/internal/marks_layer.h"
#include "ui/viewer/internal/overlay_switch.h"
#include "ui/widgets/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QResizeEvent>
#include <QWheelEvent>

#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr double wheelStep = 1.15; ///< zoom of one notch

} // namespace

ImageCanvas::ImageCanvas(QWidget* parent)
    : QWidget(parent), m_overlaySwitch(std::make_unique<OverlaySwitch>()),
      m_marks(std::make_unique<MarksLayer>()),
      m_mouse(std::make_unique<CanvasMouse>(*this, m_measure)),
      m_keys(new CanvasKeys(*this, m_measure))
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
        m_keys->dropCrosshair();
        updateCursor();
        Q_EMIT toolChanged(tool);
    });
    connect(&m_view, &CanvasView::changed, this, [this] {
        marksEdited();
        Q_EMIT viewChanged();
    });
    connect(&m_view, &CanvasView::edited, this, &ImageCanvas::relativeViewEdited);
    connect(m_keys, &CanvasKeys::crosshairMoved, this, [this](QPointF position) {
        marksEdited();
        showReadout(position);
    });
    clear();
}

ImageCanvas::~ImageCanvas() = default;

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

void ImageCanvas::startPicture(const PicturePyramid& picture)
{
    m_inverted = false;
    m_mouse->cancel();
    m_keys->dropCrosshair();
    m_marks->setCornerLines({});
    m_layers.setPicture(picture);
    m_layers.setWindow(m_voi, m_inverted);
    m_view.setPictureSize(picture.size());
    m_measure.setPictureSize(picture.size());
    updateCursor();
    marksEdited();
    Q_EMIT voiChanged();
    Q_EMIT viewChanged();
}

VoiWindow ImageCanvas::window() const
{
    const auto* window = std::get_if<VoiWindow>(&m_voi);
    return window ? *window : m_automatic;
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
    m_marks->invalidate();
    update();
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
    m_overlaySwitch->setOn(visible);
    marksEdited();
}

bool ImageCanvas::isOverlayShown() const
{
    return m_overlaySwitch->isShown() && !m_layers.overlayLayer().isEmpty();
}

void ImageCanvas::setLengthUnit(LengthUnit unit)
{
    m_marks->setLengthUnit(unit);
    update();
}

void ImageCanvas::setMouseActions(const MouseActions& actions)
{
    m_mouse->setActions(actions);
    updateCursor();
}

void ImageCanvas::setCornerLines(const QStringList& lines)
{
    m_marks->setCornerLines(lines);
    update();
}

void ImageCanvas::showActualSize()
{
    followRatio();
    m_view.showActualSize();
}

void ImageCanvas::reset()
{
    if (!hasStudy())
        return;
    setInverted(false);
    setVoi(radiograph().initialVoi);
    m_view.change(&ViewTransform::reset);
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

void ImageCanvas::showReadout(QPointF position)
{
    Q_EMIT pointerMoved(hasStudy() ? readoutAt(radiograph(), view().toImage(position))
                                   : std::nullopt);
}

void ImageCanvas::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintView(painter);
    if (hasFocus()) {
        painter.setPen(coloursOf(Theme::ReadingRoom).accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

QImage ImageCanvas::viewImage()
{
    const double ratio = devicePixelRatioF();
    QImage image((QSizeF(size()) * ratio).toSize(), QImage::Format_RGB32);
    image.setDevicePixelRatio(ratio);
    QPainter painter(&image);
    painter.setFont(font());
    paintView(painter);
    return image;
}

void ImageCanvas::paintView(QPainter& painter)
{
    painter.fillRect(rect(), Qt::black);
    if (!hasStudy()) {
        paintHint(painter, rect(), m_hint);
        return;
    }
    followRatio(); // the window may have moved to another screen
    const double ratio = devicePixelRatioF();
    const QSize deviceSize = (QSizeF(size()) * ratio).toSize();
    m_layers.setView({view().imageToView() * QTransform::fromScale(ratio, ratio), deviceSize, ratio,
                      m_nearest ? Interpolation::Nearest : Interpolation::Smooth});
    const QRect place = m_layers.rect();
    painter.save();
    // The layers have device pixels and must not be scaled once more.
    painter.scale(1 / ratio, 1 / ratio);
    if (!place.isEmpty()) {
        painter.drawImage(place.topLeft(), m_layers.grey());
        if (isOverlayShown())
            painter.drawImage(place.topLeft(), m_layers.overlay());
    }
    painter.drawImage(QPoint(), marks());
    // Above the program's own words: a side marker may be there alone.
    if (!place.isEmpty())
        painter.drawImage(place.topLeft(), m_layers.filmOverlays());
    painter.restore();
}

const QImage& ImageCanvas::marks()
{
    const OverlayLayer& overlay = m_layers.overlayLayer();
    MarkedView shown{radiograph(), view(), m_measure};
    shown.crosshair = m_keys->crosshair();
    shown.isInverted = m_inverted;
    shown.arePlanesHidden = arePlanesHidden();
    shown.graphics = m_layers.shownGraphics();
    if (isOverlayShown() && !overlay.colours.isNull())
        shown.legend = overlay.colourMap;
    shown.size = size();
    shown.ratio = devicePixelRatioF();
    shown.font = font();
    return m_marks->image(shown);
}

bool ImageCanvas::event(QEvent* event)
{
    // QWidget turns Tab into a change of focus before keyPressEvent could see it.
    auto* key = dynamic_cast<QKeyEvent*>(event);
    // Esc belongs to the tool before any shortcut of the window.
    if (key && event->type() == QEvent::ShortcutOverride && m_keys->claims(*key)) {
        event->accept();
        return true;
    }
    if (key && key->key() == Qt::Key_Tab && key->modifiers() == Qt::NoModifier
        && holdBackOverlay(*key))
        return true;
    return QWidget::event(event);
}

bool ImageCanvas::holdBackOverlay(const QKeyEvent& tab)
{
    const bool hasOverlay = !m_layers.overlayLayer().isEmpty() && m_overlaySwitch->isOn();
    if (tab.type() == QEvent::KeyPress && hasOverlay) {
        if (!tab.isAutoRepeat())
            m_overlaySwitch->holdBack();
    } else if (tab.type() == QEvent::KeyRelease && !tab.isAutoRepeat()
               && m_overlaySwitch->isHeldBack()) {
        if (m_overlaySwitch->release())
            focusNextChild();
    } else {
        return false;
    }
    marksEdited();
    return true;
}

void ImageCanvas::mousePressEvent(QMouseEvent* event)
{
    if (!hasStudy() || m_mouse->isDragging())
        return;
    m_keys->dropCrosshair();
    m_mouse->press(event->button(), event->position());
    updateCursor();
}

void ImageCanvas::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_mouse->move(event->position()))
        return;
    updateCursor();
    if (m_keys->crosshair() && !m_mouse->isDragging()) {
        m_keys->dropCrosshair(); // the mouse has taken over
        marksEdited();
    }
    showReadout(event->position());
}

void ImageCanvas::mouseReleaseEvent(QMouseEvent* event)
{
    const bool clicked = m_mouse->release(event->position());
    updateCursor();
    if (clicked && event->button() == Qt::RightButton)
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
    const auto studies = m_mouse->studiesFor(notches, event->modifiers());
    if (!studies)
        zoomBy(std::pow(wheelStep, notches), event->position());
    else if (*studies != 0)
        Q_EMIT stepRequested(*studies);
}

void ImageCanvas::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Space) {
        m_mouse->setSpaceHeld(true);
        updateCursor();
        return;
    }
    if (event->key() == Qt::Key_Menu) {
        Q_EMIT contextMenuRequested(mapToGlobal(rect().center()));
        return;
    }
    if (!hasStudy() || !m_keys->press(*event))
        QWidget::keyPressEvent(event);
}

void ImageCanvas::keyReleaseEvent(QKeyEvent* event)
{
    if (event->key() != Qt::Key_Space || event->isAutoRepeat()) {
        QWidget::keyReleaseEvent(event);
        return;
    }
    m_mouse->setSpaceHeld(false);
    updateCursor();
}

void ImageCanvas::focusOutEvent(QFocusEvent* event)
{
    // The release of a key that is held now will go elsewhere.
    m_mouse->setSpaceHeld(false);
    m_overlaySwitch->release();
    updateCursor();
    marksEdited();
    QWidget::focusOutEvent(event);
}

void ImageCanvas::updateCursor()
{
    setCursor(hasStudy() ? m_mouse->cursor() : Qt::ArrowCursor);
}

} // namespace ccad
