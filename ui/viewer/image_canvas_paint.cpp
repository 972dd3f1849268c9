// SPDX-License-Identifier: GPL-3.0-or-later
// How the canvas paints itself.
#include "ui/viewer/image_canvas.h"

#include "ui/widgets/icon.h"
#include "ui/widgets/theme.h"

#include <QPainter>

namespace ccad {

namespace {

/// Device pixels a picture pixel from which on the pixels are shown as squares.
constexpr double pixelatedFrom = 8;

/// The longest round length, in millimetres, that takes at most `available` millimetres; 0 for
/// none.
double roundLengthMm(double available)
{
    for (const double length : {200.0, 100.0, 50.0, 20.0, 10.0, 5.0, 2.0, 1.0})
        if (length <= available)
            return length;
    return 0;
}

/// A tag in the colours of the dark theme; the canvas is black in both.
void paintTag(QPainter& painter, const QRectF& box, const QString& text, const QColor& colour)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0, 0, 0, 180));
    painter.drawRoundedRect(box, 4, 4);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(colour);
    painter.drawText(box, Qt::AlignCenter, text);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

} // namespace

void ImageCanvas::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), Qt::black);
    if (!hasStudy()) {
        paintHint(painter);
    } else {
        const double deviceScale = m_view.scale() * devicePixelRatioF();
        const QRectF whole(QPointF(), m_picture.size());
        painter.setRenderHint(QPainter::SmoothPixmapTransform, deviceScale < pixelatedFrom);
        painter.setTransform(m_view.imageToView());
        painter.drawImage(whole, m_picture.levelFor(deviceScale));
        if (isOverlayShown()) {
            painter.setRenderHint(QPainter::SmoothPixmapTransform);
            painter.setOpacity(m_overlayOpacity);
            painter.drawImage(whole, m_overlay);
            painter.setOpacity(1);
        }
        painter.resetTransform();
        paintBadges(painter);
        paintScaleBar(painter);
    }
    if (hasFocus()) {
        painter.setPen(coloursOf(Theme::ReadingRoom).accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void ImageCanvas::paintHint(QPainter& painter) const
{
    if (m_hint.isEmpty())
        return;
    // The canvas is black in both themes, so its texts take the dark theme's colours.
    const ThemeColours& c = coloursOf(Theme::ReadingRoom);
    const QPoint centre = rect().center();
    const QSize icon(40, 40);
    painter.drawPixmap(centre - QPoint(icon.width() / 2, 48),
                       iconPixmap(QStringLiteral("drop"), icon, c.mutedText, devicePixelRatioF()));
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.2);
    painter.setFont(large);
    painter.setPen(c.text);
    painter.drawText(rect().adjusted(16, 40, -16, 40), Qt::AlignCenter | Qt::TextWordWrap, m_hint);
}

void ImageCanvas::paintBadges(QPainter& painter) const
{
    QStringList changes;
    if (m_view.isMirrored())
        changes << tr("Mirrored");
    if (m_view.isTurned())
        changes << tr("Turned");
    if (m_inverted)
        changes << tr("Inverted");
    if (changes.isEmpty())
        return;
    const QString text = changes.join(QStringLiteral("  ·  "));
    QRectF box = QFontMetricsF(font()).boundingRect(text).adjusted(-8, -4, 8, 4);
    box.moveTopRight(QPointF(width() - 8, 8));
    paintTag(painter, box, text, coloursOf(Theme::ReadingRoom).warning);
}

void ImageCanvas::paintScaleBar(QPainter& painter) const
{
    if (!m_radiograph.spacing)
        return;
    const PixelSpacing& spacing = *m_radiograph.spacing;
    const double mmAPixel = m_view.isOnItsSide() ? spacing.rowMm : spacing.columnMm;
    if (!(mmAPixel > 0))
        return;
    const double viewPixelsAMm = m_view.scale() / mmAPixel;
    const double length = roundLengthMm(width() / 4.0 / viewPixelsAMm);
    if (length <= 0)
        return;
    // Only PixelSpacing is measured at the patient; the others are larger than the anatomy.
    const QString text = spacing.source == SpacingSource::PixelSpacing
        ? tr("%1 mm").arg(length)
        : tr("%1 mm at the detector").arg(length);
    const QColor colour = coloursOf(Theme::ReadingRoom).text;
    const QFontMetricsF metrics(font());
    QRectF box = metrics.boundingRect(text).adjusted(-8, -4, 8, 4);
    box.moveBottomLeft(QPointF(8, height() - 16));
    paintTag(painter, box, text, colour);
    const QRectF bar(12, height() - 14, length * viewPixelsAMm, 4);
    painter.fillRect(bar.adjusted(-1, -1, 1, 1), Qt::black);
    painter.fillRect(bar, colour);
}

} // namespace ccad
