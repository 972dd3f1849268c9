// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/softmax.h"

#include <algorithm>
#include <cmath>

namespace ccad {

std::vector<double> softmax(std::vector<double> scores, double temperature)
{
    // Shifted by the largest, lest the exponentials overflow.
    const double largest = *std::max_element(scores.begin(), scores.end());
    double sum = 0;
    for (double& score : scores)
        sum += score = std::exp((score - largest) / temperature);
    for (double& score : scores)
        score /= sum;
    return scores;
}

} // namespace ccad
