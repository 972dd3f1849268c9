// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/radiograph.h"
#include "ui/viewer/canvas_layers.h"
#include "ui/viewer/canvas_view.h"
#include "ui/viewer/measure_tool.h"
#include "ui/viewer/pixel_readout.h"

#include <QImage>
#include <QPointF>
#include <QStringList>
#include <QWidget>

#include <memory>
#include <optional>

namespace ccad {

class CanvasKeys;
class CanvasMouse;
class MarksLayer;
class OverlaySwitch;
struct MouseActions;
struct OpenedStudy;

/// Shows one radiograph on black, with the saliency overlay, the file's own overlays and
/// measurements on top of it.
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
    ~ImageCanvas() override;

    void setStudy(const OpenedStudy& study);
    void clear(const QString& text = {}); ///< black, with a text in the middle
    [[nodiscard]] bool hasStudy() const { return !picture().isNull(); }
    [[nodiscard]] const Radiograph& radiograph() const { return picture().radiograph(); }

    [[nodiscard]] const Voi& voi() const { return m_voi; }
    void setVoi(const Voi& voi);
    /// The window in use. A VOI LUT has neither width nor level; it stands for the automatic one.
    [[nodiscard]] VoiWindow window() const;
    /// The window that the pixels themselves suggest.
    [[nodiscard]] const VoiWindow& automaticVoi() const { return m_automatic; }
    [[nodiscard]] bool isInverted() const { return m_inverted; }
    void setInverted(bool inverted);

    void setOverlay(const OverlayLayer& overlay);
    void setOverlay(const QImage& colours); ///< stretched over the whole radiograph; null for none
    [[nodiscard]] const OverlayLayer& overlayLayer() const { return m_layers.overlayLayer(); }
    void setOverlayVisible(bool visible);
    void setOverlayOpacity(double opacity) ///< 0..1
    {
        m_layers.setOverlayOpacity(opacity);
        update();
    }
    [[nodiscard]] bool isOverlayShown() const;
    /// Overlays that the file itself brings along (see OverlayPlane).
    void setFilmOverlaysVisible(bool visible)
    {
        m_layers.setFilmOverlaysVisible(visible);
        marksEdited();
    }
    /// What a report or a presentation state draws, switched together with them.
    void setFilmGraphics(const results::FilmGraphics& graphics)
    {
        m_layers.setGraphics(graphics);
        marksEdited();
    }
    [[nodiscard]] std::vector<OverlayPlane> shownPlanes() const { return m_layers.shownPlanes(); }
    /// The file brings some, and they are switched off.
    [[nodiscard]] bool arePlanesHidden() const { return m_layers.arePlanesHidden(); }

    [[nodiscard]] const ViewTransform& view() const { return m_view.transform(); }
    void fit() { m_view.change(&ViewTransform::fit); }
    void showActualSize(); ///< one picture pixel on one device pixel
    void zoomIn() { m_view.zoomIn(); }
    void zoomOut() { m_view.zoomOut(); }
    /// Keeps the point of the view under `anchor` where it is.
    void zoomBy(double factor, QPointF anchor) { m_view.zoomBy(factor, anchor); }
    void panBy(QPointF distance) { m_view.panBy(distance); } ///< in the view
    void rotateLeft() { m_view.change(&ViewTransform::rotateLeft); }
    void rotateRight() { m_view.change(&ViewTransform::rotateRight); }
    void flipHorizontally() { m_view.change(&ViewTransform::flipHorizontally); }
    void flipVertically() { m_view.change(&ViewTransform::flipVertically); }
    void reset(); ///< view, window and inversion as at the start
    void setInterpolation(bool nearest)
    {
        m_nearest = nearest;
        marksEdited();
    }

    [[nodiscard]] RelativeView relativeView() const { return view().relative(); }
    /// Emits viewChanged() once, and not relativeViewEdited(), so that two canvases can follow each
    /// other without a loop.
    void setRelativeView(const RelativeView& view) { m_view.setRelative(view); }

    /// Not owned; nullptr: nothing can be measured.
    void setMeasurements(MeasurementList* list) { m_measure.setList(list); }
    void setLengthUnit(LengthUnit unit);
    [[nodiscard]] Tool tool() const { return m_measure.tool(); }
    void setTool(Tool tool) { m_measure.setTool(tool); }
    /// Drops an unfinished measurement, else the tool, else the selection. False when there was
    /// nothing to drop, so that Esc may do something else.
    bool cancelTool() { return m_measure.cancel(); }
    [[nodiscard]] int selectedMeasurement() const { return m_measure.selected(); } ///< or -1
    bool removeSelectedMeasurement() { return m_measure.removeSelected(); }

    void setMouseActions(const MouseActions& actions);
    /// Small lines at the upper left. The caller decides whether they hold patient text.
    void setCornerLines(const QStringList& lines);

    /// The whole radiograph, unturned, at full size, through the current window and inversion.
    [[nodiscard]] QImage pictureImage() const { return picture().image(m_voi, m_inverted); }
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
    void leaveEvent(QEvent*) override { Q_EMIT pointerMoved(std::nullopt); }
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] const PicturePyramid& picture() const { return m_layers.picture(); }
    void showReadout(QPointF position);
    void startPicture(const PicturePyramid& picture);
    void marksEdited();
    void followRatio();
    void updateCursor();
    bool holdBackOverlay(const QKeyEvent& tab);
    void paintView(QPainter& painter);
    [[nodiscard]] const QImage& marks();

    CanvasLayers m_layers;
    Voi m_voi;
    VoiWindow m_automatic;
    bool m_inverted = false;
    bool m_nearest = false;
    QString m_hint;
    CanvasView m_view;
    MeasureTool m_measure;
    std::unique_ptr<OverlaySwitch> m_overlaySwitch;
    std::unique_ptr<MarksLayer> m_marks;
    std::unique_ptr<CanvasMouse> m_mouse;
    CanvasKeys* m_keys;
};

} // namespace ccad
