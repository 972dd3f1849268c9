// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/preprocess/crop_box.h"

#include <QString>

#include <optional>
#include <vector>

namespace ccad {

/// Where the lungs of a radiograph are: the probability of lung in cells spread evenly over the
/// whole picture, row-major, 0..1. The heart's shadow is no lung.
struct LungMask
{
    int columns = 0;
    int rows = 0;
    std::vector<float> probability;

    [[nodiscard]] bool isEmpty() const { return probability.empty(); }
    /// Interpolates linearly between the centres of the cells; x and y are fractions of the
    /// picture.
    [[nodiscard]] float at(double x, double y) const;
};

/// The probabilities on columns x rows pixels, row-major, interpolated between cell centres.
[[nodiscard]] std::vector<float> enlarged(const LungMask& mask, int columns, int rows);

/// The shape of a mask. Cells count as lung from a probability of 0.5 on; regions of touching cells
/// below 0.5 % of the picture count in `areaShare` alone. The two lungs are the two largest regions
/// where they lie beside each other, else the parts of the largest left and right of its emptiest
/// column.
struct LungShape
{
    double areaShare = 0; ///< share of the picture that is lung
    int regions = 0; ///< number of regions of touching cells
    /// Area of the smaller lung / area of the larger; 0 where two are not found.
    double balance = 0;
    CropBox box; ///< around the lungs; the whole picture where there are none
    /// Mean of |2 p - 1| over cells with p > 0.1: near 1 where the network is sure of each cell.
    double certainty = 0;
    /// Why it does not look like two lungs of a frontal radiograph, a sentence; empty if it does.
    QString doubt;

    [[nodiscard]] bool isPlausible() const { return doubt.isEmpty(); }
};

/// A shape is plausible if 6 to 60 % of the picture are lung; there are two lungs, the smaller at
/// least a quarter of the larger, each higher than 0.6 times its width; and the box around them is
/// at least 30 % of the picture wide and high, its centre within the picture's middle half.
[[nodiscard]] LungShape shapeOf(const LungMask& mask);

/// The box around both lungs with a margin all round, a share of the box's longer side (in
/// fractions of the picture), as far as the picture goes. Nothing where the shape is not plausible:
/// a crop would then cut blindly.
[[nodiscard]] std::optional<CropBox> lungCrop(const LungMask& mask, double margin);

} // namespace ccad
