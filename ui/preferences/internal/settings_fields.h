// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/settings/settings.h"

#include <QList>
#include <QString>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QSpinBox;
class QWidget;

namespace ccad {

/// One of the words that a setting may have, and what people call it.
struct SettingChoice
{
    QString key;
    QString title;
};

// Controls that show a setting and change it at once; they follow when it is changed elsewhere.
// `name` is read aloud and stands before the control in a form.

[[nodiscard]] QComboBox* makeChoiceField(Settings& settings, Setting setting,
                                         const QList<SettingChoice>& choices, const QString& name,
                                         QWidget* parent);
[[nodiscard]] QCheckBox* makeSwitchField(Settings& settings, Setting setting, const QString& text,
                                         QWidget* parent);
/// `zero` is the word for 0.
[[nodiscard]] QSpinBox* makeNumberField(Settings& settings, Setting setting, int maximum,
                                        const QString& zero, const QString& name, QWidget* parent);

/// A form in the window's spacing, its own layout of `page`.
[[nodiscard]] QFormLayout* makeForm(QWidget* page);

/// A caption that leads to the field, and the field.
void addField(QFormLayout& form, const QString& caption, QWidget* field);

} // namespace ccad
