// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/fitted_image.h"

#include "ui/widgets/theme.h"

#include <QImage>
#include <QPainter>

namespace ccad {

void paintFitted(QPainter& painter, const QRect& box, const QImage& image)
{
    QRect target(QPoint(), image.size().scaled(box.size(), Qt::KeepAspectRatio));
    target.moveCenter(box.center());
    painter.drawImage(target, image);
}

void paintThumbnail(QPainter& painter, const QRect& box, const QImage& thumbnail)
{
    painter.fillRect(box, thumbnail.isNull() ? currentColours().track : QColor(Qt::black));
    if (thumbnail.isNull())
        return;
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    paintFitted(painter, box, thumbnail);
}

} // namespace ccad
