// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QTransform>

namespace ccad {

/// How a picture lies in a view: turned by quarters, mirrored, scaled and moved. Distances of the
/// view are device-independent pixels. A fitted picture stays fitted when the view changes its
/// size.
class ViewTransform
{
public:
    static constexpr double maximumScale = 32; ///< view pixels a picture pixel

    void setImageSize(QSizeF size); ///< also resets
    void setViewSize(QSizeF size);

    /// The whole picture, as large as the view allows, centred.
    void fit();
    /// Fitted, neither turned nor mirrored.
    void reset();
    /// Keeps the picture point under `anchor` (in the view) where it is.
    void setScale(double scale, QPointF anchor);
    void zoomBy(double factor, QPointF anchor) { setScale(m_scale * factor, anchor); }
    /// At least a part of the picture stays in the view.
    void panBy(QPointF distance);
    void rotateRight();
    void rotateLeft();
    void flipHorizontally(); ///< left and right of the view, whatever way the picture is turned
    void flipVertically();

    [[nodiscard]] double scale() const { return m_scale; }
    [[nodiscard]] bool isFitted() const { return m_fitted; }
    [[nodiscard]] bool isMirrored() const { return m_orientation.determinant() < 0; }
    /// Turned by a quarter either way.
    [[nodiscard]] bool isOnItsSide() const { return m_orientation.m11() == 0; }
    [[nodiscard]] bool isTurned() const { return m_orientation.m11() <= 0; }
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
    QPointF m_centre; ///< of the picture, in the view
    double m_scale = 1;
    bool m_fitted = true;
};

} // namespace ccad
