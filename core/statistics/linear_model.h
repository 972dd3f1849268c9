// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace ccad {

/// Scores of classes as linear functions of a vector of values.
struct LinearModel
{
    int classes = 0;
    std::size_t width = 0;
    std::vector<float> weights; ///< width x classes, row-major
    std::vector<float> bias; ///< one per class

    /// One score per class. `values` has `width` values.
    [[nodiscard]] std::vector<double> scores(std::span<const float> values) const;
    /// softmax of the scores.
    [[nodiscard]] std::vector<double> probabilities(std::span<const float> values) const;
};

} // namespace ccad
