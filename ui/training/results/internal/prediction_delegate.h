// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace ccad {

/// Paints one prediction: picture, right or wrong in words and colour, true and predicted class
/// (the paper's Figures 7, 11 and 16).
class PredictionDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override;
};

/// The size of every cell with that font.
[[nodiscard]] QSize predictionCellSize(const QFontMetrics& metrics);

} // namespace ccad
