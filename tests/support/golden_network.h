// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/package/model_package.h"
#include "tests/support/hash_weights.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace ccad::test {

using namespace Qt::StringLiterals;

/// A file of tests/golden/network as JSON; empty when it is not there.
inline QJsonObject goldenNetwork(const QString& name)
{
    QFile file(QStringLiteral(CCAD_SOURCE_DIR "/tests/golden/network/") + name);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QJsonDocument::fromJson(file.readAll()).object();
}

/// A package around weights, with classes class_0, class_1, ...
inline ModelPackage packageOf(const NetworkSpec& spec, WeightMap weights)
{
    ModelPackage package;
    package.manifest.name = u"test-model"_s;
    package.manifest.version = u"1.0.0"_s;
    package.manifest.network = spec;
    package.manifest.preprocess.inputSize = spec.inputSize;
    for (int i = 0; i < spec.classes; ++i)
        package.manifest.classes.push_back({u"class_%1"_s.arg(i), QString()});
    package.weights = std::move(weights);
    return package;
}

inline ModelPackage hashPackage(const NetworkSpec& spec)
{
    return packageOf(spec, hashWeights(spec));
}

inline std::vector<float> floats(const QJsonValue& list)
{
    std::vector<float> values;
    for (const QJsonValue& value : list.toArray())
        values.push_back(static_cast<float>(value.toDouble()));
    return values;
}

/// The largest absolute difference; infinite when the lengths differ.
inline double largestDifference(const std::vector<float>& a, const std::vector<float>& b)
{
    if (a.size() != b.size())
        return std::numeric_limits<double>::infinity();
    double largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        largest = std::max(largest, std::abs(static_cast<double>(a[i]) - b[i]));
    return largest;
}

} // namespace ccad::test
