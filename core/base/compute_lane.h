// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <mutex>

namespace ccad {

/// Lets a prediction that somebody waits for go between two batches of a training, so that the two
/// do not fight for the cores. Thread-safe; must outlive its turns.
class ComputeLane
{
public:
    /// A turn is held from construction to destruction. An urgent one goes before all others.
    class Turn
    {
    public:
        Turn(ComputeLane& lane, bool urgent);
        ~Turn();
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;

    private:
        ComputeLane& m_lane;
    };

private:
    std::mutex m_mutex;
    std::condition_variable m_free;
    bool m_taken = false;
    int m_urgentWaiting = 0;
};

} // namespace ccad
