// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace ccad {

/// The counts of what is called positive from a distinct score up.
struct ScoreStep
{
    double threshold = 0;
    std::int64_t truePositives = 0;
    std::int64_t falsePositives = 0;
};

/// One step per distinct score, thresholds falling; the last one calls everything positive.
[[nodiscard]] std::vector<ScoreStep> scoreSteps(const std::vector<double>& scores,
                                                const std::vector<bool>& positive);

} // namespace ccad
