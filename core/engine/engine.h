// SPDX-License-Identifier: GPL-3.0-or-later
// A network prepared for this processor. Knows nothing of Torch.
#pragma once

#include "core/engine/image_pass.h"

#include <memory>
#include <span>
#include <vector>

namespace ccad::engine {

/// A network's answer for one image.
struct Answer
{
    std::vector<float> logits; ///< one per class
    std::vector<float> features; ///< mean of each channel of the last convolution
    /// One map per class, mapSide x mapSide, row-major; its mean + the class's bias = logit.
    std::vector<std::vector<float>> maps;
    int mapSide = 0;
};

/// Safe to use from several threads at once. An answer depends neither on the number of threads nor
/// on the other images of the call.
class Engine
{
public:
    Engine(const NetworkSpec& spec, const FoldedWeights& weights, const Kernels& kernels);

    /// One answer per image, by `threads` threads: first one image for each thread as long as there
    /// are enough, then all threads on one image after the other.
    [[nodiscard]] std::vector<Answer> run(std::span<const Pixels> images, int threads) const;

private:
    struct Batch;
    [[nodiscard]] Answer answerFrom(const Workspace& workspace) const;
    void runAlone(std::span<const Pixels> images, Answer* answers, int threads) const;
    [[nodiscard]] Answer runTogether(Pixels image, int threads) const;

    std::shared_ptr<const NetworkPlan> m_plan;
    std::unique_ptr<WorkspacePool> m_workspaces;
};

} // namespace ccad::engine
