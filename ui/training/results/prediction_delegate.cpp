// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/results/internal/prediction_delegate.h"

#include "ui/training/results/internal/prediction_model.h"
#include "ui/widgets/fitted_image.h"
#include "ui/widgets/probability_bar.h"
#include "ui/widgets/theme.h"

#include <QImage>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int side = PredictionModel::thumbnailSide;
constexpr int margin = 8;
constexpr int frame = 3;
constexpr int cellWidth = side + 2 * (margin + frame) + 24;

void paintPicture(QPainter& painter, const QRect& box, const QModelIndex& index)
{
    const ThemeColours& c = currentColours();
    painter.fillRect(box, Qt::black);
    const QImage thumbnail = index.data(PredictionModel::ThumbnailRole).value<QImage>();
    if (thumbnail.isNull()) {
        const bool failed = index.data(PredictionModel::UnreadableRole).toBool();
        painter.fillRect(box, c.track);
        painter.setPen(c.mutedText);
        painter.drawText(box.adjusted(4, 0, -4, 0), Qt::AlignCenter | Qt::TextWordWrap,
                         failed ? PredictionDelegate::tr("The image cannot be read.") : u"…"_s);
        return;
    }
    paintFitted(painter, box, thumbnail);
}

void paintCard(QPainter& painter, const QStyleOptionViewItem& option)
{
    const ThemeColours& c = currentColours();
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool focused = option.state.testFlag(QStyle::State_HasFocus);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    painter.setPen(selected || focused ? QPen(c.accent, focused ? 2 : 1) : Qt::NoPen);
    painter.setBrush(selected || hovered ? c.hover : QColor(Qt::transparent));
    painter.drawRoundedRect(QRectF(option.rect).adjusted(2.5, 2.5, -2.5, -2.5), 6, 6);
}

} // namespace

void PredictionDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                               const QModelIndex& index) const
{
    const ThemeColours& c = currentColours();
    const bool isRight = index.data(PredictionModel::RightRole).toBool();
    const QColor answerColour = isRight ? c.success : c.error;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setRenderHint(QPainter::SmoothPixmapTransform);
    paintCard(*painter, option);

    QRect box(0, option.rect.top() + margin + frame, side, side);
    box.moveLeft(option.rect.center().x() - side / 2);
    painter->setFont(option.font);
    paintPicture(*painter, box, index);
    painter->setPen(QPen(answerColour, frame));
    painter->setBrush(Qt::NoBrush);
    painter->drawRect(QRectF(box).adjusted(-1.5, -1.5, 1.5, 1.5));

    const QFontMetrics& metrics = option.fontMetrics;
    QRect line(option.rect.left() + margin + 4, box.bottom() + frame + 5,
               option.rect.width() - 2 * (margin + 4), metrics.height());
    const auto write = [&](const QString& text) {
        painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                          metrics.elidedText(text, Qt::ElideRight, line.width()));
        line.translate(0, metrics.height());
    };
    QFont strong = option.font;
    strong.setWeight(QFont::DemiBold);
    painter->setFont(strong);
    painter->setPen(answerColour);
    painter->drawText(line, Qt::AlignRight | Qt::AlignVCenter,
                      percentText(index.data(PredictionModel::ProbabilityRole).toDouble()));
    write(isRight ? tr("✓ right") : tr("✗ wrong"));
    painter->setFont(option.font);
    painter->setPen(c.text);
    write(tr("Says: %1").arg(index.data(PredictionModel::PredictedRole).toString()));
    const QString isWord = index.data(PredictionModel::CorrectedRole).toBool()
        ? tr("Is: %1 (corrected)")
        : tr("Is: %1");
    painter->setPen(c.mutedText);
    write(isWord.arg(index.data(PredictionModel::TrueRole).toString()));
    painter->restore();
}

QSize predictionCellSize(const QFontMetrics& metrics)
{
    return {cellWidth, side + 2 * (margin + frame) + 3 * metrics.height() + 4};
}

QSize PredictionDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    return predictionCellSize(option.fontMetrics);
}

} // namespace ccad
