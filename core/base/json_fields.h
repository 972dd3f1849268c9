// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <limits>
#include <optional>

namespace ccad {

/// Reads the fields of a JSON object and remembers the first that is missing, of the wrong type or
/// out of range, so that a caller reads them all in a row and asks once at the end.
class JsonFields
{
public:
    /// `where` names the object in messages: "network" gives "network.classes".
    JsonFields(QJsonObject object, QString where, ErrorCode code);

    /// Accepts any finite number unless a range is given.
    [[nodiscard]] double number(const QString& key,
                                double low = std::numeric_limits<double>::lowest(),
                                double high = std::numeric_limits<double>::max());
    [[nodiscard]] int integer(const QString& key, int low, int high);
    [[nodiscard]] QString text(const QString& key); ///< may be empty
    [[nodiscard]] QString nonEmptyText(const QString& key);
    [[nodiscard]] bool flag(const QString& key);
    [[nodiscard]] QJsonObject object(const QString& key);
    [[nodiscard]] QJsonArray array(const QString& key);
    /// For optional keys: reads nothing.
    [[nodiscard]] bool contains(const QString& key) const { return m_object.contains(key); }
    /// For required keys, in which null means "not known".
    [[nodiscard]] bool isNull(const QString& key) { return take(key).isNull(); }
    /// A required key, in which null means "not known".
    [[nodiscard]] std::optional<double> numberOrNull(const QString& key, double low, double high);
    /// Index of the key's text in `choices`.
    [[nodiscard]] int choice(const QString& key, const QStringList& choices);

    /// Any key that was not read by now is an error.
    void refuseOthers();
    void fail(const QString& key, const QString& what);

    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

private:
    QJsonValue take(const QString& key);
    [[nodiscard]] QString path(const QString& key) const;

    QJsonObject m_object;
    QString m_where;
    ErrorCode m_code;
    QStringList m_known;
    std::optional<Error> m_error;
};

} // namespace ccad
