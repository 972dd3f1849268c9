// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/number_fields.h"

namespace ccad {

namespace {

QLocale withPoint()
{
    QLocale locale = QLocale::c();
    locale.setNumberOptions(QLocale::RejectGroupSeparator | QLocale::OmitGroupSeparator);
    return locale;
}

} // namespace

NumberBox::NumberBox(QWidget* parent) : QDoubleSpinBox(parent)
{
    setLocale(withPoint());
}

QValidator::State NumberBox::validate(QString& text, int& position) const
{
    text.replace(u',', u'.');
    return QDoubleSpinBox::validate(text, position);
}

double NumberBox::valueFromText(const QString& text) const
{
    QString plain = text;
    return QDoubleSpinBox::valueFromText(plain.replace(u',', u'.'));
}

NumberValidator::NumberValidator(double lowest, double highest, int decimals, QObject* parent)
    : QDoubleValidator(lowest, highest, decimals, parent)
{
    setLocale(withPoint());
}

QValidator::State NumberValidator::validate(QString& text, int& position) const
{
    text.replace(u',', u'.');
    return QDoubleValidator::validate(text, position);
}

} // namespace ccad
