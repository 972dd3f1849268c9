// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/checked_weights.h"

#include "core/base/files.h"

#include <QStringList>

#include <cmath>
#include <set>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

constexpr qint64 maximumWeightBytes = qint64{1} << 30;

Error brokenTensor(const std::string& name, const QString& what)
{
    const QString title = QString::fromStdString(name);
    return Error{ErrorCode::ModelBroken, u"The tensor \"%1\" %2."_s.arg(title, what), title};
}

QString shapeText(const std::vector<std::int64_t>& shape)
{
    QStringList sides;
    for (const std::int64_t side : shape)
        sides.append(QString::number(side));
    return sides.join(u" x "_s);
}

Result<void> checkTensor(const WeightTensor& tensor, const TensorShape& expected)
{
    if (tensor.shape != expected.shape)
        return brokenTensor(expected.name,
                            u"has the shape %1 instead of %2"_s.arg(shapeText(tensor.shape),
                                                                    shapeText(expected.shape)));
    std::int64_t count = 1;
    for (const std::int64_t side : expected.shape)
        count *= side;
    if (static_cast<std::int64_t>(tensor.values.size()) != count)
        return brokenTensor(expected.name,
                            u"has %1 values instead of %2"_s.arg(tensor.values.size()).arg(count));
    for (const float value : tensor.values) {
        if (!std::isfinite(value))
            return brokenTensor(expected.name, u"holds a value that is not a finite number"_s);
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
        return Error{ErrorCode::ModelBroken,
                     u"The SHA-256 of weights.safetensors is %1, but the manifest says %2: "
                     "one of the two was changed."_s.arg(sum, expectedSha256),
                     path};
    return parseSafetensors(*content);
}

Result<void> checkTensors(const WeightMap& weights, const std::vector<TensorShape>& allExpected)
{
    std::set<std::string> known;
    for (const TensorShape& expected : allExpected) {
        const auto found = weights.tensors.find(expected.name);
        if (found == weights.tensors.end())
            return brokenTensor(expected.name, u"is missing"_s);
        if (auto checked = checkTensor(found->second, expected); !checked)
            return checked;
        known.insert(expected.name);
    }
    for (const auto& [name, tensor] : weights.tensors) {
        if (!known.contains(name))
            return brokenTensor(name, u"does not belong to this network"_s);
    }
    return {};
}

} // namespace ccad
