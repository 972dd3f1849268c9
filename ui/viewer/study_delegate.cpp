// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/internal/study_delegate.h"

#include "ui/viewer/study_list_model.h"
#include "ui/widgets/fitted_image.h"
#include "ui/widgets/theme.h"

#include <QImage>
#include <QPainter>

namespace ccad {

namespace {

constexpr int thumbnailSide = 48;
constexpr int margin = 8;

} // namespace

void StudyDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const
{
    const ThemeColours& c = currentColours();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF card = QRectF(option.rect).adjusted(4.5, 2.5, -4.5, -2.5);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool focused = option.state.testFlag(QStyle::State_HasFocus);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    painter->setPen(selected || focused ? QPen(c.accent, focused ? 2 : 1) : Qt::NoPen);
    painter->setBrush(selected || hovered ? c.hover : QColor(Qt::transparent));
    painter->drawRoundedRect(card, 6, 6);

    const QRect box(option.rect.left() + margin + 4,
                    option.rect.center().y() - thumbnailSide / 2 + 1, thumbnailSide, thumbnailSide);
    paintThumbnail(*painter, box, index.data(StudyListModel::ThumbnailRole).value<QImage>());

    const int line = option.fontMetrics.height();
    const QString summary = index.data(StudyListModel::SummaryRole).toString();
    QRect text(box.right() + 12, 0, int(card.right()) - box.right() - 12 - margin, line);
    text.moveTop(option.rect.center().y() - (summary.isEmpty() ? line / 2 : line + 1));
    painter->setFont(option.font);
    painter->setPen(c.text);
    painter->drawText(
        text, Qt::AlignLeft | Qt::AlignVCenter,
        option.fontMetrics.elidedText(index.data().toString(), Qt::ElideMiddle, text.width()));
    text.translate(0, line + 2);
    const bool failed = index.data(StudyListModel::FailedRole).toBool();
    painter->setPen(failed ? c.error : c.mutedText);
    painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                      option.fontMetrics.elidedText(summary, Qt::ElideRight, text.width()));
    painter->restore();
}

QSize StudyDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {160, thumbnailSide + 2 * margin + 4};
}

} // namespace ccad
