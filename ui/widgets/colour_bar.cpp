// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/colour_bar.h"

#include "ui/widgets/theme.h"

#include <QImage>
#include <QPainter>
#include <QPainterPath>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int barHeight = 12;
constexpr int gap = 4;

} // namespace

ColourBar::ColourBar(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Colour bar of the overlay"));
    setAccessibleDescription(tr("From no weight, on the left, to the most weight, on the right."));
    setToolTip(tr("0 is no weight, 1 the place that weighed most in this radiograph."));
}

void ColourBar::setColourMap(ColourMap map)
{
    m_map = map;
    update();
}

QSize ColourBar::sizeHint() const
{
    return {200, barHeight + gap + fontMetrics().height()};
}

void ColourBar::paintEvent(QPaintEvent*)
{
    const auto& table = colourTable(m_map);
    QImage gradient(int(table.size()), 1, QImage::Format_RGB32);
    for (int i = 0; i < gradient.width(); ++i)
        gradient.setPixel(i, 0,
                          qRgb(table[size_t(i)][0], table[size_t(i)][1], table[size_t(i)][2]));

    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const QRectF bar(0.5, 0.5, width() - 1, barHeight);
    QPainterPath rounded;
    rounded.addRoundedRect(bar, 4, 4);
    painter.setClipPath(rounded);
    painter.drawImage(bar, gradient);
    painter.setClipping(false);
    painter.setPen(currentColours().border);
    painter.drawPath(rounded);

    painter.setPen(currentColours().mutedText);
    const QRectF row(0, barHeight + gap, width(), fontMetrics().height());
    painter.drawText(row, Qt::AlignLeft, tr("0 none"));
    painter.drawText(row, Qt::AlignHCenter, u"0.5"_s);
    painter.drawText(row, Qt::AlignRight, tr("1 most"));
}

} // namespace ccad
