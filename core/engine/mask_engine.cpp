// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/mask_engine.h"

namespace ccad::engine {

MaskEngine::MaskEngine(const NetworkSpec& spec, const FoldedWeights& layers,
                       const DecoderWeights& decoder, const Kernels& kernels)
    : m_plan(std::make_shared<const NetworkPlan>(spec, layers, decoder, kernels)),
      m_workspaces(std::make_unique<WorkspacePool>())
{
}

int MaskEngine::side() const
{
    return m_plan->decoder->finest().side;
}

std::vector<float> MaskEngine::run(Pixels image, int threads) const
{
    const WorkspacePool::Lease workspace(*m_workspaces, *m_plan, threads);
    runPass(m_plan, *workspace, image, threads);
    std::vector<float> mask(static_cast<std::size_t>(m_plan->decoder->finest().cells()));
    const float* logit = (*workspace).decoder.mask.data();
    for (float& value : mask) {
        value = *logit;
        logit += m_plan->lanes();
    }
    return mask;
}

} // namespace ccad::engine
