// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/interval_json.h"

#include "core/base/json_fields.h"
#include "core/base/json_number.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

QString lowKey(const QString& name)
{
    return name + u"_low"_s;
}

QString highKey(const QString& name)
{
    return name + u"_high"_s;
}

} // namespace

void writeInterval(const Interval& interval, const QString& name, QJsonObject& json)
{
    json[name] = jsonNumber(interval.value);
    writeRange(interval, name, json);
}

void writeRange(const Interval& interval, const QString& name, QJsonObject& json)
{
    json[lowKey(name)] = jsonNumber(interval.low);
    json[highKey(name)] = jsonNumber(interval.high);
}

Interval readInterval(JsonFields& fields, const QString& name, double least, double most)
{
    Interval interval;
    interval.value = fields.number(name, least, most);
    interval.low = fields.number(lowKey(name), least, most);
    interval.high = fields.number(highKey(name), least, most);
    return interval;
}

Interval intervalIn(const QJsonObject& json, const QString& name)
{
    const auto number = [&](const QString& key) {
        return json[key].toDouble(std::numeric_limits<double>::quiet_NaN());
    };
    return {number(name), number(lowKey(name)), number(highKey(name))};
}

} // namespace ccad
