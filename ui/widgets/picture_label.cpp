// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/picture_label.h"

#include "ui/widgets/fitted_image.h"
#include "ui/widgets/theme.h"

#include <QPainter>

namespace ccad {

PictureLabel::PictureLabel(const QImage& image, const QString& caption, QWidget* parent)
    : QWidget(parent), m_image(image), m_caption(caption)
{
    setAccessibleName(caption);
    setToolTip(caption);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

QSize PictureLabel::sizeHint() const
{
    return {112, heightForWidth(112)};
}

QSize PictureLabel::minimumSizeHint() const
{
    return {64, heightForWidth(64)};
}

int PictureLabel::heightForWidth(int width) const
{
    return width + spacing::small + fontMetrics().height();
}

void PictureLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const QRect frame(0, 0, width(), height() - spacing::small - fontMetrics().height());
    painter.fillRect(frame, Qt::black);
    paintFitted(painter, frame, m_image);
    painter.setPen(currentColours().mutedText);
    const QRect line(0, frame.bottom() + spacing::small, width(), fontMetrics().height());
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(m_caption, Qt::ElideMiddle, width()));
}

} // namespace ccad
