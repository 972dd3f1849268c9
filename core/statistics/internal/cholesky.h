// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/statistics/internal/dot.h"
#include "core/statistics/internal/matrix.h"

#include <cmath>
#include <vector>

namespace ccad {

/// Solves (A + penalty I) x = b by Cholesky's factors, for a symmetric A of which the lower half is
/// looked at and which has no negative eigenvalue.
[[nodiscard]] inline std::vector<double> solved(Matrix<double> a, double penalty,
                                                std::vector<double> b)
{
    const std::size_t n = a.rows;
    for (std::size_t i = 0; i < n; ++i) {
        double* row = a.row(i);
        row[i] += penalty;
        for (std::size_t j = 0; j < i; ++j)
            row[j] = (row[j] - dot(row, a.row(j), j)) / a.row(j)[j];
        row[i] = std::sqrt(row[i] - dot(row, row, i));
    }
    for (std::size_t i = 0; i < n; ++i)
        b[i] = (b[i] - dot(a.row(i), b.data(), i)) / a.row(i)[i];
    for (std::size_t i = n; i-- > 0;) {
        b[i] /= a.row(i)[i];
        for (std::size_t j = 0; j < i; ++j)
            b[j] -= a.row(i)[j] * b[i];
    }
    return b;
}

} // namespace ccad
