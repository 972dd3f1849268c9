// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/statistics/interval.h"

#include <vector>

namespace ccad {

struct RocPoint
{
    double threshold = 0; ///< positive when score >= threshold
    double falsePositiveRate = 0;
    double truePositiveRate = 0;
};

/// The ROC curve of scores (higher = more positive). Needs at least one positive and one negative.
class RocCurve
{
public:
    RocCurve(const std::vector<double>& scores, const std::vector<bool>& positive);

    /// From (0, 0) at threshold +inf to (1, 1), thresholds falling, one point per distinct score.
    [[nodiscard]] const std::vector<RocPoint>& points() const { return m_points; }
    [[nodiscard]] double area() const { return m_area; } ///< ties count one half
    [[nodiscard]] bool isDefined() const { return !m_points.empty(); } ///< both kinds were there

private:
    std::vector<RocPoint> m_points;
    double m_area = 0;
};

/// The area of a RocCurve; NaN when one kind is missing.
[[nodiscard]] double rocArea(const std::vector<double>& scores, const std::vector<bool>& positive);

/// The area under the curve with the interval of DeLong et al. 1988 (normal approximation, cut to
/// 0..1), computed in O(n log n) after Sun and Xu 2014. NaN when one kind is missing; only low and
/// high are NaN when there is just one of a kind, which has no variance.
[[nodiscard]] Interval delongInterval(const std::vector<double>& scores,
                                      const std::vector<bool>& positive);

} // namespace ccad
