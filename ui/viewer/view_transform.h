// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QTransform>

namespace ccad {

/// A view that can be carried over to a picture and a view of other sizes.
struct RelativeView
{
    bool fitted = true; ///< if so, zoom and centre do not matter
    double zoom = 1; ///< the scale, divided by the scale that fits
    /// The picture point in the middle of the view, in parts of the picture.
    QPointF centre = {0.5, 0.5};
    QTransform orientation; ///< a matrix of -1, 0 and 1 only
    bool operator==(const RelativeView&) const = default;
};

/// How a picture lies in a view: turned by quarters, mirrored, scaled and moved. Distances of the
/// view are device-independent pixels. A fitted picture stays fitted when the view changes its
/// size.
class ViewTransform
{
public:
    static constexpr double maximumScale = 32; ///< view pixels per picture pixel

    void setImageSize(QSizeF size); ///< also resets
    void setViewSize(QSizeF size);
    /// Device pixels per view pixel. Where a picture pixel takes a whole number of device pixels,
    /// the picture lies on their grid, so that it is not blurred.
    void setDevicePixelRatio(double ratio) { m_ratio = ratio; }

    /// Shows the whole picture, as large as the view allows, centred.
    void fit();
    /// Fits the picture, neither turned nor mirrored.
    void reset();
    /// Keeps the picture point under `anchor` (in the view) where it is.
    void setScale(double scale, QPointF anchor);
    void zoomBy(double factor, QPointF anchor) { setScale(m_scale * factor, anchor); }
    /// Moves the picture; at least a part of it stays in the view.
    void panBy(QPointF distance);
    void rotateRight();
    void rotateLeft();
    /// Swaps left and right of the view, whichever way the picture is turned.
    void flipHorizontally();
    void flipVertically();

    [[nodiscard]] RelativeView relative() const;
    void setRelative(const RelativeView& view);

    [[nodiscard]] double scale() const { return m_scale; }
    [[nodiscard]] bool isFitted() const { return m_fitted; }
    [[nodiscard]] bool isMirrored() const { return m_orientation.determinant() < 0; }
    /// True when turned by a quarter either way.
    [[nodiscard]] bool isOnItsSide() const { return m_orientation.m11() == 0; }
    [[nodiscard]] bool isTurned() const { return m_orientation.m11() <= 0; }
    [[nodiscard]] const QTransform& orientation() const { return m_orientation; }
    [[nodiscard]] QPointF viewCentre() const;
    [[nodiscard]] QTransform imageToView() const;
    /// The rectangle of the view that the picture covers.
    [[nodiscard]] QRectF imageRect() const;
    /// The picture point at a point of the view; may lie outside the picture.
    [[nodiscard]] QPointF toImage(QPointF viewPoint) const;

private:
    void turn(const QTransform& turn);
    void keepInSight();
    [[nodiscard]] double fittingScale() const;

    QSizeF m_imageSize;
    QSizeF m_viewSize;
    QTransform m_orientation; ///< a matrix of -1, 0 and 1 only
    QPointF m_centre; ///< centre of the picture, in the view
    double m_scale = 1;
    double m_ratio = 1;
    bool m_fitted = true;
};

} // namespace ccad
