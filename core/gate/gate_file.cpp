// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gate/gate.h"
#include "core/weights/weight_file.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// 2 knows children, too; a gate that does not is written as version 1, which older programs read.
constexpr const char* versionWithoutChildren = "1";
constexpr const char* versionWithChildren = "2";
constexpr std::size_t rankCount = PictureFacts::smallSide * PictureFacts::smallSide;

WeightTensor tensor(std::vector<float> values, std::size_t columns)
{
    const auto rows = static_cast<std::int64_t>(columns == 0 ? 0 : values.size() / columns);
    return {{rows, static_cast<std::int64_t>(columns)}, std::move(values)};
}

void put(const Subspace& subspace, const std::string& name, WeightMap& map)
{
    map.tensors[name + ".scale"] = tensor(subspace.scale, subspace.width);
    map.tensors[name + ".centres"] = tensor(subspace.centres, subspace.width);
    map.tensors[name + ".axes"] = tensor(subspace.axes, subspace.width);
    map.tensors[name + ".deviations"] = tensor(subspace.deviations, 1);
    map.tensors[name + ".residual"] = tensor({subspace.residual}, 1);
}

/// Takes tensors out of a file and remembers the first that does not fit.
class Reader
{
public:
    explicit Reader(WeightMap map) : m_map(std::move(map)) { }

    /// A tensor with the given columns, and any number of rows if `rows` is 0.
    std::vector<float> take(const std::string& name, std::size_t rows, std::size_t columns)
    {
        const auto found = m_map.tensors.find(name);
        if (found == m_map.tensors.end()) {
            fail(name, u"is missing"_s);
            return {};
        }
        WeightTensor& value = found->second;
        const bool fits = value.shape.size() == 2
            && value.shape[1] == static_cast<std::int64_t>(columns)
            && (rows == 0 ? value.shape[0] >= 1
                          : value.shape[0] == static_cast<std::int64_t>(rows));
        if (!fits)
            fail(name, u"has the wrong shape"_s);
        for (const float number : value.values)
            if (!std::isfinite(number))
                fail(name, u"holds a value that is not a finite number"_s);
        return std::move(value.values);
    }

    GateLimits limits(const std::string& name)
    {
        const auto values = take(name, 1, 2);
        if (failed())
            return {};
        if (!(values[0] < values[1]))
            fail(name, u"warns later than it refuses"_s);
        return {static_cast<double>(values[0]), static_cast<double>(values[1])};
    }

    Subspace subspace(const std::string& name, std::size_t width)
    {
        Subspace result;
        result.width = width;
        result.scale = take(name + ".scale", 1, width);
        result.centres = take(name + ".centres", 0, width);
        result.axes = take(name + ".axes", 0, width);
        result.rank = width == 0 ? 0 : result.axes.size() / width;
        result.deviations = take(name + ".deviations", result.rank, 1);
        std::vector<float> residual = take(name + ".residual", 1, 1);
        if (failed())
            return result;
        result.residual = residual[0];
        for (const std::vector<float>* divisors : {&result.scale, &result.deviations, &residual})
            for (const float divisor : *divisors)
                if (divisor <= 0)
                    fail(name, u"divides by something that is not above 0"_s);
        return result;
    }

    [[nodiscard]] std::string text(const std::string& key) const
    {
        const auto found = m_map.metadata.find(key);
        return found == m_map.metadata.end() ? std::string() : found->second;
    }

    void fail(const std::string& name, const QString& what)
    {
        if (m_failure.isEmpty())
            m_failure = u"The gate of the model package cannot be used: \"%1\" %2."_s.arg(
                QString::fromStdString(name), what);
    }
    [[nodiscard]] bool failed() const { return !m_failure.isEmpty(); }
    [[nodiscard]] Error error() const
    {
        return {ErrorCode::ModelBroken, m_failure, u"gate.safetensors"_s};
    }

private:
    WeightMap m_map;
    QString m_failure;
};

std::vector<float> asFloats(const GateLimits& limits)
{
    return {static_cast<float>(limits.warn), static_cast<float>(limits.refuse)};
}

} // namespace

QByteArray Gate::toBytes() const
{
    WeightMap map;
    const std::size_t kinds = knowsChildren() ? pictureKinds : kindsWithoutChildren;
    map.metadata["gate_version"] = knowsChildren() ? versionWithChildren : versionWithoutChildren;
    map.metadata["features"] = std::to_string(m_parameters.featureCount);
    map.tensors["kinds.weights"] = tensor(m_parameters.kinds.weights, kinds);
    map.tensors["kinds.bias"] = tensor(m_parameters.kinds.bias, kinds);
    put(m_parameters.features, "features", map);
    put(m_parameters.pictures, "pictures", map);
    map.tensors["limits.refusal"] = tensor(asFloats(m_parameters.refusal), 2);
    map.tensors["limits.feature_distance"] = tensor(asFloats(m_parameters.featureDistance), 2);
    map.tensors["limits.picture_distance"] = tensor(asFloats(m_parameters.pictureDistance), 2);
    map.tensors["limits.part"] = tensor({static_cast<float>(m_parameters.pieceWarning)}, 1);
    if (knowsChildren())
        map.tensors["limits.child"] = tensor({static_cast<float>(m_parameters.childWarning)}, 1);
    return toSafetensors(map);
}

Result<Gate> Gate::parse(const QByteArray& content)
{
    auto map = parseSafetensors(content);
    if (!map)
        return Error{ErrorCode::ModelBroken,
                     u"The gate of the model package cannot be read. %1"_s.arg(map.error().message),
                     map.error().context};
    Reader reader(std::move(*map));
    const bool withChildren = reader.text("gate_version") == versionWithChildren;
    if (!withChildren && reader.text("gate_version") != versionWithoutChildren)
        reader.fail("gate_version", u"is neither 1 nor 2; a newer CCAD may know it"_s);
    const std::size_t kinds = withChildren ? pictureKinds : kindsWithoutChildren;
    Parameters parameters;
    parameters.featureCount = QString::fromStdString(reader.text("features")).toUInt();
    parameters.kinds.classes = static_cast<int>(kinds);
    parameters.kinds.width = parameters.featureCount + rankCount + PictureFacts::valueCount;
    parameters.kinds.weights = reader.take("kinds.weights", parameters.kinds.width, kinds);
    parameters.kinds.bias = reader.take("kinds.bias", 1, kinds);
    parameters.features = reader.subspace("features", parameters.featureCount);
    parameters.pictures = reader.subspace("pictures", rankCount);
    parameters.refusal = reader.limits("limits.refusal");
    parameters.featureDistance = reader.limits("limits.feature_distance");
    parameters.pictureDistance = reader.limits("limits.picture_distance");
    const auto piece = reader.take("limits.part", 1, 1);
    if (withChildren)
        if (const auto child = reader.take("limits.child", 1, 1); !reader.failed())
            parameters.childWarning = static_cast<double>(child[0]);
    if (reader.failed())
        return reader.error();
    parameters.pieceWarning = static_cast<double>(piece[0]);
    return Gate(std::move(parameters));
}

} // namespace ccad
