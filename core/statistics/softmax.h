// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace ccad {

/// exp(s_i / temperature) / sum of exp(s_j / temperature), of at least one score.
[[nodiscard]] std::vector<double> softmax(std::vector<double> scores, double temperature = 1);

} // namespace ccad
