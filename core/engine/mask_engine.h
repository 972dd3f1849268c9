// SPDX-License-Identifier: GPL-3.0-or-later
// A network that draws a mask, prepared for this processor. No Torch.
#pragma once

#include "core/engine/image_pass.h"

#include <memory>
#include <vector>

namespace ccad::engine {

/// Safe to use from several threads at once. The values do not depend on the number of threads.
class MaskEngine
{
public:
    /// `layers`: only the bottlenecks that the decoder needs; no head.
    MaskEngine(const NetworkSpec& spec, const FoldedWeights& layers, const DecoderWeights& decoder,
               const Kernels& kernels);

    /// Cells a side of a mask.
    [[nodiscard]] int side() const;
    /// The logit of each cell, row-major.
    [[nodiscard]] std::vector<float> run(Pixels image, int threads) const;

private:
    std::shared_ptr<const NetworkPlan> m_plan;
    std::unique_ptr<WorkspacePool> m_workspaces;
};

} // namespace ccad::engine
