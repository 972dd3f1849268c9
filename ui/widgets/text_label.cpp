// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/text_label.h"

namespace ccad {

void setPlainText(QLabel* label, const QString& text)
{
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    label->setAccessibleName(text);
    label->setVisible(!text.isEmpty());
}

QLabel* makeTextLabel(const QString& text, const char* role, QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setProperty("role", QString::fromLatin1(role));
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    setPlainText(label, text);
    return label;
}

QLabel* makeCaption(const QString& text, QWidget* buddy, QWidget* parent)
{
    auto* label = new QLabel(parent);
    setPlainText(label, text);
    label->setBuddy(buddy);
    return label;
}

} // namespace ccad
