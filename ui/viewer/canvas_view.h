// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/view_transform.h"

#include <QObject>

namespace ccad {

/// How the canvas shows its picture, and the ways in which commands, mouse and keyboard change
/// that. Without a picture nothing changes.
class CanvasView final : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] const ViewTransform& transform() const { return m_transform; }
    void setPictureSize(QSizeF size); ///< shows the whole picture; empty: there is none
    void setViewSize(QSizeF size) { m_transform.setViewSize(size); }
    void setDevicePixelRatio(double ratio);

    void change(void (ViewTransform::*how)());
    void showActualSize(); ///< one picture pixel on one device pixel
    void zoomIn();
    void zoomOut();
    void zoomBy(double factor, QPointF anchor);
    void panBy(QPointF distance);
    /// Emits changed() once, and not edited().
    void setRelative(const RelativeView& view);

Q_SIGNALS:
    void changed();
    void edited(const ccad::RelativeView& view);

private:
    void finishEdit();

    ViewTransform m_transform;
    double m_ratio = 1;
    bool m_hasPicture = false;
};

} // namespace ccad
