// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

class QWidget;

namespace ccad {

/// Lets a widget accept files and folders that lie on this computer.
class DroppedFiles final : public QObject
{
    Q_OBJECT
public:
    /// Belongs to the widget.
    explicit DroppedFiles(QWidget* target);

    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    void dropped(const QStringList& paths);
};

} // namespace ccad
