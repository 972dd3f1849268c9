// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/radiograph.h"
#include "ui/viewer/picture.h"
#include "ui/viewer/picture_renderer.h"
#include "ui/viewer/view_transform.h"

#include <QElapsedTimer>
#include <QImage>
#include <QPointF>
#include <QWidget>

#include <optional>

namespace ccad {

struct OpenedStudy;

/// One pixel of the radiograph and its value, in the unit of the modality.
struct PixelReadout
{
    int x = 0;
    int y = 0;
    double value = 0;
    QString unit; ///< or empty
};

/// Shows one radiograph on black, with the saliency overlay on top of it.
///
/// Left drag: window and level. Middle drag, or Space + left drag: pan. Right drag and wheel: zoom.
/// Double click: fit. Tab held: the overlay is hidden; a short Tab moves the focus as everywhere.
class ImageCanvas final : public QWidget
{
    Q_OBJECT
public:
    explicit ImageCanvas(QWidget* parent = nullptr);

    void setStudy(const OpenedStudy& study);
    void clear(const QString& text = {}); ///< black, with a text in the middle
    [[nodiscard]] bool hasStudy() const { return !m_picture.isNull(); }
    [[nodiscard]] const Radiograph& radiograph() const { return m_radiograph; }

    [[nodiscard]] const Voi& voi() const { return m_voi; }
    void setVoi(const Voi& voi);
    /// The window that the pixels themselves suggest.
    [[nodiscard]] const VoiWindow& automaticVoi() const { return m_automatic; }
    [[nodiscard]] bool isInverted() const { return m_inverted; }
    void setInverted(bool inverted);

    /// Stretched over the whole radiograph; null for none.
    void setOverlay(const QImage& overlay);
    void setOverlayVisible(bool visible);
    void setOverlayOpacity(double opacity); ///< 0..1
    [[nodiscard]] bool isOverlayShown() const;

    [[nodiscard]] const ViewTransform& view() const { return m_view; }
    void fit();
    void showActualSize(); ///< one picture pixel on one device pixel
    void zoomIn();
    void zoomOut();
    void rotateLeft();
    void rotateRight();
    void flipHorizontally();
    void flipVertically();
    void reset(); ///< view, window and inversion as at the start

Q_SIGNALS:
    void viewChanged();
    void voiChanged();
    void pointerMoved(const std::optional<ccad::PixelReadout>& readout);
    void contextMenuRequested(QPoint globalPosition);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    enum class Drag
    {
        None,
        WindowLevel,
        Pan,
        Zoom
    };

    [[nodiscard]] Drag dragFor(Qt::MouseButton button) const;
    [[nodiscard]] VoiWindow currentWindow() const;
    [[nodiscard]] std::optional<PixelReadout> readoutAt(QPointF position) const;
    void changeWindow(const VoiWindow& start, double widthSteps, double levelSteps);
    void changeView(void (ViewTransform::*change)());
    void render();
    void viewEdited();
    void updateCursor();
    bool holdTab(QKeyEvent* event);
    bool releaseTab();
    void paintHint(QPainter& painter) const;
    void paintBadges(QPainter& painter) const;
    void paintScaleBar(QPainter& painter) const;

    Radiograph m_radiograph;
    Picture m_picture;
    PictureRenderer m_renderer;
    Voi m_voi;
    VoiWindow m_automatic;
    bool m_inverted = false;
    QString m_hint;

    QImage m_overlay;
    double m_overlayOpacity = 0.5;
    bool m_overlayVisible = true;
    bool m_overlayHeldBack = false; ///< while Tab is down
    QElapsedTimer m_tabHeld;

    ViewTransform m_view;
    Drag m_drag = Drag::None;
    bool m_spaceHeld = false;
    bool m_dragMoved = false;
    QPointF m_dragStart;
    QPointF m_dragLast;
    VoiWindow m_dragWindow;
};

} // namespace ccad
