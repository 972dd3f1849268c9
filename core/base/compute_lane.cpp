// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/compute_lane.h"

namespace ccad {

ComputeLane::Turn::Turn(ComputeLane& lane, bool urgent) : m_lane(lane)
{
    std::unique_lock lock(m_lane.m_mutex);
    if (urgent)
        ++m_lane.m_urgentWaiting;
    m_lane.m_free.wait(lock,
                       [&] { return !m_lane.m_taken && (urgent || m_lane.m_urgentWaiting == 0); });
    if (urgent)
        --m_lane.m_urgentWaiting;
    m_lane.m_taken = true;
}

ComputeLane::Turn::~Turn()
{
    {
        const std::lock_guard lock(m_lane.m_mutex);
        m_lane.m_taken = false;
    }
    m_lane.m_free.notify_all();
}

} // namespace ccad
