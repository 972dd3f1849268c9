// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results_reading/film_graphics.h"
#include "ui/study/picture_pyramid.h"
#include "ui/viewer/overlay_layer.h"
#include "ui/viewer/view_sampler.h"

#include <QImage>
#include <QTransform>

#include <optional>

namespace ccad {

/// How a view shows a picture, in device pixels.
struct DeviceView
{
    QTransform imageToDevice;
    QSize size;
    double ratio = 1; ///< device pixels per view pixel, for the width of lines and the size of text
    Interpolation interpolation = Interpolation::Smooth;
    bool operator==(const DeviceView&) const = default;
};

/// The picture and its overlays as images of the size of the screen. Each is made again only when
/// its content has changed: while a window is dragged, only the LUT is applied.
class CanvasLayers
{
public:
    void setPicture(const PicturePyramid& picture); ///< also removes overlay and graphics
    void setWindow(const Voi& voi, bool inverted);
    void setOverlay(const OverlayLayer& overlay);
    void setOverlayOpacity(double opacity); ///< 0..1
    void setFilmOverlaysVisible(bool visible);
    /// What a report or a presentation state draws on the film, switched with the film's overlays.
    void setGraphics(const results::FilmGraphics& graphics);
    void setView(const DeviceView& view);

    [[nodiscard]] const PicturePyramid& picture() const { return m_picture; }
    [[nodiscard]] const OverlayLayer& overlayLayer() const { return m_overlayLayer; }
    /// Null while they are switched off.
    [[nodiscard]] const results::FilmGraphics* shownGraphics() const
    {
        return m_filmOverlaysVisible ? &m_graphics : nullptr;
    }
    /// The planes of the file, and of a presentation state, unless they are switched off.
    [[nodiscard]] std::vector<OverlayPlane> shownPlanes() const;
    [[nodiscard]] bool arePlanesHidden() const; ///< the file has some, and they are switched off

    /// Where all images lie, in device pixels; empty when the picture is out of sight.
    [[nodiscard]] QRect rect();
    [[nodiscard]] const QImage& grey(); ///< Format_RGB32
    [[nodiscard]] const QImage& overlay(); ///< Format_ARGB32_Premultiplied, its opacity included
    /// What the file itself draws over its picture, Format_ARGB32_Premultiplied; null: nothing.
    [[nodiscard]] const QImage& filmOverlays();

private:
    void sample();
    [[nodiscard]] QTransform imageToRect();

    PicturePyramid m_picture;
    Voi m_voi;
    bool m_inverted = false;
    OverlayLayer m_overlayLayer;
    double m_opacity = 0.5;
    bool m_filmOverlaysVisible = true;
    results::FilmGraphics m_graphics;
    DeviceView m_view;

    // An entry that is absent or stale has to be made. Images are kept for their memory: asking for
    // new memory of the size of the screen takes as long as filling it.
    std::optional<SampledView> m_sampled;
    QImage m_grey;
    QImage m_overlay;
    QImage m_filmOverlays;
    bool m_greyStale = true;
    bool m_overlayStale = true;
    bool m_filmOverlaysStale = true;
};

} // namespace ccad
