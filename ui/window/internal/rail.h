// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QList>

class QAction;

namespace ccad {

/// The strip on the left that leads from place to place.
class Rail final : public QFrame
{
    Q_OBJECT
public:
    /// One button an action, from top to bottom.
    explicit Rail(const QList<QAction*>& places, QWidget* parent = nullptr);
};

} // namespace ccad
