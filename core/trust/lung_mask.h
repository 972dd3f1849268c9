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
    /// Linear between the centres of the cells; x and y in fractions of the picture.
    [[nodiscard]] float at(double x, double y) const;
};

/// The mask on columns x rows pixels, row-major: probabilities, linear between cell centres.
[[nodiscard]] std::vector<float> enlarged(const LungMask& mask, int columns, int rows);

/// What a mask looks like. Cells count as lung from a probability of 0.5 on; specks of less than
/// 0.5 % of the picture are left out of everything but `areaShare`.
struct LungShape
{
    double areaShare = 0; ///< of the picture that is lung
    /// Connected regions, the two largest are taken for the lungs; a region that crosses the middle
    /// of all lung cells counts once.
    int regions = 0;
    /// Area of the smaller of the two lungs over that of the larger, 0..1. Where both are grown
    /// together, the parts on both sides of the middle.
    double balance = 0;
    CropBox box; ///< around both lungs; the whole picture where there are none
    /// Mean of |2 p - 1| over cells with p > 0.1: near 1 where the network is sure of each cell.
    double certainty = 0;
    /// Empty when it looks like two lungs of a frontal radiograph, else why not, a sentence.
    QString doubt;

    [[nodiscard]] bool isPlausible() const { return doubt.isEmpty(); }
};

/// Plausible is: 6 to 60 % of the picture are lung; two regions, or one with both sides alike;
/// balance at least 0.25; the box at least 30 % of the picture wide and high, its centre within the
/// middle half; each lung higher than 0.6 times its width.
[[nodiscard]] LungShape shapeOf(const LungMask& mask);

/// The box around both lungs, with `margin` times its longer side (as fraction of the picture)
/// added all round, as far as the picture goes. Nothing where the shape is not plausible: a crop
/// would then cut blindly.
[[nodiscard]] std::optional<CropBox> lungCrop(const LungMask& mask, double margin = 0.06);

} // namespace ccad
