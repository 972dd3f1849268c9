// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preferences/internal/key_edit.h"

namespace ccad {

KeyEdit::KeyEdit(QWidget* parent) : QKeySequenceEdit(parent)
{
    connect(this, &QKeySequenceEdit::editingFinished, this, [this] {
        if (m_isTyping)
            finish();
    });
    // The first stroke empties the field before the stroke is taken: that is no change yet.
    connect(this, &QKeySequenceEdit::keySequenceChanged, this, [this] {
        if (!m_isTyping)
            Q_EMIT edited();
    });
}

void KeyEdit::keyPressEvent(QKeyEvent* event)
{
    m_isTyping = true;
    QKeySequenceEdit::keyPressEvent(event);
}

void KeyEdit::keyReleaseEvent(QKeyEvent* event)
{
    QKeySequenceEdit::keyReleaseEvent(event);
    // Letting go of Ctrl alone types nothing.
    if (m_isTyping && !keySequence().isEmpty())
        finish();
}

void KeyEdit::finish()
{
    const QKeySequence typed = keySequence();
    setKeySequence(typed.isEmpty() ? typed : QKeySequence(typed[0])); // ends the recording
    m_isTyping = false;
    Q_EMIT edited();
}

} // namespace ccad
