// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/plain_number.h"

#include <algorithm>
#include <cmath>

namespace ccad {

QString plainNumber(double number, int digits)
{
    QString text = QString::number(number, 'g', digits);
    constexpr double most = 1e15;
    constexpr double least = 1e-15;
    const double size = std::abs(number);
    if (!text.contains(u'e') || !std::isfinite(number) || size >= most || size < least)
        return text;
    const int places = std::max(digits - 1 - static_cast<int>(std::floor(std::log10(size))), 0);
    text = QString::number(number, 'f', places);
    while (text.contains(u'.') && (text.endsWith(u'0') || text.endsWith(u'.')))
        text.chop(1);
    return text;
}

} // namespace ccad
