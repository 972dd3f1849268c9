// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace ccad {

/// Paints a package of a PackageListModel: its name, whether it is active, its version and test.
class PackageDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit PackageDelegate(QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override;
};

} // namespace ccad
