// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of a decoder on the activations that a pass has kept.
#pragma once

#include "core/engine/workspace.h"

namespace ccad::engine {

/// Each step is divided into units that write different values, in any order and by any thread; a
/// step needs the one before as a whole.
class DecoderPass
{
public:
    DecoderPass(const NetworkPlan& plan, Workspace& workspace)
        : m_plan(plan), m_decoder(*plan.decoder), m_workspace(workspace)
    {
    }

    [[nodiscard]] int mergeUnits(std::size_t level) const;
    void merge(std::size_t level, int unit);
    [[nodiscard]] int filterUnits(std::size_t level) const;
    void filter(std::size_t level, int unit);
    [[nodiscard]] int mixUnits(std::size_t level) const;
    void mix(std::size_t level, int unit);
    [[nodiscard]] int maskUnits() const;
    void drawMask(int unit);

private:
    void enlargeRow(std::size_t level, int row);
    void addLateralRow(const DecoderLevelPlan& level, int row, bool addsTo);
    void clearFrame(const DecoderLevelPlan& level, int row);
    /// The first cell of a row of the first block among the padded rows.
    [[nodiscard]] float* paddedRow(const DecoderLevelPlan& level, int row) const
    {
        return m_workspace.decoder.padded.data()
            + ((row + 1) * level.paddedSide() + 1) * m_plan.lanes();
    }

    const NetworkPlan& m_plan;
    const DecoderPlan& m_decoder;
    Workspace& m_workspace;
};

} // namespace ccad::engine
