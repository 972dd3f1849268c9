// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace ccad {

/// Whether a mean divides each term by the count, or the sum. The two round differently, and each
/// fit keeps its own, so that it gives the same model as ever.
enum class Division
{
    OfEachTerm,
    OfTheSum
};

/// Means and variances of the values of each column.
struct ColumnSpread
{
    std::vector<double> means;
    std::vector<double> variances; ///< over n
};

/// The spread of `count` rows of `width` values; rowAt(i) points to the first value of row i.
template <typename RowAt>
[[nodiscard]] ColumnSpread columnSpread(std::size_t count, std::size_t width, const RowAt& rowAt,
                                        Division division)
{
    const auto all = static_cast<double>(std::max<std::size_t>(count, 1));
    const double ofTerm = division == Division::OfEachTerm ? all : 1;
    const double ofSum = division == Division::OfEachTerm ? 1 : all;
    ColumnSpread spread{std::vector<double>(width), std::vector<double>(width)};
    for (std::size_t row = 0; row < count; ++row) {
        const float* values = rowAt(row);
        for (std::size_t i = 0; i < width; ++i)
            spread.means[i] += static_cast<double>(values[i]) / ofTerm;
    }
    for (double& mean : spread.means)
        mean /= ofSum;
    for (std::size_t row = 0; row < count; ++row) {
        const float* values = rowAt(row);
        for (std::size_t i = 0; i < width; ++i) {
            const double step = static_cast<double>(values[i]) - spread.means[i];
            spread.variances[i] += step * step / ofTerm;
        }
    }
    for (double& variance : spread.variances)
        variance /= ofSum;
    return spread;
}

} // namespace ccad
