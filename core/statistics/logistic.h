// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/statistics/linear_model.h"

#include <vector>

namespace ccad {

/// Labelled vectors, row by row.
struct LabelledRows
{
    std::size_t width = 0;
    std::vector<float> values; ///< n x width
    std::vector<int> labels; ///< n, from 0
    std::vector<float> weights; ///< n, or empty: all 1

    [[nodiscard]] std::size_t count() const { return labels.size(); }
    void add(const std::vector<float>& row, int label, float weight = 1);
};

struct LogisticOptions
{
    /// Half the penalty times the squared weights is added to the mean loss; the weights are for
    /// values scaled to unit variance each.
    double penalty = 0.01;
    int iterations = 100; ///< at most
};

/// Multinomial logistic regression by L-BFGS (Nocedal 1980), values standardised within. The same
/// rows give the same model, whatever the number of threads. Labels are below `classes`; a class
/// without rows ends with the lowest scores.
[[nodiscard]] LinearModel fitLogistic(const LabelledRows& rows, int classes,
                                      const LogisticOptions& options = {});

} // namespace ccad
