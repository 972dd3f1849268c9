// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace ccad {

/// Vectors of equal length.
struct FeatureRows
{
    std::size_t width = 0;
    std::vector<float> values; ///< count x width

    [[nodiscard]] std::size_t count() const { return width == 0 ? 0 : values.size() / width; }
    [[nodiscard]] std::span<const float> row(std::size_t i) const
    {
        return std::span(values).subspan(i * width, width);
    }
};

/// A linear function of a vector's values, which are not standardised.
struct RidgeModel
{
    std::vector<double> weights;
    double bias = 0;

    [[nodiscard]] double predict(std::span<const float> values) const;
};

/// Ridge regressions (Hoerl and Kennard 1970) of targets[i] on features.row(i) for the i of `rows`,
/// one for each penalty: minimises |y - b - Z w|^2 + penalty |w|^2 for Z standardised to mean 0
/// and variance 1 over those rows (a constant column stays 0). `rows` is not empty, penalties are
/// above 0. O(n^2 p) for n rows of p features where n < p, else O(n p^2 + p^3 penalties).
[[nodiscard]] std::vector<RidgeModel> ridgePath(const FeatureRows& features,
                                                const std::vector<double>& targets,
                                                const std::vector<std::size_t>& rows,
                                                const std::vector<double>& penalties);

} // namespace ccad
