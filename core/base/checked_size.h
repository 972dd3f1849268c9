// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <optional>
#include <type_traits>
#include <utility>

namespace ccad {

/// The product of numbers that a file declares; nothing if a number is negative or a product does
/// not fit into the type. The braces around the numbers refuse narrowing conversions to the type:
/// checkedProduct<qint64>({rows, columns, samples}).
template <typename Size>
requires std::is_integral_v<Size>
[[nodiscard]] constexpr std::optional<Size> checkedProduct(std::initializer_list<Size> factors)
{
    Size product = 1;
    for (const Size factor : factors)
        if (std::cmp_less(factor, 0) || __builtin_mul_overflow(product, factor, &product))
            return std::nullopt;
    return product;
}

} // namespace ccad
