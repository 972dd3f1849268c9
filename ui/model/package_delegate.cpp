// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/internal/package_delegate.h"

#include "ui/model/package_list_model.h"
#include "ui/widgets/theme.h"

#include <QPainter>

namespace ccad {

PackageDelegate::PackageDelegate(QObject* parent) : QStyledItemDelegate(parent) { }

QSize PackageDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    return {240, 3 * option.fontMetrics.height() + 2 * spacing::small + 2 * 12};
}

void PackageDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const
{
    const ThemeColours& c = currentColours();
    painter->save();
    if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver))
        painter->fillRect(option.rect, c.hover);
    if (option.state & QStyle::State_Selected)
        painter->fillRect(QRect(option.rect.topLeft(), QSize(3, option.rect.height())), c.accent);
    const QRect area = option.rect.adjusted(spacing::large, 12, -spacing::large, -12);
    const QFontMetrics metrics = option.fontMetrics;
    QRect row(area.topLeft(), QSize(area.width(), metrics.height()));

    QFont strong = option.font;
    strong.setWeight(QFont::DemiBold);
    const bool isActive = index.data(PackageListModel::ActiveRole).toBool();
    const QString active = isActive ? tr("● active") : QString();
    const int activeWidth = metrics.horizontalAdvance(active) + spacing::medium;
    painter->setFont(strong);
    painter->setPen(c.text);
    painter->drawText(row, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(strong).elidedText(index.data().toString(), Qt::ElideRight,
                                                      row.width() - activeWidth));
    painter->setFont(option.font);
    painter->setPen(c.accent);
    painter->drawText(row, Qt::AlignRight | Qt::AlignVCenter, active);
    const bool isBroken = !index.data(PackageListModel::ProblemRole).toString().isEmpty();
    for (const int role : {int(PackageListModel::DetailRole), int(PackageListModel::TestRole)}) {
        row.translate(0, metrics.height() + spacing::small);
        painter->setPen(isBroken && role == PackageListModel::TestRole ? c.error : c.mutedText);
        painter->drawText(
            row, Qt::AlignLeft | Qt::AlignVCenter,
            metrics.elidedText(index.data(role).toString(), Qt::ElideRight, row.width()));
    }
    painter->restore();
}

} // namespace ccad
