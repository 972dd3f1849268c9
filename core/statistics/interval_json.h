// SPDX-License-Identifier: GPL-3.0-or-later
// An interval named "auc" is written as the keys "auc", "auc_low" and "auc_high".
#pragma once

#include "core/statistics/interval.h"

#include <QJsonObject>

namespace ccad {

class JsonFields;

/// Writes null where an end is not known.
void writeInterval(const Interval& interval, const QString& name, QJsonObject& json);
/// Writes the two ends alone.
void writeRange(const Interval& interval, const QString& name, QJsonObject& json);

/// For JSON that is checked: all three keys have to be numbers from `least` to `most`.
[[nodiscard]] Interval readInterval(JsonFields& fields, const QString& name, double least,
                                    double most);
/// For JSON that is only shown: NaN where there is no number.
[[nodiscard]] Interval intervalIn(const QJsonObject& json, const QString& name);

} // namespace ccad
