// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"

#include <memory>

namespace ccad {

/// The reins of a long run. Copies share one state and may be used from any thread.
class RunControl
{
public:
    RunControl();
    explicit RunControl(const CancelToken& cancel);

    /// Ends the run as soon as possible, paused or not.
    void cancel() const;
    /// Pauses after the piece of work at hand.
    void pause() const;
    void resume() const;

    [[nodiscard]] bool isPaused() const;
    [[nodiscard]] const CancelToken& cancelToken() const;

    /// Blocks while paused; returns at once when cancelled. For the working threads.
    void waitWhilePaused() const;

private:
    struct State;
    std::shared_ptr<State> m_state;
};

} // namespace ccad
