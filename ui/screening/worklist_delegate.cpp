// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screening/internal/worklist_delegate.h"

#include "ui/screening/internal/worklist_model.h"
#include "ui/widgets/fitted_image.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/theme.h"

#include <QHeaderView>
#include <QImage>
#include <QPainter>
#include <QTableView>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int margin = WorklistDelegate::margin;
constexpr int symbolWidth = 18;
constexpr int barHeight = 6;
constexpr double half = 0.5; // where positive findings begin

QColor answerColour(const QModelIndex& index)
{
    const ThemeColours& c = currentColours();
    return index.data(WorklistModel::PositiveRole).toBool() ? c.positive : c.other;
}

void paintGround(QPainter& painter, const QStyleOptionViewItem& option, int column)
{
    const ThemeColours& c = currentColours();
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    if (selected)
        painter.fillRect(option.rect, c.hover);
    painter.fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                     c.border);
    // A bar at the beginning of the row as well: the ground alone is a weak signal.
    const auto* table = qobject_cast<const QTableView*>(option.widget);
    if (selected && table && table->horizontalHeader()->sectionPosition(column) == 0)
        painter.fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()),
                         c.accent);
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter.setPen(QPen(c.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(option.rect).adjusted(1, 1, -1, -1));
    }
}

void paintThumbnailIn(const QRect& cell, QPainter& painter, const QModelIndex& index)
{
    QRect box(0, 0, WorklistDelegate::thumbnailSide, WorklistDelegate::thumbnailSide);
    box.moveCenter(cell.center());
    paintThumbnail(painter, box, index.data(WorklistModel::ThumbnailRole).value<QImage>());
}

void paintSymbol(QPainter& painter, QPointF centre, const QModelIndex& index)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(answerColour(index));
    if (!index.data(WorklistModel::PositiveRole).toBool()) {
        painter.drawEllipse(centre, 4, 4);
        return;
    }
    const QPointF diamond[] = {centre + QPointF(0, -5), centre + QPointF(5, 0),
                               centre + QPointF(0, 5), centre + QPointF(-5, 0)};
    painter.drawPolygon(diamond, 4);
}

void paintIcon(QPainter& painter, QPointF centre, const QString& name, const QColor& colour)
{
    constexpr int side = 14;
    const QPixmap icon
        = iconPixmap(name, QSize(side, side), colour, painter.device()->devicePixelRatioF());
    painter.drawPixmap(QPointF(centre.x() - side / 2.0, centre.y() - side / 2.0), icon);
}

/// A ring with a bar: this way is closed.
void paintNoEntry(QPainter& painter, QPointF centre)
{
    painter.setPen(QPen(currentColours().warning, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(centre, 5.5, 5.5);
    painter.drawLine(centre - QPointF(2.5, 0), centre + QPointF(2.5, 0));
}

Keeping keepingOf(const QModelIndex& index)
{
    return Keeping(index.data(WorklistModel::KeepingRole).toInt());
}

/// The symbol before the words; false: there is none.
bool paintSign(QPainter& painter, QPointF centre, const QModelIndex& index)
{
    const ThemeColours& c = currentColours();
    const auto status = StudyStatus(index.data(WorklistModel::StatusRole).toInt());
    switch (WorklistColumn(index.column())) {
    case WorklistColumn::Finding:
        if (status == StudyStatus::Ok)
            paintSymbol(painter, centre, index);
        return status == StudyStatus::Ok;
    case WorklistColumn::Gate:
        if (status == StudyStatus::Refused)
            paintNoEntry(painter, centre);
        else if (status == StudyStatus::Ok && index.data(WorklistModel::WarningRole).toBool())
            paintIcon(painter, centre, u"warning"_s, c.warning);
        else if (status == StudyStatus::Ok)
            paintIcon(painter, centre, u"check"_s, c.mutedText);
        return true;
    case WorklistColumn::Status:
        if (status == StudyStatus::Failed)
            paintIcon(painter, centre, u"error"_s, c.error);
        return status == StudyStatus::Failed;
    case WorklistColumn::Verdict:
        if (keepingOf(index) == Keeping::Failed)
            paintIcon(painter, centre, u"error"_s, c.error);
        return keepingOf(index) == Keeping::Failed;
    default:
        return false;
    }
}

void paintUrgency(QPainter& painter, QRect cell, const QModelIndex& index,
                  const QFontMetrics& metrics)
{
    const ThemeColours& c = currentColours();
    const QVariant urgency = index.data(WorklistModel::FractionRole);
    if (!urgency.isValid())
        return;
    QRect number = cell;
    number.setWidth(metrics.horizontalAdvance(u"100"_s));
    painter.setPen(c.text);
    painter.drawText(number, Qt::AlignRight | Qt::AlignVCenter, index.data().toString());
    QRectF bar(number.right() + margin, cell.center().y() - barHeight / 2.0,
               cell.right() - number.right() - margin, barHeight);
    if (bar.width() < 2 * barHeight)
        return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(c.track);
    painter.drawRoundedRect(bar, barHeight / 2.0, barHeight / 2.0);
    QRectF filled = bar;
    filled.setWidth(std::max<double>(barHeight, bar.width() * urgency.toDouble()));
    painter.setBrush(answerColour(index));
    painter.drawRoundedRect(filled, barHeight / 2.0, barHeight / 2.0);
    const double middle = bar.left() + bar.width() * half;
    painter.setPen(QPen(c.text, 1));
    painter.drawLine(QPointF(middle, bar.top() - 2), QPointF(middle, bar.bottom() + 2));
}

} // namespace

void WorklistDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const
{
    const ThemeColours& c = currentColours();
    const auto column = WorklistColumn(index.column());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    paintGround(*painter, option, index.column());
    QRect cell = option.rect.adjusted(margin, 0, -margin, -1);
    QFont font = option.font;
    if (index.data(WorklistModel::PositiveRole).toBool() && column == WorklistColumn::Finding)
        font.setWeight(QFont::DemiBold);
    painter->setFont(font);
    const QFontMetrics metrics(font);
    if (column == WorklistColumn::Thumbnail) {
        paintThumbnailIn(cell, *painter, index);
    } else if (column == WorklistColumn::Urgency) {
        paintUrgency(*painter, cell, index, metrics);
    } else {
        if (paintSign(*painter, QPointF(cell.left() + 6, cell.center().y() + 0.5), index))
            cell.setLeft(cell.left() + symbolWidth);
        const bool isReason = column == WorklistColumn::Finding
            && index.data(WorklistModel::StatusRole).toInt() != int(StudyStatus::Ok);
        const bool isAside = column == WorklistColumn::Status || column == WorklistColumn::Time
            || isReason
            || (column == WorklistColumn::Verdict && keepingOf(index) == Keeping::Saving);
        const auto elide = column == WorklistColumn::File ? Qt::ElideMiddle : Qt::ElideRight;
        painter->setPen(isAside ? c.mutedText : c.text);
        // A reason takes two lines, for which a row is high enough.
        const int wrap = isReason ? int(Qt::TextWordWrap) : 0;
        const int room = isReason ? 2 * cell.width() - 4 * margin : cell.width();
        painter->drawText(cell, index.data(Qt::TextAlignmentRole).toInt() | wrap,
                          metrics.elidedText(index.data().toString(), elide, room));
    }
    painter->restore();
}

QSize WorklistDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const int text = option.fontMetrics.horizontalAdvance(index.data().toString());
    return {text + 2 * margin + symbolWidth, std::max(rowHeight, option.fontMetrics.height() * 2)};
}

} // namespace ccad
