// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

namespace ccad {

/// Scores sorted once, for callers that need the area under their ROC curve many times with rows
/// counted more or less often, as the draws of a bootstrap do. Takes O(rows) each time.
class RankedScores
{
public:
    /// groups[i] >= 0 is the group of row i, whose rows are counted equally often.
    RankedScores(const std::vector<double>& scores, const std::vector<bool>& positive,
                 const std::vector<int>& groups);

    /// The share of (positive, negative) pairs in the right order, ties one half, where each row
    /// counts times[its group]; NaN where one kind is missing.
    [[nodiscard]] double area(const std::vector<int>& times) const;

private:
    struct Row
    {
        int group = 0;
        bool positive = false;
        bool lastOfEquals = false;
    };
    std::vector<Row> m_rows; ///< by falling score
};

} // namespace ccad
