// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace ccad {

/// The latest report of a job on another thread. Copies share one state: the job writes it, and the
/// window reads it now and then, so that a fast job does not flood the window with signals.
template <typename Value> class Latest
{
public:
    Latest() : m_state(std::make_shared<State>()) { }

    void set(Value value) const
    {
        const std::scoped_lock lock(m_state->mutex);
        m_state->value = std::move(value);
    }

    [[nodiscard]] Value get() const
    {
        const std::scoped_lock lock(m_state->mutex);
        return m_state->value;
    }

private:
    struct State
    {
        std::mutex mutex;
        Value value{};
    };
    std::shared_ptr<State> m_state;
};

} // namespace ccad
