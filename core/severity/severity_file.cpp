// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/severity/severity_model.h"
#include "core/weights/weight_file.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int severityVersion = 1;

WeightTensor row(std::vector<float> values)
{
    const auto columns = static_cast<std::int64_t>(values.size());
    return {{1, columns}, std::move(values)};
}

std::string tensorName(SeverityScore score, const char* what)
{
    return severityName(score).toStdString() + "." + what;
}

std::string text(const WeightMap& map, const std::string& key)
{
    const auto found = map.metadata.find(key);
    return found == map.metadata.end() ? std::string() : found->second;
}

Error broken(const QString& why)
{
    return {ErrorCode::ModelBroken,
            u"The severity scores of the model package cannot be used: %1"_s.arg(why),
            u"severity.safetensors"_s};
}

/// The numbers of a tensor. Error: ModelBroken.
Result<std::vector<float>> take(const WeightMap& map, const std::string& name, std::size_t columns)
{
    const auto found = map.tensors.find(name);
    const auto sentence = [&](const char* what) {
        return broken(u"\"%1\" %2."_s.arg(QString::fromStdString(name), QString::fromLatin1(what)));
    };
    if (found == map.tensors.end())
        return sentence("is missing");
    const WeightTensor& tensor = found->second;
    if (tensor.shape != std::vector<std::int64_t>{1, static_cast<std::int64_t>(columns)})
        return sentence("has the wrong shape");
    if (!std::ranges::all_of(tensor.values, [](float value) { return std::isfinite(value); }))
        return sentence("holds a value that is not a finite number");
    return tensor.values;
}

Result<SeverityModel::Estimator> readEstimator(const WeightMap& map, SeverityScore score,
                                               std::size_t features)
{
    auto weights = take(map, tensorName(score, "weights"), features);
    if (!weights)
        return weights.error();
    const auto numbers = take(map, tensorName(score, "bias_and_reach"), 2);
    if (!numbers)
        return numbers.error();
    const auto reach = static_cast<double>((*numbers)[1]);
    if (reach < 0)
        return broken(u"the interval of \"%1\" is negative."_s.arg(severityName(score)));
    return SeverityModel::Estimator{score, std::move(*weights), static_cast<double>((*numbers)[0]),
                                    reach};
}

Result<void> checkOrigin(const WeightMap& map, const QString& weightsSha256, std::size_t features)
{
    if (text(map, "severity_version") != std::to_string(severityVersion))
        return broken(u"\"severity_version\" is not 1; a newer CCAD may know the file."_s);
    const QString fittedFor = QString::fromStdString(text(map, "weights_sha256"));
    if (fittedFor != weightsSha256)
        return broken(u"they were fitted for the weights with the SHA-256 %1, and "
                      "the package has %2. Fit them again, with ccad-cli severity "
                      "fit."_s.arg(fittedFor.isEmpty() ? u"(none)"_s : fittedFor, weightsSha256));
    if (text(map, "features") != std::to_string(features))
        return broken(u"they are for %1 features, and the network has %2."_s
                          .arg(QString::fromStdString(text(map, "features")))
                          .arg(features));
    return {};
}

} // namespace

QByteArray SeverityModel::toBytes() const
{
    WeightMap map;
    map.metadata["severity_version"] = std::to_string(severityVersion);
    map.metadata["weights_sha256"] = m_weightsSha256.toStdString();
    map.metadata["features"] = std::to_string(
        m_estimators.empty() ? std::size_t{0} : m_estimators.front().weights.size());
    for (const Estimator& estimator : m_estimators) {
        map.tensors[tensorName(estimator.score, "weights")] = row(estimator.weights);
        map.tensors[tensorName(estimator.score, "bias_and_reach")]
            = row({static_cast<float>(estimator.bias), static_cast<float>(estimator.reach)});
    }
    return toSafetensors(map);
}

Result<SeverityModel> SeverityModel::parse(const QByteArray& content, const QString& weightsSha256,
                                           std::size_t features)
{
    const auto map = parseSafetensors(content);
    if (!map)
        return broken(map.error().message);
    if (auto checked = checkOrigin(*map, weightsSha256, features); !checked)
        return checked.error();
    std::vector<Estimator> estimators;
    for (const SeverityScore score : severityScores) {
        // A data set may have only one of the scores.
        if (!map->tensors.contains(tensorName(score, "weights")))
            continue;
        auto estimator = readEstimator(*map, score, features);
        if (!estimator)
            return estimator.error();
        estimators.push_back(std::move(*estimator));
    }
    if (estimators.empty())
        return broken(u"there is no score in the file."_s);
    return SeverityModel(weightsSha256, std::move(estimators));
}

} // namespace ccad
