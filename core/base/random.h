// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace ccad {

/// A small seeded generator (SplitMix64, Steele et al. 2014) whose numbers are the same on every
/// platform, unlike the distributions of <random>. Seeds are recorded with every result.
class Random
{
public:
    explicit Random(std::uint64_t seed) : m_state(seed) { }

    [[nodiscard]] std::uint64_t next();
    /// Within [0, 1).
    [[nodiscard]] double uniform();
    /// Within [low, high).
    [[nodiscard]] double uniform(double low, double high);
    /// Within 0..count-1; count > 0.
    [[nodiscard]] std::size_t below(std::size_t count);
    /// Standard normal (Box and Muller).
    [[nodiscard]] double normal();
    [[nodiscard]] bool chance(double probability) { return uniform() < probability; }

    template <typename T> void shuffle(std::vector<T>& items)
    {
        for (std::size_t i = items.size(); i > 1; --i)
            std::swap(items[i - 1], items[below(i)]);
    }

private:
    std::uint64_t m_state;
};

/// A seed for one stream of random numbers of a job, so that streams stay independent of each
/// other's draws.
[[nodiscard]] std::uint64_t derivedSeed(std::uint64_t seed, std::uint64_t stream);

} // namespace ccad
