// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/picture_output.h"

#include "core/base/files.h"
#include "ui/viewer/overlay_painter.h"
#include "ui/widgets/private_copy.h"

#include <QBuffer>
#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// Picture pixels for each unit of a line or letter: as on a screen that shows the whole picture.
constexpr double screenHeight = 1000;

} // namespace

void copyToClipboard(const QImage& image)
{
    copyPrivately(image);
}

QImage overlaidPicture(const QImage& picture, const OverlayLayer& overlay, double opacity,
                       const QTransform& orientation, const std::vector<OverlayPlane>& planes)
{
    QTransform place = orientation;
    const QRectF turned = orientation.mapRect(QRectF(QPointF(), picture.size()));
    place *= QTransform::fromTranslate(-turned.left(), -turned.top());
    QImage image(turned.size().toSize(), QImage::Format_RGB32);
    image.fill(Qt::black);
    QPainter painter(&image);
    painter.save();
    painter.setTransform(place);
    painter.drawImage(QPointF(), picture);
    painter.restore();
    const double ratio = std::max(1.0, turned.height() / screenHeight);
    paintOverlay(painter, overlay, {place, picture.size(), ratio, opacity});
    painter.drawImage(QPoint(), filmOverlayImage(planes, {place, image.size(), ratio}));
    return image;
}

Result<void> saveOverlayPng(const QString& path, const QImage& picture, const OverlayLayer& overlay,
                            double opacity, const QTransform& orientation,
                            const std::vector<OverlayPlane>& planes)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    if (!overlaidPicture(picture, overlay, opacity, orientation, planes).save(&buffer, "PNG"))
        return Error{ErrorCode::WriteFailed,
                     u"Cannot make a PNG of the picture: there is none, or it is too "
                     "large."_s,
                     path};
    return writeFileAtomically(path, buffer.data());
}

} // namespace ccad
