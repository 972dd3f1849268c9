// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/typed_number.h"

#include <cmath>

namespace ccad {

std::optional<double> typedNumber(const QString& text)
{
    QString plain = text.trimmed();
    if (plain.count(u',') + plain.count(u'.') > 1)
        return std::nullopt;
    plain.replace(u',', u'.');
    bool isNumber = false;
    const double number = plain.toDouble(&isNumber); // never by the locale
    return isNumber && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

} // namespace ccad
