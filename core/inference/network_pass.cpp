// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/inference/network_pass_torch.h"
#include "core/inference/torch_bridge_torch.h"
#include "core/model/runtime.h"

namespace ccad {

namespace {

/// As many as Torch would use: see useAllCores().
int engineThreads()
{
    bool isNumber = false;
    const int limit = qEnvironmentVariableIntValue("OMP_NUM_THREADS", &isNumber);
    return isNumber && limit > 0 ? std::min(limit, threadsToUse()) : threadsToUse();
}

} // namespace

NetworkPass::NetworkPass(MobileNetV2& network) : m_inputSize(network->spec().inputSize)
{
    FoldedNetwork folded(network);
    if (const engine::Kernels* kernels = engine::kernelsForThisProcessor())
        m_engine
            = std::make_unique<engine::Engine>(network->spec(), folded.plainWeights(), *kernels);
    else
        m_torch = std::move(folded);
}

std::vector<engine::Answer> NetworkPass::run(std::span<const NetworkInput> inputs) const
{
    if (!m_engine)
        return runTorch(inputs);
    std::vector<engine::Pixels> images;
    for (const NetworkInput& input : inputs)
        images.push_back({input.values.data(), input.channels});
    return m_engine->run(images, engineThreads());
}

std::vector<engine::Answer> NetworkPass::runTorch(std::span<const NetworkInput> inputs) const
{
    useAllCores();
    const torch::InferenceMode inferenceMode;
    const auto x = toBatch({inputs.begin(), inputs.end()}, m_inputSize);
    const torch::Tensor activations = m_torch->features(x.value());
    const torch::Tensor features = MobileNetV2Impl::pool(activations);
    const torch::Tensor logits
        = torch::linear(features, m_torch->headWeight(), m_torch->headBias());
    // The head is linear and pooling a mean, so the logit is the mean over the cells of this map.
    const torch::Tensor maps = torch::einsum("kc,nchw->nkhw", {m_torch->headWeight(), activations});

    std::vector<engine::Answer> answers;
    for (std::int64_t i = 0; i < logits.size(0); ++i) {
        engine::Answer answer{toVector(logits[i]), toVector(features[i]), {}, 0};
        for (std::int64_t k = 0; k < maps.size(1); ++k)
            answer.maps.push_back(toVector(maps[i][k]));
        answer.mapSide = static_cast<int>(maps.size(3));
        answers.push_back(std::move(answer));
    }
    return answers;
}

} // namespace ccad
