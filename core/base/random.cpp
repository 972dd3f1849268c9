// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"

#include <cmath>
#include <numbers>

namespace ccad {

std::uint64_t Random::next()
{
    m_state += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = m_state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

double Random::uniform()
{
    return static_cast<double>(next() >> 11) * 0x1.0p-53;
}

double Random::uniform(double low, double high)
{
    return low + (high - low) * uniform();
}

std::size_t Random::below(std::size_t count)
{
    // The bias of the plain remainder is below count / 2^64: of no account here.
    return static_cast<std::size_t>(next() % count);
}

double Random::normal()
{
    const double radius = std::sqrt(-2 * std::log(1 - uniform()));
    return radius * std::cos(2 * std::numbers::pi * uniform());
}

std::uint64_t derivedSeed(std::uint64_t seed, std::uint64_t stream)
{
    Random mixer(seed ^ (stream * 0xD1B54A32D192ED03ULL));
    return mixer.next();
}

} // namespace ccad
