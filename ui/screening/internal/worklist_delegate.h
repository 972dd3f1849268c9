// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace ccad {

/// Paints a cell of the worklist: thumbnails, urgency as a bar beside its number, findings with the
/// symbols of the finding panel (a diamond where positive, a disc where not), and words.
class WorklistDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    static constexpr int rowHeight = 56;
    static constexpr int thumbnailSide = 48;
    static constexpr int margin = 8;

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override;
};

} // namespace ccad
