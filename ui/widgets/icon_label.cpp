// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/icon_label.h"

#include "ui/widgets/icon.h"

#include <QPainter>

namespace ccad {

IconLabel::IconLabel(QWidget* parent) : QWidget(parent)
{
    setFixedSize(20, 20);
}

IconLabel::IconLabel(const QString& icon, Colour colour, const QString& meaning, QWidget* parent)
    : IconLabel(parent)
{
    setIcon(icon, colour, meaning);
}

void IconLabel::setIcon(const QString& icon, Colour colour, const QString& meaning)
{
    m_icon = icon;
    m_colour = colour;
    setAccessibleName(meaning);
    setToolTip(meaning);
    update();
}

void IconLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.drawPixmap(0, 0,
                       iconPixmap(m_icon, size(), currentColours().*m_colour, devicePixelRatioF()));
}

} // namespace ccad
