// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/read_limits.h"

#include <cstdint>
#include <vector>

namespace ccad::imaging {

/// Mean stored pixels over the cells of a grid that covers a whole picture, the same for a picture
/// that was read whole and one that was read at a reduced size, but for what the reduction rounds.
/// Sums are whole numbers: values that differ by a factor give means that do.
class CellMeans
{
public:
    static constexpr int side = 128; ///< cells across and down

    explicit CellMeans(const ReducedRadiograph& reduced);

    /// The means of all cells that hold pixels which are no padding.
    [[nodiscard]] std::vector<double> all() const { return within({0, 0, side, side}); }
    /// The means of the cells in the middle: without rows and columns at the edges that are padding
    /// or uniform (within 1/64 of the picture's range), and a tenth of each side of what is left.
    [[nodiscard]] std::vector<double> withinMargins() const;

private:
    /// Cells from first to before last.
    struct Box
    {
        int left = 0;
        int top = 0;
        int right = 0;
        int bottom = 0;
    };

    [[nodiscard]] std::vector<double> within(const Box& box) const;
    [[nodiscard]] bool isUniform(const Box& box, double most) const;
    [[nodiscard]] Box withoutUniformEdges() const;
    /// Adds a row of pixels to a row of cells, whose pixels begin at `columns`.
    void add(int cellRow, const std::uint16_t* pixels, const std::vector<int>& columns,
             const Radiograph& radiograph);

    std::vector<std::uint64_t> m_sums; ///< row-major
    std::vector<std::uint32_t> m_counts; ///< 0: no pixels, or padding alone
};

} // namespace ccad::imaging
