// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/radiograph.h"
#include "ui/viewer/canvas_layers.h"
#include "ui/viewer/measure_tool.h"
#include "ui/viewer/mouse_actions.h"
#include "ui/viewer/view_transform.h"

#include <QElapsedTimer>
#include <QImage>
#include <QPointF>
#include <QStringList>
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

/// Shows one radiograph on black, with the saliency overlay and measurements on top of it.
///
/// Drags and the wheel do what MouseActions says. By default a left drag sets window and level, a
/// middle drag pans, a right drag and the wheel zoom. Space + left drag pans. A double click fits.
/// Holding Tab hides the overlay; a short Tab moves the focus as everywhere. With a measuring tool
/// the left button measures (see MeasureTool), or the arrow keys move a crosshair (with Shift by
/// single pixels) and Enter sets a point; M chooses the next measurement; Esc ends what is
/// unfinished, then the tool.
class ImageCanvas final : public QWidget
{
    Q_OBJECT
public:
    explicit ImageCanvas(QWidget* parent = nullptr);

    void setStudy(const OpenedStudy& study);
    void clear(const QString& text = {}); ///< black, with a text in the middle
    [[nodiscard]] bool hasStudy() const { return !picture().isNull(); }
    [[nodiscard]] const Radiograph& radiograph() const { return picture().radiograph(); }

    [[nodiscard]] const Voi& voi() const { return m_voi; }
    void setVoi(const Voi& voi);
    /// The window that the pixels themselves suggest.
    [[nodiscard]] const VoiWindow& automaticVoi() const { return m_automatic; }
    [[nodiscard]] bool isInverted() const { return m_inverted; }
    void setInverted(bool inverted);

    void setOverlay(const OverlayLayer& overlay);
    void setOverlay(const QImage& colours); ///< stretched over the whole radiograph; null for none
    [[nodiscard]] const OverlayLayer& overlayLayer() const { return m_layers.overlayLayer(); }
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
    void setInterpolation(bool nearest);

    [[nodiscard]] RelativeView relativeView() const { return m_view.relative(); }
    /// Emits viewChanged() once, and not relativeViewEdited(), so that two canvases can follow each
    /// other without a loop.
    void setRelativeView(const RelativeView& view);

    void setMeasurements(MeasurementList* list); ///< not owned; nullptr: nothing can be measured
    void setLengthUnit(LengthUnit unit);
    [[nodiscard]] Tool tool() const { return m_measure.tool(); }
    void setTool(Tool tool);
    /// Drops an unfinished measurement, else the tool, else the selection. False when there was
    /// nothing to drop, so that Esc may do something else.
    bool cancelTool() { return m_measure.cancel(); }
    [[nodiscard]] int selectedMeasurement() const { return m_measure.selected(); } ///< or -1
    void selectNextMeasurement() { m_measure.selectNext(); }
    bool removeSelectedMeasurement() { return m_measure.removeSelected(); }

    void setMouseActions(const MouseActions& actions);
    /// Small lines at the upper left. The caller decides whether they hold patient text.
    void setCornerLines(const QStringList& lines);

    /// The whole radiograph, unturned, at full size, through the current window and inversion.
    [[nodiscard]] QImage pictureImage() const;
    /// The view as on screen, at device resolution, without the frame of the focus.
    [[nodiscard]] QImage viewImage();

Q_SIGNALS:
    void viewChanged();
    /// The user or a command has changed the view. Not emitted for setRelativeView() or a new size.
    void relativeViewEdited(const ccad::RelativeView& view);
    void voiChanged();
    void toolChanged(ccad::Tool tool);
    void measurementSelected(int index); ///< or -1
    void pointerMoved(const std::optional<ccad::PixelReadout>& readout);
    void contextMenuRequested(QPoint globalPosition);
    void stepRequested(int studies); ///< the wheel asks for the study after (1) or before (-1)

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
    void changeEvent(QEvent* event) override;

private:
    enum class Drag
    {
        None,
        WindowLevel,
        Pan,
        Zoom,
        Measure
    };

    [[nodiscard]] const Picture& picture() const { return m_layers.picture(); }
    [[nodiscard]] Drag dragFor(Qt::MouseButton button) const;
    [[nodiscard]] VoiWindow currentWindow() const;
    [[nodiscard]] std::optional<PixelReadout> readoutAt(QPointF position) const;
    [[nodiscard]] double reach() const;
    void changeWindow(const VoiWindow& start, double widthSteps, double levelSteps);
    void changeView(void (ViewTransform::*change)());
    void startPicture(const Picture& picture);
    void viewEdited();
    void marksEdited();
    void followRatio();
    void updateCursor(bool onMeasurement = false);
    bool holdTab(QKeyEvent* event);
    bool releaseTab();
    bool pressArrow(QKeyEvent* event);
    bool pressToolKey(QKeyEvent* event);
    void moveCrosshair(QPointF step);
    void paintView(QPainter& painter);
    void paintMarksLayer(QSize deviceSize, double ratio);
    void paintMarks(QPainter& painter) const;
    void paintMeasurements(QPainter& painter) const;

    CanvasLayers m_layers;
    Voi m_voi;
    VoiWindow m_automatic;
    bool m_inverted = false;
    bool m_nearest = false;
    QString m_hint;
    QStringList m_cornerLines;
    /// Measurements and the marks at the edges, at device resolution. They take longer to paint
    /// than the picture and stay the same while a window is dragged.
    QImage m_marks;
    bool m_marksStale = true;

    bool m_overlayVisible = true;
    bool m_overlayHeldBack = false; ///< while Tab is down
    QElapsedTimer m_tabHeld;

    MeasureTool m_measure;
    LengthUnit m_lengthUnit = LengthUnit::Millimetre;
    std::optional<QPointF> m_crosshair; ///< in the picture, while points are set by keyboard

    ViewTransform m_view;
    MouseActions m_mouse;
    Drag m_drag = Drag::None;
    bool m_spaceHeld = false;
    bool m_dragMoved = false;
    double m_wheelRest = 0; ///< wheel notches that do not make a whole study yet
    QPointF m_dragStart;
    QPointF m_dragLast;
    VoiWindow m_dragWindow;
};

} // namespace ccad
