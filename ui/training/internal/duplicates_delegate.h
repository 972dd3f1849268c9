// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace ccad {

/// Paints a pair of a DuplicatesModel: both pictures, their names, and what is wrong with them.
class DuplicatesDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit DuplicatesDelegate(QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override;

private:
    static void paintHalf(QPainter& painter, const QRect& half, const QImage& image,
                          const QString& caption);
};

} // namespace ccad
