// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/linear_model.h"

#include "core/statistics/softmax.h"

namespace ccad {

std::vector<double> LinearModel::scores(std::span<const float> values) const
{
    const auto count = static_cast<std::size_t>(classes);
    std::vector<double> result(bias.begin(), bias.end());
    const float* weight = weights.data();
    for (const float value : values)
        for (std::size_t k = 0; k < count; ++k)
            result[k] += static_cast<double>(value * *weight++);
    return result;
}

std::vector<double> LinearModel::probabilities(std::span<const float> values) const
{
    return softmax(scores(values));
}

} // namespace ccad
