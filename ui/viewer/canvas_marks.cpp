// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/canvas_marks.h"

#include "ui/viewer/internal/canvas_text.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/theme.h"

#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr double margin = 8;
constexpr double cornerShare = 0.4; ///< of the width, for the lines in the corner

/// The canvas is black in both themes, so it takes the colours of the dark one.
const ThemeColours& colours()
{
    return coloursOf(Theme::ReadingRoom);
}

/// The longest round length, in millimetres, that takes at most `available` millimetres; 0 for
/// none.
double roundLengthMm(double available)
{
    for (const double length : {200.0, 100.0, 50.0, 20.0, 10.0, 5.0, 2.0, 1.0})
        if (length <= available)
            return length;
    return 0;
}

QFont scaled(QFont font, double factor)
{
    font.setPointSizeF(font.pointSizeF() * factor);
    return font;
}

} // namespace

void paintHint(QPainter& painter, const QRectF& area, const QString& text)
{
    if (text.isEmpty())
        return;
    painter.save();
    const QPointF centre = area.center();
    const QSize icon(40, 40);
    painter.drawPixmap(
        (centre - QPointF(icon.width() / 2.0, 48)).toPoint(),
        iconPixmap(u"drop"_s, icon, colours().mutedText, painter.device()->devicePixelRatioF()));
    painter.setFont(scaled(painter.font(), 1.2));
    painter.setPen(colours().text);
    painter.drawText(area.adjusted(16, 40, -16, 40), Qt::AlignCenter | Qt::TextWordWrap, text);
    painter.restore();
}

void paintBadges(QPainter& painter, const QRectF& area, const QStringList& words)
{
    if (words.isEmpty())
        return;
    const QString text = words.join(u"  ·  "_s);
    QRectF box = tagBox(painter, text);
    box.moveTopRight(area.topRight() + QPointF(-margin, margin));
    paintTag(painter, box, text, colours().warning);
}

void paintCornerLines(QPainter& painter, const QRectF& area, const QStringList& lines)
{
    if (lines.isEmpty())
        return;
    painter.save();
    painter.setFont(scaled(painter.font(), 0.9));
    const QFontMetricsF metrics(painter.font());
    QStringList cut;
    double width = 0;
    for (const QString& line : lines) {
        cut << metrics.elidedText(line, Qt::ElideRight, area.width() * cornerShare);
        width = std::max(width, metrics.horizontalAdvance(cut.last()));
    }
    const QRectF ground(area.topLeft() + QPointF(margin, margin) / 2,
                        QSizeF(width + margin, metrics.lineSpacing() * cut.size() + margin));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0, 0, 0, 140));
    painter.drawRoundedRect(ground, 4, 4);
    painter.setPen(colours().text);
    QPointF baseLine = area.topLeft() + QPointF(margin, margin + metrics.ascent());
    for (const QString& line : cut) {
        painter.drawText(baseLine, line);
        baseLine.ry() += metrics.lineSpacing();
    }
    painter.restore();
}

void paintEdgeLetters(QPainter& painter, const QRectF& area, const EdgeLetters& letters)
{
    painter.save();
    QFont font = scaled(painter.font(), 1.4);
    font.setBold(true);
    painter.setFont(font);
    const QRectF inner = area.adjusted(margin, margin, -margin, -margin);
    const double line = QFontMetricsF(font).height();
    const QRectF across(inner.left(), inner.center().y() - line / 2, inner.width(), line);
    const QRectF top(inner.left(), inner.top(), inner.width(), line);
    const QRectF bottom(inner.left(), inner.bottom() - line, inner.width(), line);
    const auto write = [&painter](const QRectF& box, Qt::Alignment side, const QString& text) {
        if (!text.isEmpty())
            paintOutlinedText(painter, box, side, text, colours().text);
    };
    write(across, Qt::AlignLeft, letters.left);
    write(across, Qt::AlignRight, letters.right);
    write(top, Qt::AlignHCenter, letters.top);
    write(bottom, Qt::AlignHCenter, letters.bottom);
    painter.restore();
}

void paintScaleBar(QPainter& painter, const QRectF& area, const ViewTransform& view,
                   const PixelSpacing& spacing, LengthUnit unit)
{
    const double mmAPixel = view.isOnItsSide() ? spacing.rowMm : spacing.columnMm;
    if (!(mmAPixel > 0))
        return;
    const double viewPixelsAMm = view.scale() / mmAPixel;
    const double length = roundLengthMm(area.width() / 4.0 / viewPixelsAMm);
    if (length <= 0)
        return;
    const QString text = lengthText(length, unit, spacing.source, 0);
    QRectF box = tagBox(painter, text);
    box.moveBottomLeft(area.bottomLeft() + QPointF(margin, -16));
    paintTag(painter, box, text, colours().text);
    const QRectF bar(area.left() + margin + 4, area.bottom() - 14, length * viewPixelsAMm, 4);
    painter.fillRect(bar.adjusted(-1, -1, 1, 1), Qt::black);
    painter.fillRect(bar, colours().text);
}

} // namespace ccad
