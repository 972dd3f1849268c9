// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDoubleSpinBox>
#include <QDoubleValidator>

namespace ccad {

/// A field for a number with decimals, shown with a point and typed with a point or a comma,
/// whatever the locale: a comma becomes a point as it is typed, and never parts thousands.
class NumberBox final : public QDoubleSpinBox
{
public:
    explicit NumberBox(QWidget* parent = nullptr);

    [[nodiscard]] double valueFromText(const QString& text) const override;

protected:
    QValidator::State validate(QString& text, int& position) const override;
};

/// Accepts the numbers of a NumberBox in a line that is edited freely, "1e-5" included.
class NumberValidator final : public QDoubleValidator
{
public:
    NumberValidator(double lowest, double highest, int decimals, QObject* parent = nullptr);

    QValidator::State validate(QString& text, int& position) const override;
};

} // namespace ccad
