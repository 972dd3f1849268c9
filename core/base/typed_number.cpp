// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/typed_number.h"

#include <QRegularExpression>

#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// Without marks between groups of three digits; the text as it is where they are no such.
QString withoutGroups(QString text)
{
    static const QRegularExpression groups(
        u"^[+-]?[1-9]\\d{0,2}(?:([ '\\x{2019}\\x{A0}\\x{2009}\\x{202F}])\\d{3})"
        "(?:\\1\\d{3})*(?:[.,]\\d*)?$"_s);
    const auto match = groups.match(text);
    return match.hasMatch() ? text.remove(match.captured(1)) : text;
}

} // namespace

std::optional<double> typedNumber(const QString& text)
{
    QString plain = withoutGroups(text.trimmed());
    if (plain.count(u',') + plain.count(u'.') > 1)
        return std::nullopt;
    plain.replace(u',', u'.');
    bool isNumber = false;
    const double number = plain.toDouble(&isNumber); // never by the locale
    return isNumber && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

} // namespace ccad
