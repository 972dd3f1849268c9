// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/compute_lane.h"

#include <memory>
#include <mutex>
#include <utility>

namespace ccad {

/// One urgent turn for all predictions of the viewer that run at the same time, so that the newest
/// need not wait for one that it overtook. Thread-safe.
class SharedTurn
{
public:
    explicit SharedTurn(std::shared_ptr<ComputeLane> lane) : m_lane(std::move(lane)) { }

    /// Waits until the lane is free. The turn ends with the last copy.
    [[nodiscard]] std::shared_ptr<ComputeLane::Turn> take()
    {
        const std::scoped_lock lock(m_mutex);
        std::shared_ptr<ComputeLane::Turn> turn = m_held.lock();
        if (!turn) {
            turn = std::make_shared<ComputeLane::Turn>(*m_lane, true);
            m_held = turn;
        }
        return turn;
    }

private:
    std::shared_ptr<ComputeLane> m_lane;
    std::mutex m_mutex;
    std::weak_ptr<ComputeLane::Turn> m_held;
};

} // namespace ccad
