// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace ccad {

/// How many bits a pixel or an entry of a lookup table has: 1 to 16. No other number can be made,
/// whatever a file says, so that a table with one entry for each value always suffices.
class BitDepth
{
public:
    static constexpr int most = 16;

    /// `most`.
    constexpr BitDepth() = default;

    /// Nothing for other numbers than 1 to 16.
    [[nodiscard]] static constexpr std::optional<BitDepth> of(std::int64_t bits)
    {
        return bits >= 1 && bits <= most ? std::optional(BitDepth(static_cast<int>(bits)))
                                         : std::nullopt;
    }
    /// The smallest depth that has the value.
    [[nodiscard]] static constexpr BitDepth holding(std::uint16_t value)
    {
        return BitDepth(std::max(static_cast<int>(std::bit_width(value)), 1));
    }

    [[nodiscard]] constexpr int bits() const { return m_bits; }
    /// How many different values there are: 2 to 65536.
    [[nodiscard]] constexpr std::size_t values() const { return std::size_t{1} << m_bits; }
    [[nodiscard]] constexpr std::uint16_t highest() const
    {
        return static_cast<std::uint16_t>(values() - 1);
    }

    constexpr auto operator<=>(const BitDepth&) const = default;

private:
    explicit constexpr BitDepth(int bits) : m_bits(bits) { }

    int m_bits = most;
};

/// A depth that is known when the program is built: bitDepth<12>.
template <int bits>
requires(bits >= 1
         && bits <= BitDepth::most) inline constexpr BitDepth bitDepth = *BitDepth::of(bits);

} // namespace ccad
