// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequenceEdit>

namespace ccad {

/// A field that takes one stroke of the keyboard and says so when the key is let go, without
/// waiting for a second stroke as QKeySequenceEdit does.
class KeyEdit final : public QKeySequenceEdit
{
    Q_OBJECT
public:
    explicit KeyEdit(QWidget* parent = nullptr);

Q_SIGNALS:
    /// A key was typed or taken away by hand.
    void edited();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;

private:
    void finish();

    bool m_isTyping = false;
};

} // namespace ccad
