// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/interval_text.h"

#include "core/statistics/interval_json.h"

#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace ccad {

QString figure(double value, const FigureStyle& style)
{
    return std::isfinite(value) ? QString::number(value, 'f', style.digits)
                                : style.unknown.toString();
}

QString figure(const QJsonValue& value, const FigureStyle& style)
{
    return figure(value.toDouble(std::numeric_limits<double>::quiet_NaN()), style);
}

QString range(double low, double high, const FigureStyle& style)
{
    return u"%1 to %2"_s.arg(figure(low, style), figure(high, style));
}

QString range(const QJsonObject& json, const QString& name)
{
    const Interval interval = intervalIn(json, name);
    return range(interval.low, interval.high);
}

QString withInterval(const Interval& interval, const FigureStyle& style)
{
    return u"%1 (%2)"_s.arg(figure(interval.value, style),
                            range(interval.low, interval.high, style));
}

QString withInterval(const QJsonObject& json, const QString& name)
{
    return withInterval(intervalIn(json, name));
}

} // namespace ccad
