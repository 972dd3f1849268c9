// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/display_lut.h"

#include <cstdint>
#include <vector>

namespace ccad::preprocess {

/// Places the pixels of a picture that may have been reduced: each stands for `reduction` by
/// `reduction` pixels of the whole one, around the first of them when it is `firstSited`, or else
/// around their centre.
struct Grid
{
    int columns = 0; ///< that there are
    int rows = 0;
    int wholeColumns = 0;
    int wholeRows = 0;
    int reduction = 1;
    bool firstSited = false;
};

/// Shrinks a grey picture that comes row by row. Each pixel of the result is the mean of the area
/// that it covers of the whole picture; pixels that it covers in part count in part.
class AreaAverage
{
public:
    /// Neither side of the result may be longer than that of the grid.
    AreaAverage(const Grid& grid, int width, int height);

    /// Adds the next row, of grid.columns greys.
    void add(const std::uint16_t* row);
    /// The result, when all rows have been added.
    [[nodiscard]] GrayImage16 take() { return std::move(m_result); }

private:
    /// The columns that one pixel of the result covers.
    struct Span
    {
        int first = 0;
        int last = 0;
        float firstWeight = 1; ///< share of the first column that belongs to it
        float lastWeight = 1; ///< 0 where first and last are the same
    };

    void accumulate(const std::uint16_t* row, float weight);
    void finishRow();

    Grid m_grid;
    int m_sourceRow = 0;
    std::vector<Span> m_spans;
    std::vector<float> m_sums; ///< of the rows that the row at work covers, column by column
    bool m_sumsEmpty = true;
    int m_row = 0;
    GrayImage16 m_result;
};

} // namespace ccad::preprocess
