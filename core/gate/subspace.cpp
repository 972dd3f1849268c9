// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gate/subspace.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ccad {

namespace {

double dot(const float* a, const float* b, std::size_t count)
{
    // Eight sums side by side, which the compiler may keep in one register.
    float sums[8] = {};
    std::size_t i = 0;
    for (; i + 8 <= count; i += 8)
        for (std::size_t lane = 0; lane < 8; ++lane)
            sums[lane] += a[i + lane] * b[i + lane];
    double total = 0;
    for (const float sum : sums)
        total += static_cast<double>(sum);
    for (; i < count; ++i)
        total += static_cast<double>(a[i] * b[i]);
    return total;
}

} // namespace

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
