// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/classifier.h"

#include "core/base/parallel.h"
#include "core/engine/network_pass.h"
#include "core/lungs/preprocessor_for.h"
#include "core/statistics/softmax.h"

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// Largest number of inputs in one forward pass; larger batches only cost memory.
constexpr std::size_t largestBatch = 32;

std::vector<float> probabilitiesOf(const std::vector<float>& logits, double temperature)
{
    const std::vector<double> shares
        = softmax(std::vector<double>(logits.begin(), logits.end()), temperature);
    return {shares.begin(), shares.end()};
}

Result<Gate> gateFor(const ModelPackage& package)
{
    auto gate = Gate::parse(package.gate);
    const auto features
        = static_cast<std::size_t>(shapeOf(package.manifest.network).featureChannels);
    if (gate && gate->parameters().featureCount != features)
        return Error{ErrorCode::ModelBroken,
                     u"The gate of the model package is for a network of %1 features, "
                     "and its network has %2."_s.arg(gate->parameters().featureCount)
                         .arg(features),
                     u"gate.safetensors"_s};
    return gate;
}

Result<SeverityModel> severityFor(const ModelPackage& package)
{
    const int features = shapeOf(package.manifest.network).featureChannels;
    return SeverityModel::parse(package.severity, package.manifest.weightsSha256,
                                static_cast<std::size_t>(features));
}

} // namespace

class Classifier::Impl
{
public:
    Impl(ModelPackage thePackage, Preprocessor thePreprocessor)
        : package(std::make_shared<const ModelPackage>(std::move(thePackage))),
          preprocessor(std::move(thePreprocessor)),
          pass(package->manifest.network, package->weights)
    {
    }

    [[nodiscard]] const ModelManifest& manifest() const { return package->manifest; }

    [[nodiscard]] Prediction predictionFrom(engine::Answer answer) const
    {
        Prediction prediction;
        prediction.probabilities = probabilitiesOf(answer.logits, manifest().temperature);
        prediction.logits = std::move(answer.logits);
        prediction.features = std::move(answer.features);
        for (std::vector<float>& map : answer.maps)
            prediction.classMaps.push_back({answer.mapSide, answer.mapSide, std::move(map)});
        return prediction;
    }

    std::shared_ptr<const ModelPackage> package;
    Preprocessor preprocessor;
    NetworkPass pass;
    std::optional<Gate> gate;
    std::optional<SeverityModel> severity;
};

Classifier::Classifier(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) { }

Classifier::~Classifier() = default;

const std::shared_ptr<const ModelPackage>& Classifier::package() const
{
    return m_impl->package;
}

const ModelManifest& Classifier::manifest() const
{
    return m_impl->manifest();
}

const Preprocessor& Classifier::preprocessor() const
{
    return m_impl->preprocessor;
}

const Gate* Classifier::gate() const
{
    return m_impl->gate ? &*m_impl->gate : nullptr;
}

const SeverityModel* Classifier::severity() const
{
    return m_impl->severity ? &*m_impl->severity : nullptr;
}

Result<std::unique_ptr<Classifier>> Classifier::create(ModelPackage package)
{
    const QString name = package.manifest.name;
    try {
        if (auto fits = checkWeights(package.weights, package.manifest.network); !fits)
            return fits.error();
        auto preprocessor = preprocessorFor(package.manifest.preprocess);
        if (!preprocessor)
            return preprocessor.error();
        auto impl = std::make_unique<Impl>(std::move(package), *std::move(preprocessor));
        const ModelPackage& kept = *impl->package;
        if (!kept.gate.isEmpty()) {
            auto gate = gateFor(kept);
            if (!gate)
                return gate.error();
            impl->gate = std::move(*gate);
        }
        if (!kept.severity.isEmpty()) {
            auto severity = severityFor(kept);
            if (!severity)
                return severity.error();
            impl->severity = std::move(*severity);
        }
        return std::unique_ptr<Classifier>(new Classifier(std::move(impl)));
    } catch (const std::exception& failure) {
        return Error{
            ErrorCode::Internal,
            u"The network could not be set up: %1"_s.arg(QString::fromUtf8(failure.what())), name};
    }
}

Result<std::unique_ptr<Classifier>> Classifier::load(const QString& folder)
{
    auto package = loadModelPackage(folder);
    if (!package)
        return package.error();
    return create(*std::move(package));
}

Result<Prediction> Classifier::predict(const NetworkInput& input) const
{
    auto predictions = predict(std::vector<NetworkInput>{input});
    if (!predictions)
        return predictions.error();
    return std::move(predictions->front());
}

Result<Prediction> Classifier::predictOnThisThread(const NetworkInput& input) const
{
    std::optional<Result<Prediction>> prediction;
    // Within parallelFor one thread is all that threadsToUse() grants.
    parallelFor(1, [&](std::size_t) { prediction = predict(input); });
    return std::move(*prediction);
}

Result<std::vector<Prediction>> Classifier::predict(const std::vector<NetworkInput>& inputs,
                                                    const CancelToken& cancel) const
{
    try {
        for (const NetworkInput& input : inputs)
            if (auto fits = checkInput(input, m_impl->manifest().network.inputSize); !fits)
                return fits.error();
        std::vector<Prediction> all;
        for (std::size_t first = 0; first < inputs.size(); first += largestBatch) {
            if (cancel.isCancelled())
                return Error{ErrorCode::Cancelled, u"The prediction was cancelled."_s, {}};
            const std::size_t count = std::min(inputs.size() - first, largestBatch);
            for (engine::Answer& answer : m_impl->pass.run(std::span(inputs).subspan(first, count)))
                all.push_back(m_impl->predictionFrom(std::move(answer)));
        }
        return all;
    } catch (const std::exception& failure) {
        return Error{
            ErrorCode::Internal,
            u"The network failed on this image: %1"_s.arg(QString::fromUtf8(failure.what())),
            m_impl->manifest().name};
    }
}

} // namespace ccad
