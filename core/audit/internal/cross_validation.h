// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/statistics/interval.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ccad {

/// Vectors of images, with the labels to predict and the images' patients.
struct AuditedRows
{
    std::size_t width = 0;
    std::vector<float> values; ///< n x width
    std::vector<int> labels; ///< 0..classes-1
    std::vector<int> patients; ///< number of the patient, from 0
    int classes = 0;
};

/// probabilities[i][k] of class k for row i by a regularised logistic regression that saw no row of
/// its patient: five folds of whole patients, each class spread evenly. The same seed gives the
/// same values.
[[nodiscard]] std::vector<std::vector<double>> crossValidated(const AuditedRows& rows,
                                                              std::uint64_t seed);

/// Mean over the classes of the area under the ROC curve of each against the rest, with the 95 %
/// interval of a bootstrap over patients.
[[nodiscard]] Interval meanAuc(const std::vector<std::vector<double>>& probabilities,
                               const AuditedRows& rows, std::uint64_t seed);

} // namespace ccad
