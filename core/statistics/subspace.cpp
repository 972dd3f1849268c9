// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/subspace.h"

#include "core/statistics/internal/dot.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ccad {

double Subspace::distance(std::span<const float> values) const
{
    double nearest = std::numeric_limits<double>::infinity();
    std::vector<float> difference(width);
    for (std::size_t centre = 0; centre < centres.size(); centre += width) {
        for (std::size_t i = 0; i < width; ++i)
            difference[i] = values[i] / scale[i] - centres[centre + i];
        double rest = dot(difference.data(), difference.data(), width);
        double sum = 0;
        for (std::size_t axis = 0; axis < rank; ++axis) {
            const double along = dot(difference.data(), axes.data() + axis * width, width);
            const double steps = along / static_cast<double>(deviations[axis]);
            rest -= along * along;
            sum += steps * steps;
        }
        const double perValue = std::max(rest, 0.0) / static_cast<double>(width);
        // What lies outside of all axes weighs as much as all axes together: that is where pictures
        // of another kind lie.
        const double outside = perValue / static_cast<double>(residual * residual);
        const double along = rank > 0 ? sum / static_cast<double>(rank) : outside;
        nearest = std::min(nearest, (along + outside) / 2);
    }
    return std::log(std::max(nearest, 1e-6));
}

} // namespace ccad
