// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

namespace ccad {

/// A smooth function of parameters; fills in the gradient, which has as many values.
using SmoothFunction
    = std::function<double(const std::vector<float>& at, std::vector<float>& gradient)>;

/// The parameters after at most `iterations` steps of L-BFGS (Nocedal 1980; ten pairs) with
/// backtracking, fewer where the gradient vanishes or no step goes down.
[[nodiscard]] std::vector<float> minimised(const SmoothFunction& function, std::vector<float> start,
                                           int iterations);

} // namespace ccad
