// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/icon.h"

#include <QPushButton>

namespace ccad {

/// A button with its accessible name; `icon` is one of resources/icons, or nullptr. `name` is that
/// of the object, by which it can be found.
[[nodiscard]] inline QPushButton* makeButton(const QString& text, const char* icon, QWidget* parent,
                                             const char* name = "")
{
    auto* button = new QPushButton(text, parent);
    button->setObjectName(QString::fromLatin1(name));
    button->setAccessibleName(QString(text).remove(QLatin1Char('&')).remove(QChar(0x2026)));
    if (icon)
        button->setIcon(themedIcon(QString::fromLatin1(icon)));
    return button;
}

} // namespace ccad
