// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/statistics/roc.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>
#include <vector>

namespace ccad::test {

/// What tests/golden/metrics/make_metrics_goldens.py wrote; empty when the file is not there.
inline QJsonObject goldenMetrics()
{
    QFile file(QStringLiteral(CCAD_SOURCE_DIR "/tests/golden/metrics/metrics.json"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QJsonDocument::fromJson(file.readAll()).object();
}

inline std::vector<double> numbers(const QJsonValue& list)
{
    std::vector<double> result;
    for (const QJsonValue& value : list.toArray())
        result.push_back(value.toDouble());
    return result;
}

inline std::vector<bool> flags(const QJsonValue& list)
{
    std::vector<bool> result;
    for (const QJsonValue& value : list.toArray())
        result.push_back(value.toBool());
    return result;
}

/// Within 1e-9, the tolerance of every parity test here.
inline bool same(double found, double expected)
{
    return std::abs(found - expected) < 1e-9;
}

/// Value, low and high.
inline bool same(const Interval& found, const QJsonValue& expected)
{
    const auto wanted = numbers(expected);
    return wanted.size() == 3 && same(found.value, wanted[0]) && same(found.low, wanted[1])
        && same(found.high, wanted[2]);
}

} // namespace ccad::test
