// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/engine.h"

#include <algorithm>
#include <exception>

namespace ccad::engine {

Engine::Engine(const NetworkSpec& spec, const FoldedWeights& weights, const Kernels& kernels)
    : m_plan(std::make_shared<const NetworkPlan>(spec, weights, kernels)),
      m_workspaces(std::make_unique<WorkspacePool>())
{
}

std::vector<Answer> Engine::run(std::span<const Pixels> images, int threads) const
{
    std::vector<Answer> answers(images.size());
    const auto each = static_cast<std::size_t>(threads);
    const std::size_t alone = images.size() / each * each;
    runAlone(images.first(alone), answers.data(), threads);
    for (std::size_t i = alone; i < images.size(); ++i)
        answers[i] = runTogether(images[i], threads);
    return answers;
}

/// The data that helpers of a batch may still read when the batch is done.
struct Engine::Batch
{
    Units units;
    std::mutex mutex;
    std::exception_ptr failure;
};

void Engine::runAlone(std::span<const Pixels> images, Answer* answers, int threads) const
{
    if (images.empty())
        return;
    const auto batch = std::make_shared<Batch>();
    const auto count = static_cast<int>(images.size());
    ThreadTeam::ofThisPriority().run(threads, [=, this](int) {
        batch->units.share(count, [&](int unit) {
            try {
                const auto i = static_cast<std::size_t>(unit);
                answers[i] = runTogether(images[i], 1);
            } catch (...) {
                const std::lock_guard lock(batch->mutex);
                batch->failure = std::current_exception();
            }
        });
    });
    if (batch->failure)
        std::rethrow_exception(batch->failure);
}

Answer Engine::runTogether(Pixels image, int threads) const
{
    const WorkspacePool::Lease workspace(*m_workspaces, *m_plan, threads);
    runPass(m_plan, *workspace, image, threads);
    return answerFrom(*workspace);
}

Answer Engine::answerFrom(const Workspace& workspace) const
{
    const int lanes = m_plan->lanes();
    const int cells = m_plan->lastCells();
    Answer answer;
    answer.mapSide = m_plan->lastSide();
    answer.features.assign(workspace.pooled.data(),
                           workspace.pooled.data() + m_plan->last.outputs());
    for (int label = 0; label < m_plan->classes; ++label) {
        const auto index = static_cast<std::size_t>(label);
        answer.logits.push_back(workspace.logits.data()[label] + m_plan->headBias[index]);
        const float* block = workspace.maps.data()
            + static_cast<std::ptrdiff_t>(label / lanes) * cells * lanes + label % lanes;
        std::vector<float>& map = answer.maps.emplace_back(static_cast<std::size_t>(cells));
        for (int cell = 0; cell < cells; ++cell)
            map[static_cast<std::size_t>(cell)] = block[cell * lanes];
    }
    return answer;
}

} // namespace ccad::engine
