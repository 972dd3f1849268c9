// SPDX-License-Identifier: GPL-3.0-or-later
// An interval named "auc" is written as the keys "auc", "auc_low" and "auc_high".
#pragma once

#include "core/statistics/interval.h"

#include <QJsonObject>

namespace ccad {

class JsonFields;

/// null where an end is not known.
void writeInterval(const Interval& interval, const QString& name, QJsonObject& json);
/// The ends alone.
void writeRange(const Interval& interval, const QString& name, QJsonObject& json);

/// For what is checked: all three have to be numbers from `least` to `most`.
[[nodiscard]] Interval readInterval(JsonFields& fields, const QString& name, double least,
                                    double most);
/// For what is only shown: NaN where there is no number.
[[nodiscard]] Interval intervalIn(const QJsonObject& json, const QString& name);

} // namespace ccad
