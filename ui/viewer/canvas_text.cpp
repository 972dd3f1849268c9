// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/internal/canvas_text.h"

#include <QFontMetricsF>
#include <QPaintEngine>
#include <QPainter>
#include <QPainterPath>

namespace ccad {

QRectF tagBox(const QPainter& painter, const QString& text)
{
    const QSizeF size = QFontMetricsF(painter.font()).boundingRect(text).size();
    return {0, 0, size.width() + 16, size.height() + 8};
}

void paintTag(QPainter& painter, const QRectF& box, const QString& text, const QColor& colour)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0, 0, 0, 180));
    painter.drawRoundedRect(box, 4, 4);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(colour);
    painter.drawText(box, Qt::AlignCenter, text);
    painter.restore();
}

void paintOutlinedText(QPainter& painter, QPointF baseLine, const QString& text,
                       const QColor& colour)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (painter.paintEngine()->type() == QPaintEngine::Pdf) {
        // FreeType gives the outlines of hinted fonts with a deviation of a 64th of a dot that
        // differs from call to call; a PDF's bytes must not.
        const QRectF box = QFontMetricsF(painter.font()).boundingRect(text).translated(baseLine);
        painter.fillRect(box.adjusted(-2, -1, 2, 1), QColor(0, 0, 0, 150));
    } else {
        QPainterPath path;
        path.addText(baseLine, painter.font(), text);
        painter.strokePath(
            path, QPen(QColor(0, 0, 0, 200), 3, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    }
    painter.setPen(colour);
    // The text itself is drawn as text, so that the font's hinting keeps it sharp.
    painter.drawText(baseLine, text);
    painter.restore();
}

void paintOutlinedText(QPainter& painter, const QRectF& box, Qt::Alignment alignment,
                       const QString& text, const QColor& colour)
{
    const QFontMetricsF metrics(painter.font());
    const double width = metrics.horizontalAdvance(text);
    double x = box.left();
    if (alignment.testFlag(Qt::AlignRight))
        x = box.right() - width;
    else if (alignment.testFlag(Qt::AlignHCenter))
        x = box.center().x() - width / 2;
    const double y = box.center().y() + (metrics.ascent() - metrics.descent()) / 2;
    paintOutlinedText(painter, QPointF(x, y), text, colour);
}

} // namespace ccad
