// SPDX-License-Identifier: GPL-3.0-or-later
// One image on its way through the network.
#pragma once

#include "core/engine/thread_team.h"
#include "core/engine/workspace.h"

#include <array>

namespace ccad::engine {

/// The pixels of an image: channels x inputSize x inputSize, planar; one channel is grey.
struct Pixels
{
    const float* values = nullptr;
    int channels = 1;
};

/// Keeps one of three equal planes: a grey image takes a third of the first convolution's work.
[[nodiscard]] Pixels withoutEqualPlanes(Pixels pixels, int side);

/// The pass of one image, done by one thread or several. The work of each stage is divided into
/// units that threads take as they come; who computes a unit changes no value.
class ImagePass
{
public:
    /// The workspace must have buffers of their own for all members.
    ImagePass(std::shared_ptr<const NetworkPlan> plan, Workspace& workspace, Pixels pixels,
              int members);

    /// Each member, 0 .. members - 1, calls this once. When any call returns, the workspace holds
    /// last, pooled, maps and logits, or the decoder's mask; a member that comes later touches
    /// nothing of it.
    void run(int member);

private:
    struct Rows ///< of a bottleneck's output
    {
        int first = 0;
        int count = 0;
    };
    class Member;

    void runDecoder(Member& self);
    void runByGroups(std::size_t index, Member& self);
    void runByChannels(std::size_t index, Member& self);
    /// Input of a bottleneck's projection, or of a part of it: [block][cells of the part][lanes].
    struct Hidden
    {
        float* values = nullptr;
        int firstCell = 0; ///< of the bottleneck's output
        int cells = 0;
    };
    void expandAndFilter(std::size_t index, int panel, Rows rows, Hidden hidden,
                         const Member& self);
    void expand(std::size_t index, int panel, Rows rows, const Member& self);
    void runExpansion(std::size_t index, int panel, Rows expanded, float* output,
                      std::ptrdiff_t blockStep, const Member& self);
    void runStem(int panel, Rows expanded, float* output, std::ptrdiff_t blockStep,
                 const Member& self);
    void keepForShortcut(int panel, Rows rows, const float* expanded, std::ptrdiff_t blockStep);
    void copyPixels(int firstRow, int rows, float* target) const;
    void project(std::size_t index, int panel, Hidden hidden, int first, int cells);
    void runLast(int panel, const Member& self);
    void runHead(int panel, int part);

    /// Input of the bottleneck, and thereby output of the one before it.
    [[nodiscard]] float* activations(std::size_t index)
    {
        if (const int slot = m_plan.keptSlot(static_cast<int>(index)); slot >= 0)
            return m_workspace.kept[static_cast<std::size_t>(slot)].data();
        return m_workspace.activations[index % 2].data();
    }

    static constexpr std::size_t mostStages = 64;
    const std::shared_ptr<const NetworkPlan> m_sharedPlan;
    const NetworkPlan& m_plan;
    Workspace& m_workspace;
    const Pixels m_pixels;
    const int m_members;
    std::array<Units, mostStages> m_stages;
};

/// Runs a pass of the image on `threads` threads; on return the workspace holds its results.
void runPass(const std::shared_ptr<const NetworkPlan>& plan, Workspace& workspace, Pixels image,
             int threads);

} // namespace ccad::engine
