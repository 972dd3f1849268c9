// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_fields.h"

#include "core/base/plain_number.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad {

JsonFields::JsonFields(QJsonObject object, QString where, ErrorCode code)
    : m_object(std::move(object)), m_where(std::move(where)), m_code(code)
{
}

double JsonFields::number(const QString& key, double low, double high)
{
    const QJsonValue value = take(key);
    if (!value.isDouble()) {
        fail(key, u"is not a number"_s);
        return low;
    }
    const double found = value.toDouble();
    if (!(found >= low && found <= high))
        fail(key,
             u"is %1, outside %2 to %3"_s.arg(plainNumber(found), plainNumber(low),
                                              plainNumber(high)));
    return found;
}

int JsonFields::integer(const QString& key, int low, int high)
{
    const double found = number(key, low, high);
    if (m_error)
        return low;
    if (found != std::floor(found))
        fail(key, u"is %1, not a whole number"_s.arg(plainNumber(found)));
    return static_cast<int>(found);
}

QString JsonFields::text(const QString& key)
{
    const QJsonValue value = take(key);
    if (!value.isString())
        fail(key, u"is not a text"_s);
    return value.toString();
}

QString JsonFields::nonEmptyText(const QString& key)
{
    const QString found = text(key);
    if (found.trimmed().isEmpty())
        fail(key, u"is empty"_s);
    return found;
}

bool JsonFields::flag(const QString& key)
{
    const QJsonValue value = take(key);
    if (!value.isBool())
        fail(key, u"is neither true nor false"_s);
    return value.toBool();
}

QJsonObject JsonFields::object(const QString& key)
{
    const QJsonValue value = take(key);
    if (!value.isObject())
        fail(key, u"is not an object"_s);
    return value.toObject();
}

QJsonArray JsonFields::array(const QString& key)
{
    const QJsonValue value = take(key);
    if (!value.isArray())
        fail(key, u"is not a list"_s);
    return value.toArray();
}

std::optional<double> JsonFields::numberOrNull(const QString& key, double low, double high)
{
    if (isNull(key))
        return std::nullopt;
    return number(key, low, high);
}

int JsonFields::choice(const QString& key, const QStringList& choices)
{
    const QString found = text(key);
    const auto index = choices.indexOf(found);
    if (index < 0)
        fail(key, u"is \"%1\", not one of %2"_s.arg(found, choices.join(u", "_s)));
    return std::max(0, static_cast<int>(index));
}

void JsonFields::refuseOthers()
{
    for (const QString& key : m_object.keys()) {
        if (!m_known.contains(key))
            fail(key, u"is unknown"_s);
    }
}

void JsonFields::fail(const QString& key, const QString& what)
{
    if (m_error)
        return;
    m_error = Error{m_code, u"The key \"%1\" %2."_s.arg(path(key), what), path(key)};
}

QJsonValue JsonFields::take(const QString& key)
{
    m_known.append(key);
    if (!m_object.contains(key))
        fail(key, u"is missing"_s);
    return m_object.value(key);
}

QString JsonFields::path(const QString& key) const
{
    return m_where.isEmpty() ? key : m_where + u'.' + key;
}

} // namespace ccad
