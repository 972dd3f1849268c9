// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/colour_evidence.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

/// The samples of pixels in one of the two orders.
class Ordered
{
public:
    Ordered(const ColourSamples& samples, bool byPlane)
        : m_samples(samples), m_byPlane(byPlane),
          m_unit(samples.bits > 8 ? std::uint64_t{1} << (samples.bits - 8) : 1),
          m_neutral(std::uint64_t{1} << (samples.bits - 1)),
          m_highest((std::uint64_t{1} << samples.bits) - 1)
    {
    }

    [[nodiscard]] std::uint64_t at(std::size_t pixel, std::size_t sample) const
    {
        return m_samples.at(m_byPlane ? sample * m_samples.count + pixel : 3 * pixel + sample);
    }
    /// Twice the smallest step of 8 bits: what a lossy codec makes of a constant.
    [[nodiscard]] bool isNeutral(std::uint64_t sample) const
    {
        return sample + 2 * m_unit >= m_neutral && sample <= m_neutral + 2 * m_unit;
    }
    [[nodiscard]] std::uint64_t unit() const { return m_unit; } ///< the smallest step of 8 bits
    [[nodiscard]] std::uint64_t highest() const { return m_highest; }

private:
    const ColourSamples& m_samples;
    bool m_byPlane;
    std::uint64_t m_unit;
    std::uint64_t m_neutral;
    std::uint64_t m_highest;
};

/// The better of the two, and the share of pixels that agree in it, of those that can tell: a
/// middle grey is the same in both. Nothing where less than `leastShare` of all can tell.
ShownColour shownIn(const ColourSamples& samples, bool byPlane, double leastShare)
{
    constexpr std::size_t enough = std::size_t{1} << 20;
    const std::size_t step = samples.count / enough + 1;
    const Ordered ordered(samples, byPlane);
    std::size_t seen = 0;
    std::size_t telling = 0;
    std::size_t neutrals = 0;
    std::size_t equals = 0;
    std::uint64_t low = ordered.highest();
    std::uint64_t high = 0;
    for (std::size_t i = 0; i < samples.count; i += step, ++seen) {
        const std::uint64_t first = ordered.at(i, 0);
        const std::uint64_t second = ordered.at(i, 1);
        const std::uint64_t third = ordered.at(i, 2);
        const bool hasNoColour = ordered.isNeutral(second) && ordered.isNeutral(third);
        if (hasNoColour && ordered.isNeutral(first))
            continue;
        ++telling;
        neutrals += hasNoColour ? 1 : 0;
        equals += first == second && second == third ? 1 : 0;
        low = std::min(low, first);
        high = std::max(high, first);
    }
    const auto told = static_cast<double>(telling);
    // A page of one grey is the same in both.
    if (telling == 0 || told < leastShare * static_cast<double>(seen)
        || high < low + 32 * ordered.unit())
        return {ColourEvidence::None, 0, byPlane};
    return {neutrals >= equals ? ColourEvidence::Neutral : ColourEvidence::Equal,
            static_cast<double>(std::max(neutrals, equals)) / told, byPlane};
}

} // namespace

QString wordsOf(ColourEvidence evidence)
{
    return evidence == ColourEvidence::Neutral
        ? u"its second and third samples have no colour, as YCbCr of a grey picture"_s
        : u"its three samples are equal, as RGB of a grey picture"_s;
}

ShownColour colourEvidence(const ColourSamples& samples, bool byPlane, bool mayBeInOtherOrder)
{
    constexpr double nearlyAll = 0.9;
    constexpr double all = 0.99;
    // Coloured words on a page of middle grey look like a small grey film in the wrong order.
    constexpr double some = 0.01;
    constexpr double most = 0.5;
    const ShownColour said = shownIn(samples, byPlane, some);
    if (mayBeInOtherOrder) {
        const ShownColour other = shownIn(samples, !byPlane, most);
        if (other.share >= all && other.share > said.share)
            return other;
    }
    return said.share >= nearlyAll ? said : ShownColour{ColourEvidence::None, 0, said.byPlane};
}

bool usesFullRange(const ColourSamples& samples, bool byPlane)
{
    const Ordered ordered(samples, byPlane);
    std::size_t outside = 0;
    for (std::size_t i = 0; i < samples.count; ++i) {
        const std::uint64_t first = ordered.at(i, 0);
        outside += first < ordered.unit() || first > ordered.highest() - ordered.unit() ? 1 : 0;
    }
    return outside * 100 > samples.count;
}

} // namespace ccad::imaging
