// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/checked_weights.h"

#include "core/base/files.h"

#include <QStringList>

#include <cmath>
#include <set>

namespace ccad {
namespace {

constexpr qint64 maximumWeightBytes = qint64{1} << 30;

Error brokenTensor(const std::string& name, const QString& what)
{
    const QString title = QString::fromStdString(name);
    return Error{ErrorCode::ModelBroken, QStringLiteral("The tensor \"%1\" %2.").arg(title, what),
                 title};
}

QString shapeText(const std::vector<std::int64_t>& shape)
{
    QStringList sides;
    for (const std::int64_t side : shape)
        sides.append(QString::number(side));
    return sides.join(QStringLiteral(" x "));
}

Result<void> checkTensor(const WeightTensor& tensor, const TensorShape& expected)
{
    if (tensor.shape != expected.shape)
        return brokenTensor(expected.name,
                            QStringLiteral("has the shape %1 instead of %2")
                                .arg(shapeText(tensor.shape), shapeText(expected.shape)));
    std::int64_t count = 1;
    for (const std::int64_t side : expected.shape)
        count *= side;
    if (static_cast<std::int64_t>(tensor.values.size()) != count)
        return brokenTensor(
            expected.name,
            QStringLiteral("has %1 values instead of %2").arg(tensor.values.size()).arg(count));
    for (const float value : tensor.values) {
        if (!std::isfinite(value))
            return brokenTensor(expected.name,
                                QStringLiteral("holds a value that is not a finite number"));
    }
    return {};
}

} // namespace

Result<WeightMap> readCheckedWeights(const QString& path, const QString& expectedSha256)
{
    const auto content = readFile(path, maximumWeightBytes);
    if (!content)
        return content.error();
    const QString sum = sha256Hex(*content);
    if (sum != expectedSha256)
        return Error{
            ErrorCode::ModelBroken,
            QStringLiteral("The SHA-256 of weights.safetensors is %1, but the manifest says %2: "
                           "one of the two was changed.")
                .arg(sum, expectedSha256),
            path};
    return parseSafetensors(*content);
}

Result<void> checkTensors(const WeightMap& weights, const std::vector<TensorShape>& allExpected)
{
    std::set<std::string> known;
    for (const TensorShape& expected : allExpected) {
        const auto found = weights.tensors.find(expected.name);
        if (found == weights.tensors.end())
            return brokenTensor(expected.name, QStringLiteral("is missing"));
        if (auto checked = checkTensor(found->second, expected); !checked)
            return checked;
        known.insert(expected.name);
    }
    for (const auto& [name, tensor] : weights.tensors) {
        if (!known.contains(name))
            return brokenTensor(name, QStringLiteral("does not belong to this network"));
    }
    return {};
}

} // namespace ccad
