// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/films_needed.h"

#include <cmath>

namespace ccad {

namespace {

constexpr double normalQuantile = 1.959963984540054; ///< of 97.5 %

double intervalWidth(double auc, double films)
{
    const double q1 = auc / (2 - auc);
    const double q2 = 2 * auc * auc / (1 + auc);
    const double variance
        = (auc * (1 - auc) + (films - 1) * (q1 - auc * auc) + (films - 1) * (q2 - auc * auc))
        / (films * films);
    return 2 * normalQuantile * std::sqrt(variance);
}

} // namespace

int filmsNeeded(double auc, double width)
{
    int low = 1; // too few
    int high = 2;
    while (intervalWidth(auc, high) > width) {
        low = high;
        high *= 2;
    }
    while (high - low > 1) {
        const int middle = low + (high - low) / 2;
        (intervalWidth(auc, middle) > width ? low : high) = middle;
    }
    return high;
}

} // namespace ccad
