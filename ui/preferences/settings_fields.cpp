// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preferences/internal/settings_fields.h"

#include "ui/widgets/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>

namespace ccad {

namespace {

/// Calls show() now and whenever the setting changes, while the field lives.
template <typename Field, typename Show>
void follow(Settings& settings, Setting setting, Field* field, const Show& show)
{
    const auto refresh = [&settings, setting, field, show] {
        const QSignalBlocker quiet(field);
        show(settings.value(setting));
    };
    refresh();
    QObject::connect(&settings, &Settings::changed, field, [setting, refresh](Setting changed) {
        if (changed == setting)
            refresh();
    });
}

} // namespace

QComboBox* makeChoiceField(Settings& settings, Setting setting, const QList<SettingChoice>& choices,
                           const QString& name, QWidget* parent)
{
    auto* field = new QComboBox(parent);
    field->setAccessibleName(name);
    for (const SettingChoice& choice : choices)
        field->addItem(choice.title, choice.key);
    follow(settings, setting, field,
           [field](const QVariant& value) { field->setCurrentIndex(field->findData(value)); });
    QObject::connect(field, &QComboBox::currentIndexChanged, &settings,
                     [&settings, setting, field](int index) {
                         settings.setValue(setting, field->itemData(index));
                     });
    return field;
}

QCheckBox* makeSwitchField(Settings& settings, Setting setting, const QString& text,
                           QWidget* parent)
{
    auto* field = new QCheckBox(text, parent);
    field->setAccessibleName(QString(text).remove(QLatin1Char('&')));
    follow(settings, setting, field,
           [field](const QVariant& value) { field->setChecked(value.toBool()); });
    QObject::connect(field, &QCheckBox::toggled, &settings,
                     [&settings, setting](bool on) { settings.setValue(setting, on); });
    return field;
}

QSpinBox* makeNumberField(Settings& settings, Setting setting, int maximum, const QString& zero,
                          const QString& name, QWidget* parent)
{
    auto* field = new QSpinBox(parent);
    field->setAccessibleName(name);
    field->setRange(0, maximum);
    field->setSpecialValueText(zero);
    follow(settings, setting, field,
           [field](const QVariant& value) { field->setValue(value.toInt()); });
    QObject::connect(field, &QSpinBox::valueChanged, &settings,
                     [&settings, setting](int value) { settings.setValue(setting, value); });
    return field;
}

QFormLayout* makeForm(QWidget* page)
{
    auto* form = new QFormLayout(page);
    form->setContentsMargins(spacing::huge, spacing::huge, spacing::huge, spacing::huge);
    form->setHorizontalSpacing(spacing::large);
    form->setVerticalSpacing(spacing::medium + spacing::small);
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    return form;
}

void addField(QFormLayout& form, const QString& caption, QWidget* field)
{
    auto* label = new QLabel(caption, field->parentWidget());
    label->setBuddy(field);
    label->setAccessibleName(QString(caption).remove(QLatin1Char('&')));
    form.addRow(label, field);
}

} // namespace ccad
