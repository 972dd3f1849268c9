// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <optional>
#include <type_traits>
#include <utility>

namespace ccad {

/// The product of numbers that a file declares; nothing where one of them is negative or where a
/// product does not fit into the type. The braces around the numbers refuse any that could be cut
/// off on its way into the type: checkedProduct<qint64>({rows, columns, samples}).
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
