// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/parallel.h"

#include <functional>
#include <future>
#include <utility>

namespace ccad {

/// Makes things in order, each on a thread of its own while the one before is in use. prepare(i)
/// makes thing i; what it reads must stay unchanged until the end.
template <typename Thing> class OneAhead
{
public:
    OneAhead(std::size_t count, std::function<Thing(std::size_t)> prepare)
        : m_count(count), m_prepare(std::move(prepare))
    {
        begin();
    }

    /// Call it `count` times. Throws what prepare() threw.
    [[nodiscard]] Thing next()
    {
        Thing thing = m_next.get();
        begin();
        return thing;
    }

private:
    void begin()
    {
        if (m_begun == m_count)
            return;
        m_next = std::async(std::launch::async, [this, i = m_begun++] {
            Thing thing;
            // One core is enough: the others are at work on the thing before.
            parallelFor(1, [&](std::size_t) { thing = m_prepare(i); });
            return thing;
        });
    }

    std::size_t m_count;
    std::size_t m_begun = 0;
    std::function<Thing(std::size_t)> m_prepare;
    std::future<Thing> m_next; ///< its destructor waits
};

} // namespace ccad
