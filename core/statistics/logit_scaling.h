// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace ccad {

/// Turns logits into probabilities: softmax((logits + offsets) / temperature).
struct LogitScaling
{
    double temperature = 1;
    std::vector<double> offsets; ///< one a class, the first 0
};

struct LabelledLogits
{
    std::vector<double> logits;
    int label = 0;
    double weight = 1;
};

/// The scaling with the least weighted log loss (bias-corrected temperature scaling, Alexandari et
/// al. 2020), by Newton's method on 1 / temperature and offsets / temperature together, in which
/// the loss is convex. Fitting one number after the other would stop far from the minimum where a
/// class is rare. The temperature stays within 0.05 to 20. All rows, at least one, have as many
/// logits; a class needs a row, or its offset falls without end.
[[nodiscard]] LogitScaling fitLogitScaling(const std::vector<LabelledLogits>& rows);

} // namespace ccad
