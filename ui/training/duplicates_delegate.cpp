// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/internal/duplicates_delegate.h"

#include "ui/training/internal/duplicates_model.h"
#include "ui/widgets/fitted_image.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/theme.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int pictureSide = 64;
constexpr int iconSide = 16;

} // namespace

DuplicatesDelegate::DuplicatesDelegate(QObject* parent) : QStyledItemDelegate(parent) { }

QSize DuplicatesDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    return {320, pictureSide + option.fontMetrics.height() + 3 * spacing::medium};
}

void DuplicatesDelegate::paintHalf(QPainter& painter, const QRect& half, const QImage& image,
                                   const QString& caption)
{
    const QRect frame(half.topLeft(), QSize(pictureSide, pictureSide));
    painter.fillRect(frame, Qt::black);
    paintFitted(painter, frame, image);
    const QRect text = half.adjusted(pictureSide + spacing::medium, 0, -spacing::small, 0);
    const QFontMetrics metrics = painter.fontMetrics();
    QRect row(text.topLeft(), QSize(text.width(), metrics.height()));
    for (const QString& line : caption.split(u'\n')) {
        painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(line, Qt::ElideMiddle, row.width()));
        row.translate(0, metrics.height());
    }
}

void DuplicatesDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                               const QModelIndex& index) const
{
    const ThemeColours& c = currentColours();
    painter->save();
    painter->setRenderHint(QPainter::SmoothPixmapTransform);
    if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver))
        painter->fillRect(option.rect, c.hover);
    const QRect area = option.rect.adjusted(spacing::medium, spacing::medium, -spacing::medium,
                                            -spacing::medium);
    const bool grave = index.data(DuplicatesModel::IsGraveRole).toBool();
    const QRect icon(area.left(), area.top() + (option.fontMetrics.height() - iconSide) / 2,
                     iconSide, iconSide);
    painter->drawPixmap(icon,
                        iconPixmap(grave ? u"warning"_s : u"info"_s, icon.size(),
                                   grave ? c.warning : c.accent,
                                   painter->device()->devicePixelRatioF()));
    painter->setPen(c.text);
    const QRect words(area.left() + iconSide + spacing::medium, area.top(),
                      area.width() - iconSide - spacing::medium, option.fontMetrics.height());
    painter->drawText(
        words, Qt::AlignLeft | Qt::AlignVCenter,
        option.fontMetrics.elidedText(index.data(DuplicatesModel::RelationRole).toString(),
                                      Qt::ElideRight, words.width()));

    painter->setPen(c.mutedText);
    QRect half(area.left(), words.bottom() + spacing::medium, area.width() / 2, pictureSide);
    paintHalf(*painter, half, index.data(DuplicatesModel::FirstImageRole).value<QImage>(),
              index.data(DuplicatesModel::FirstCaptionRole).toString());
    half.translate(area.width() / 2, 0);
    paintHalf(*painter, half, index.data(DuplicatesModel::SecondImageRole).value<QImage>(),
              index.data(DuplicatesModel::SecondCaptionRole).toString());
    painter->restore();
}

} // namespace ccad
