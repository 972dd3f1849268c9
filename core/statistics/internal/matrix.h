// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

namespace ccad {

/// Row-major; zeros at first.
template <typename Value> struct Matrix
{
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::vector<Value> values;

    Matrix(std::size_t height, std::size_t width)
        : rows(height), columns(width), values(height * width)
    {
    }
    [[nodiscard]] Value* row(std::size_t i) { return values.data() + i * columns; }
    [[nodiscard]] const Value* row(std::size_t i) const { return values.data() + i * columns; }
};

} // namespace ccad
