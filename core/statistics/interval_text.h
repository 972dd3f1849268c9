// SPDX-License-Identifier: GPL-3.0-or-later
// Figures and their intervals, as cards and the command line write them.
#pragma once

#include "core/statistics/interval.h"

#include <QJsonObject>
#include <QString>

namespace ccad {

struct FigureStyle
{
    int digits = 3; ///< after the point
    /// Stands where there is nothing to measure: NaN, or no number in the JSON.
    QStringView unknown = u"-";
};

/// "0.912"
[[nodiscard]] QString figure(double value, const FigureStyle& style = {});
[[nodiscard]] QString figure(const QJsonValue& value, const FigureStyle& style = {});

/// "0.850 to 0.960"
[[nodiscard]] QString range(double low, double high, const FigureStyle& style = {});
/// From the keys "<name>_low" and "<name>_high".
[[nodiscard]] QString range(const QJsonObject& json, const QString& name);

/// "0.912 (0.850 to 0.960)"
[[nodiscard]] QString withInterval(const Interval& interval, const FigureStyle& style = {});
/// From the keys "<name>", "<name>_low" and "<name>_high".
[[nodiscard]] QString withInterval(const QJsonObject& json, const QString& name);

} // namespace ccad
