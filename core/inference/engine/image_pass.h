// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/inference: one image on its way through the network.
#pragma once

#include "core/inference/engine/thread_team.h"
#include "core/inference/engine/workspace.h"

#include <array>
#include <span>

namespace ccad::engine {

/// The pixels of an image: channels x inputSize x inputSize, planar; one channel is grey.
struct Pixels
{
    const float* values = nullptr;
    int channels = 1;
};

/// Done by one thread or several. The work of each stage is divided into units that are handed out
/// as threads ask for them; who computes a unit changes no value.
class ImagePass
{
public:
    /// The workspace has buffers of their own for all threads that take part.
    ImagePass(const NetworkPlan& plan, Workspace& workspace, Pixels pixels);

    /// To be called once by each member. Afterwards the workspace holds last, pooled, maps and
    /// logits.
    void run(int member, int members);

private:
    struct Rows ///< of a bottleneck's output
    {
        int first = 0;
        int count = 0;
    };
    class Walk;

    void runByGroups(std::size_t index, Walk& walk, OwnBuffers& own);
    void runByChannels(std::size_t index, Walk& walk, OwnBuffers& own);
    /// Input of a bottleneck's projection, or of a part of it: [block][cells of the part][lanes].
    struct Hidden
    {
        float* values = nullptr;
        int firstCell = 0; ///< of the bottleneck's output
        int cells = 0;
    };
    void expandAndFilter(std::size_t index, int panel, Rows rows, Hidden hidden, OwnBuffers& own);
    void expand(std::size_t index, int panel, Rows rows, OwnBuffers& own);
    void runExpansion(std::size_t index, int panel, Rows expanded, float* output,
                      std::ptrdiff_t blockStep);
    void runStem(int panel, Rows expanded, float* output, std::ptrdiff_t blockStep,
                 OwnBuffers& own);
    void keepForShortcut(int panel, Rows rows, const float* expanded, std::ptrdiff_t blockStep);
    void copyPixels(int firstRow, int rows, float* target) const;
    void project(std::size_t index, int panel, Hidden hidden, int first, int cells);
    void runLast(int panel);
    void runHead(int panel);

    /// Input of the bottleneck, and thereby output of the one before it.
    [[nodiscard]] float* activations(std::size_t index)
    {
        return m_workspace.activations[index % 2].data();
    }

    static constexpr std::size_t mostStages = 64;
    const NetworkPlan& m_plan;
    Workspace& m_workspace;
    Pixels m_pixels;
    MeetingPoint m_meetingPoint;
    std::array<std::atomic<int>, mostStages> m_nextUnit{};
};

} // namespace ccad::engine
