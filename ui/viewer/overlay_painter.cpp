// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/overlay_painter.h"

#include "ui/viewer/internal/canvas_text.h"
#include "ui/widgets/theme.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>

namespace ccad {

namespace {

constexpr double lineWidth = 1.5;
constexpr double outlineWidth = 3.5;
constexpr int levelPointSize = 8;
constexpr double legendWidth = 10;
constexpr double legendHeight = 120;

QPen outline(const QColor& colour, double width)
{
    return {colour, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin};
}

/// The upper end of a path: a label there hides little of the path. Points that only bend curves
/// are not on it.
QPointF topOf(const QPainterPath& path)
{
    QPointF top = path.elementAt(0);
    for (int i = 1; i < path.elementCount(); ++i) {
        const QPainterPath::Element element = path.elementAt(i);
        if ((element.isMoveTo() || element.isLineTo()) && element.y < top.y())
            top = element;
    }
    return top;
}

void paintContours(QPainter& painter, const OverlayLayer& overlay, const OverlayPlace& place)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    QFont font = painter.font();
    font.setPointSizeF(levelPointSize);
    painter.setFont(font);
    for (const OverlayContour& contour : overlay.contours) {
        if (contour.path.isEmpty())
            continue;
        const QPainterPath path = place.fromImage.map(contour.path);
        painter.setPen(outline(QColor(0, 0, 0, 180), outlineWidth * place.ratio));
        painter.drawPath(path);
        painter.setPen(outline(Qt::white, lineWidth * place.ratio));
        painter.drawPath(path);
        painter.save();
        painter.translate(topOf(path));
        painter.scale(place.ratio, place.ratio);
        paintOutlinedText(painter, QPointF(4, -4), QString::number(contour.level), Qt::white);
        painter.restore();
    }
}

QString translated(const char* text)
{
    return QCoreApplication::translate("ccad::Overlay", text);
}

void paintSeen(QPainter& painter, const OverlayLayer& overlay, const OverlayPlace& place)
{
    const QRectF frame = place.fromImage.mapRect(overlay.seen);
    const QColor colour(255, 255, 255, 150);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(0, 0, 0, 120), 2 * place.ratio));
    painter.drawRect(frame);
    painter.setPen(QPen(colour, place.ratio, Qt::DashLine));
    painter.drawRect(frame);
    // The patient's text begins at the top.
    painter.translate(frame.left(), std::min(frame.bottom(), place.lowestWords));
    painter.scale(place.ratio, place.ratio);
    QFont font = painter.font();
    font.setPointSizeF(levelPointSize);
    painter.setFont(font);
    const char* words = overlay.lungsAlone
        ? QT_TRANSLATE_NOOP("ccad::Overlay", "Here the model saw the lungs alone")
        : QT_TRANSLATE_NOOP("ccad::Overlay", "The model saw this part");
    paintOutlinedText(painter, QPointF(4, -4), translated(words), colour);
}

} // namespace

void paintOverlay(QPainter& painter, const OverlayLayer& overlay, const OverlayPlace& place)
{
    painter.save();
    if (!overlay.colours.isNull()) {
        painter.save();
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.setOpacity(place.opacity);
        painter.setTransform(place.fromImage, true);
        painter.drawImage(QRectF(QPointF(), place.imageSize), overlay.colours);
        painter.restore();
    }
    painter.setOpacity(std::min(1.0, 2 * place.opacity));
    paintContours(painter, overlay, place);
    if (!overlay.isEmpty() && !overlay.seen.isNull())
        paintSeen(painter, overlay, place);
    painter.restore();
}

void paintColourLegend(QPainter& painter, const QRectF& area, ColourMap map)
{
    const auto& table = colourTable(map);
    QImage gradient(1, int(table.size()), QImage::Format_RGB32);
    for (int i = 0; i < gradient.height(); ++i) {
        const auto& colour = table[table.size() - 1 - size_t(i)];
        gradient.setPixel(0, i, qRgb(colour[0], colour[1], colour[2]));
    }
    const double line = QFontMetricsF(painter.font()).height();
    const double height = std::min(legendHeight, area.height() / 4);
    const QRectF bar(area.right() - legendWidth, area.bottom() - line - height, legendWidth,
                     height);
    painter.fillRect(bar.adjusted(-1, -1, 1, 1), Qt::black);
    painter.drawImage(bar, gradient);
    const QColor colour = coloursOf(Theme::ReadingRoom).text;
    const QRectF above(area.left(), bar.top() - line - 2, area.width(), line);
    const QRectF below(area.left(), bar.bottom() + 2, area.width(), line);
    const auto flags = Qt::AlignRight | Qt::AlignVCenter;
    paintOutlinedText(painter, above, flags,
                      translated(QT_TRANSLATE_NOOP("ccad::Overlay", "1 most")), colour);
    paintOutlinedText(painter, below, flags,
                      translated(QT_TRANSLATE_NOOP("ccad::Overlay", "0 none")), colour);
}

} // namespace ccad
