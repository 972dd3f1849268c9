// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/classifier.h"

#include "core/base/parallel.h"
#include "core/inference/folded_network_torch.h"
#include "core/inference/torch_bridge_torch.h"
#include "core/model/runtime.h"

#include <optional>

namespace ccad {

namespace {

/// Largest number of inputs in one forward pass; larger batches only cost memory.
constexpr std::size_t largestBatch = 32;

} // namespace

class Classifier::Impl
{
public:
    Impl(ModelManifest theManifest, FoldedNetwork theNetwork)
        : manifest(std::move(theManifest)), network(std::move(theNetwork))
    {
    }

    /// One forward pass over x: N x 3 x S x S.
    [[nodiscard]] std::vector<Prediction> run(const torch::Tensor& x) const
    {
        const torch::Tensor activations = network.features(x);
        const torch::Tensor features = MobileNetV2Impl::pool(activations);
        const torch::Tensor logits
            = torch::linear(features, network.headWeight(), network.headBias());
        const torch::Tensor probabilities = torch::softmax(logits / manifest.temperature, 1);
        // The head is linear and pooling a mean, so the logit is the mean over the cells of this
        // map.
        const torch::Tensor maps
            = torch::einsum("kc,nchw->nkhw", {network.headWeight(), activations});

        std::vector<Prediction> predictions;
        for (std::int64_t i = 0; i < x.size(0); ++i) {
            Prediction prediction{
                toVector(logits[i]), toVector(probabilities[i]), toVector(features[i]), {}};
            for (std::int64_t k = 0; k < maps.size(1); ++k)
                prediction.classMaps.push_back(toSaliencyMap(maps[i][k]));
            predictions.push_back(std::move(prediction));
        }
        return predictions;
    }

    ModelManifest manifest;
    FoldedNetwork network;
};

Classifier::Classifier(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) { }

Classifier::~Classifier() = default;

const ModelManifest& Classifier::manifest() const
{
    return m_impl->manifest;
}

Result<std::unique_ptr<Classifier>> Classifier::create(const ModelPackage& package)
{
    try {
        const torch::NoGradGuard noGrad;
        MobileNetV2 network(package.manifest.network);
        if (auto loaded = loadWeights(network, package.weights); !loaded)
            return loaded.error();
        auto impl = std::make_unique<Impl>(package.manifest, FoldedNetwork(network));
        return std::unique_ptr<Classifier>(new Classifier(std::move(impl)));
    } catch (const std::exception& failure) {
        return Error{ErrorCode::Internal,
                     QStringLiteral("The network could not be set up: %1")
                         .arg(QString::fromUtf8(failure.what())),
                     package.manifest.name};
    }
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
    // Within parallelFor one thread is all there is to use, and OpenMP is told so.
    parallelFor(1, [&](std::size_t) { prediction = predict(input); });
    return std::move(*prediction);
}

Result<std::vector<Prediction>> Classifier::predict(const std::vector<NetworkInput>& inputs,
                                                    const CancelToken& cancel) const
{
    try {
        useAllCores();
        const torch::InferenceMode inferenceMode;
        std::vector<Prediction> all;
        for (std::size_t first = 0; first < inputs.size(); first += largestBatch) {
            if (cancel.isCancelled())
                return Error{
                    ErrorCode::Cancelled, QStringLiteral("The prediction was cancelled."), {}};
            const std::size_t end = std::min(inputs.size(), first + largestBatch);
            auto batch = toBatch({inputs.begin() + static_cast<std::ptrdiff_t>(first),
                                  inputs.begin() + static_cast<std::ptrdiff_t>(end)},
                                 m_impl->manifest.network.inputSize);
            if (!batch)
                return batch.error();
            auto predictions = m_impl->run(*batch);
            std::move(predictions.begin(), predictions.end(), std::back_inserter(all));
        }
        return all;
    } catch (const std::exception& failure) {
        return Error{ErrorCode::Internal,
                     QStringLiteral("The network failed on this image: %1")
                         .arg(QString::fromUtf8(failure.what())),
                     m_impl->manifest.name};
    }
}

} // namespace ccad
