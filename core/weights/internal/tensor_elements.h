// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace ccad {

/// How the numbers of a tensor are stored in a file.
struct ElementType
{
    enum class Kind
    {
        Float16,
        BFloat16,
        Float32,
        Float64,
        Integer
    };
    Kind kind = Kind::Float32;
    int bytes = 4;
};

/// The number at a byte address, little-endian, as float32. Not for Integer.
[[nodiscard]] float elementAsFloat(const char* address, ElementType::Kind kind);

/// `count` numbers that lie side by side.
[[nodiscard]] std::vector<float> elementsAsFloat(const char* address, std::size_t count,
                                                 const ElementType& type);

/// Product of the sides, or nothing when a side is negative or the product exceeds `limit`.
[[nodiscard]] std::optional<std::int64_t> elementCount(const std::vector<std::int64_t>& shape,
                                                       std::int64_t limit);

/// More values than this are in no network that CCAD knows (1 GiB of float32).
constexpr std::int64_t maximumElements = std::int64_t{1} << 28;

} // namespace ccad
