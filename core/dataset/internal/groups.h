// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace ccad {

/// Things that belong together, found pair by pair (disjoint sets with path halving).
class Groups
{
public:
    explicit Groups(std::size_t count) : m_parents(count)
    {
        std::iota(m_parents.begin(), m_parents.end(), 0);
    }

    /// The lowest number in the group of `i`.
    [[nodiscard]] int of(int i)
    {
        while (parent(i) != i)
            i = parent(i) = parent(parent(i));
        return i;
    }

    /// False when the two belonged together before.
    bool join(int a, int b)
    {
        a = of(a);
        b = of(b);
        if (a == b)
            return false;
        parent(std::max(a, b)) = std::min(a, b);
        return true;
    }

private:
    int& parent(int i) { return m_parents[static_cast<std::size_t>(i)]; }

    std::vector<int> m_parents;
};

} // namespace ccad
