// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace ccad {

/// Where the training images lie among all vectors of their kind: a few centres (one per source, so
/// that a rare source is at home, too) and the main directions in which images differ around them.
struct Subspace
{
    std::size_t width = 0;
    std::size_t rank = 0;
    std::vector<float> scale; ///< a vector is divided by it, value by value, before all else
    std::vector<float> centres; ///< n x width, scaled
    std::vector<float> axes; ///< rank x width, orthonormal
    std::vector<float> deviations; ///< standard deviation along each axis
    float residual = 1; ///< root of the mean square of what the axes do not tell, over all values

    /// Logarithm of the mean squared distance to the nearest centre, in which steps along each axis
    /// are measured in its deviation and the rest of the vector counts as one axis more; near 0 for
    /// a training image.
    [[nodiscard]] double distance(std::span<const float> values) const;
};

} // namespace ccad
