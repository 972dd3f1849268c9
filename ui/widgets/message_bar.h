// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QPushButton;
class QToolButton;

namespace ccad {

class IconLabel;

/// One message at a time, inside the window: it blocks nothing and goes when it is closed or
/// outdated.
class MessageBar final : public QFrame
{
    Q_OBJECT
public:
    enum class Severity
    {
        Information,
        Error
    };

    explicit MessageBar(QWidget* parent = nullptr);

    void show(Severity severity, const QString& text);
    [[nodiscard]] QString text() const;
    /// Sets whether the user can close the bar; at first yes.
    void setClosable(bool closable);
    /// Puts a button behind the text: what can be done about it.
    void addButton(QPushButton* button);

Q_SIGNALS:
    void closed(); ///< the user closed the bar

private:
    IconLabel* m_icon;
    QLabel* m_text;
    QToolButton* m_close;
};

} // namespace ccad
