// SPDX-License-Identifier: GPL-3.0-or-later
// Memory for the activations of one image, kept from image to image, since fresh memory costs page
// faults.
#pragma once

#include "core/engine/network_plan.h"

#include <mutex>

namespace ccad::engine {

/// Buffers that one thread writes and no other reads.
struct OwnBuffers
{
    explicit OwnBuffers(const NetworkPlan& plan)
        : padded(plan.ownPaddedValues), hidden(plan.ownHiddenValues), pixels(plan.ownPixelValues)
    {
    }
    AlignedFloats padded;
    AlignedFloats hidden;
    AlignedFloats pixels;
};

/// The activations of a decoder; empty where a network has none.
struct DecoderBuffers
{
    explicit DecoderBuffers(const NetworkPlan& plan)
    {
        if (!plan.decoder)
            return;
        const DecoderLevelPlan& finest = plan.decoder->finest();
        const auto length = [&](int blocks, int cells) {
            return AlignedFloats(static_cast<std::size_t>(blocks)
                                 * static_cast<std::size_t>(cells * plan.lanes()));
        };
        padded = length(finest.mix.blocks(), finest.paddedCells());
        filtered = length(finest.mix.blocks(), finest.cells());
        mixed = length(finest.mix.blocks(), finest.cells());
        mask = length(plan.decoder->mask.blocks(), finest.cells());
    }
    AlignedFloats padded; ///< input of a level's filter
    AlignedFloats filtered;
    AlignedFloats mixed; ///< output of a level
    AlignedFloats mask;
};

struct Workspace
{
    explicit Workspace(const NetworkPlan& plan)
        : activations{AlignedFloats(plan.activationValues), AlignedFloats(plan.activationValues)},
          hidden(plan.hiddenValues), last(length(plan.last, plan.lastCells(), plan.lanes())),
          pooled(length(plan.last, 1, plan.lanes())),
          maps(length(plan.head, plan.lastCells(), plan.lanes())),
          logits(length(plan.head, 1, plan.lanes())), decoder(plan)
    {
        for (const std::size_t count : plan.keptValues)
            kept.emplace_back(count);
    }
    void reserve(int threads, const NetworkPlan& plan)
    {
        while (static_cast<int>(own.size()) < threads)
            own.emplace_back(plan);
    }

    AlignedFloats activations[2]; ///< input and output of a bottleneck, in turn
    AlignedFloats hidden;
    AlignedFloats last; ///< output of the last convolution
    AlignedFloats pooled;
    AlignedFloats maps;
    AlignedFloats logits;
    std::vector<AlignedFloats> kept; ///< outputs of bottlenecks that a decoder wants
    DecoderBuffers decoder;
    std::vector<OwnBuffers> own; ///< one per thread

private:
    static std::size_t length(const PackedConvolution& layer, int cells, int lanes)
    {
        return static_cast<std::size_t>(layer.blocks()) * static_cast<std::size_t>(cells * lanes);
    }
};

/// Workspaces that are not in use; there are as many as there were callers at once.
class WorkspacePool
{
public:
    /// A workspace for as long as this object lives, with buffers for `threads` threads.
    class Lease
    {
    public:
        Lease(WorkspacePool& pool, const NetworkPlan& plan, int threads) : m_pool(pool)
        {
            m_workspace = pool.take();
            if (!m_workspace)
                m_workspace = std::make_unique<Workspace>(plan);
            m_workspace->reserve(threads, plan);
        }
        ~Lease() { m_pool.giveBack(std::move(m_workspace)); }
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;

        Workspace& operator*() const { return *m_workspace; }

    private:
        WorkspacePool& m_pool;
        std::unique_ptr<Workspace> m_workspace;
    };

private:
    [[nodiscard]] std::unique_ptr<Workspace> take()
    {
        const std::lock_guard lock(m_mutex);
        if (m_free.empty())
            return nullptr;
        auto workspace = std::move(m_free.back());
        m_free.pop_back();
        return workspace;
    }
    void giveBack(std::unique_ptr<Workspace> workspace)
    {
        const std::lock_guard lock(m_mutex);
        m_free.push_back(std::move(workspace));
    }

    std::mutex m_mutex;
    std::vector<std::unique_ptr<Workspace>> m_free;
};

} // namespace ccad::engine
