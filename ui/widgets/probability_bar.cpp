// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/probability_bar.h"

#include "ui/widgets/theme.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int markerWidth = 16;
constexpr int barHeight = 8;
constexpr int gap = 4;

} // namespace

QString percentText(double fraction)
{
    double percent = fraction * 100;
    if (fraction < 1)
        percent = std::min(percent, 99.9);
    return u"%1 %"_s.arg(QLocale::c().toString(percent, 'f', 1));
}

ProbabilityBar::ProbabilityBar(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ProbabilityBar::setContent(const Content& content)
{
    m_content = content;
    const QString probability = percentText(content.probability);
    setAccessibleName(tr("%1: %2").arg(content.title, probability));
    setAccessibleDescription(
        content.threshold ? tr("Threshold %1").arg(percentText(*content.threshold)) : QString());
    setToolTip(content.threshold
                   ? tr("%1: %2. Called positive from %3 upwards.")
                         .arg(content.title, probability, percentText(*content.threshold))
                   : tr("%1: %2").arg(content.title, probability));
    updateGeometry();
    update();
}

QFont ProbabilityBar::titleFont() const
{
    QFont result = font();
    if (m_content.isLabel)
        result.setWeight(QFont::DemiBold);
    return result;
}

QSize ProbabilityBar::sizeHint() const
{
    const int line = fontMetrics().height();
    return {240, line + gap + barHeight + (m_content.threshold ? gap + line : 0)};
}

QSize ProbabilityBar::minimumSizeHint() const
{
    return {120, sizeHint().height()};
}

void ProbabilityBar::paintEvent(QPaintEvent*)
{
    const ThemeColours& c = currentColours();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(titleFont());
    const QFontMetricsF metrics(titleFont());
    const QString number = percentText(m_content.probability);
    const double numberWidth = metrics.horizontalAdvance(number);
    const QRectF textRow(markerWidth, 0, width() - markerWidth, fontMetrics().height());
    painter.setPen(isEnabled() ? c.text : c.mutedText);
    painter.drawText(textRow, Qt::AlignRight | Qt::AlignVCenter, number);
    painter.drawText(
        textRow, Qt::AlignLeft | Qt::AlignVCenter,
        metrics.elidedText(m_content.title, Qt::ElideRight, textRow.width() - numberWidth - 8));

    // A disabled bar shows the number, but not as an answer.
    const QColor answer = m_content.threshold ? c.positive : c.other;
    const QColor colour = isEnabled() ? answer : c.mutedText;
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    paintMarker(painter, QPointF(5, textRow.center().y()));

    const QRectF bar(0, textRow.bottom() + gap, width(), barHeight);
    painter.setBrush(c.track);
    painter.drawRoundedRect(bar, barHeight / 2.0, barHeight / 2.0);
    QRectF filled = bar;
    filled.setWidth(std::max<double>(barHeight, bar.width() * m_content.probability));
    painter.setBrush(colour);
    painter.drawRoundedRect(filled, barHeight / 2.0, barHeight / 2.0);
    if (m_content.threshold)
        paintThreshold(painter, bar);
}

void ProbabilityBar::paintMarker(QPainter& painter, QPointF centre) const
{
    if (!m_content.threshold) {
        painter.drawEllipse(centre, 4, 4);
        return;
    }
    const QPointF diamond[] = {centre + QPointF(0, -5), centre + QPointF(5, 0),
                               centre + QPointF(0, 5), centre + QPointF(-5, 0)};
    painter.drawPolygon(diamond, 4);
}

void ProbabilityBar::paintThreshold(QPainter& painter, const QRectF& bar) const
{
    const ThemeColours& c = currentColours();
    const double x = std::clamp(bar.left() + bar.width() * *m_content.threshold, bar.left() + 1.0,
                                bar.right() - 1.0);
    painter.setPen(QPen(c.text, 2));
    painter.drawLine(QPointF(x, bar.top() - 2), QPointF(x, bar.bottom() + 3));

    QFont caption = font();
    caption.setPointSizeF(caption.pointSizeF() * 0.9);
    painter.setFont(caption);
    painter.setPen(c.mutedText);
    const QString text = tr("threshold %1").arg(percentText(*m_content.threshold));
    const double textWidth = QFontMetricsF(caption).horizontalAdvance(text);
    const double left = std::clamp(x - textWidth / 2, bar.left(), bar.right() - textWidth);
    painter.drawText(QRectF(left, bar.bottom() + gap, textWidth + 1, fontMetrics().height()),
                     Qt::AlignLeft | Qt::AlignVCenter, text);
}

} // namespace ccad
