// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/augmentation/geometric_change.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ccad {

namespace {

/// Source row = row0 + row * rowByRow + column * rowByColumn; the column in the same way.
struct Affine
{
    double row0 = 0;
    double rowByRow = 1;
    double rowByColumn = 0;
    double column0 = 0;
    double columnByRow = 0;
    double columnByColumn = 1;
};

/// The matrices of Keras's apply_affine_transform in the order rotation, shift, zoom (its shear,
/// between the last two, is 0 in the paper), about (n - 1) / 2: the true centre, as in
/// keras-preprocessing since its correction of 2020 (pull request 314) and in Keras 2.6 and later;
/// n / 2 + 0.5 before that was one pixel off.
Affine affineOf(const ImageChange& change, int from, int to)
{
    const double angle = change.rotationDegrees * std::numbers::pi / 180;
    const double c = std::cos(angle);
    const double s = std::sin(angle);
    // Flips follow the rest, hence come first on the way from output to source.
    const double zoomRow = change.zoomY * (change.flipVertically ? -1 : 1);
    const double zoomColumn = change.zoomX * (change.flipHorizontally ? -1 : 1);
    // Pixel centres lie at whole numbers, the picture from -0.5 to n - 0.5, in both grids.
    const double scale = static_cast<double>(from) / to;
    const double centreTo = (to - 1) / 2.0;
    const double centreFrom = (from - 1) / 2.0;

    Affine affine;
    affine.rowByRow = scale * c * zoomRow;
    affine.rowByColumn = scale * -s * zoomColumn;
    affine.columnByRow = scale * s * zoomRow;
    affine.columnByColumn = scale * c * zoomColumn;
    affine.row0 = centreFrom + scale * (c * change.shiftY - s * change.shiftX)
        - (affine.rowByRow + affine.rowByColumn) * centreTo;
    affine.column0 = centreFrom + scale * (s * change.shiftY + c * change.shiftX)
        - (affine.columnByRow + affine.columnByColumn) * centreTo;
    return affine;
}

/// The picture inside a frame of one pixel, towards which its edges then fade.
std::vector<std::uint8_t> framed(const GreySquare& picture)
{
    const auto side = static_cast<std::size_t>(picture.size);
    std::vector<std::uint8_t> result((side + 2) * (side + 2), picture.beyond);
    for (std::size_t row = 0; row < side; ++row)
        std::copy_n(picture.pixels.begin() + static_cast<std::ptrdiff_t>(row * side), side,
                    result.begin() + static_cast<std::ptrdiff_t>((row + 1) * (side + 2) + 1));
    return result;
}

/// Places outside the picture take its nearest pixel.
void sample(const std::uint8_t* source, int side, const Affine& affine, int size, float* target)
{
    const auto last = static_cast<float>(side - 1);
    const auto byRow = static_cast<float>(affine.rowByColumn);
    const auto byColumn = static_cast<float>(affine.columnByColumn);
    for (int y = 0; y < size; ++y) {
        const auto row0 = static_cast<float>(affine.row0 + y * affine.rowByRow);
        const auto column0 = static_cast<float>(affine.column0 + y * affine.columnByRow);
        for (int x = 0; x < size; ++x) {
            const float row = std::clamp(row0 + static_cast<float>(x) * byRow, 0.0F, last);
            const float column = std::clamp(column0 + static_cast<float>(x) * byColumn, 0.0F, last);
            const int top = std::min(static_cast<int>(row), side - 2);
            const int left = std::min(static_cast<int>(column), side - 2);
            const float down = row - static_cast<float>(top);
            const float right = column - static_cast<float>(left);
            const std::uint8_t* pixel = source + static_cast<std::ptrdiff_t>(top) * side + left;
            const auto at = [pixel](int offset) { return static_cast<float>(pixel[offset]); };
            const float above = at(0) + right * (at(1) - at(0));
            const float below = at(side) + right * (at(side + 1) - at(side));
            *target++ = (above + down * (below - above)) * (1 / 255.0F);
        }
    }
}

} // namespace

std::vector<float> moved(const GreySquare& picture, const ImageChange& change, int size)
{
    std::vector<float> result(static_cast<std::size_t>(size) * static_cast<std::size_t>(size));
    Affine affine = affineOf(change, picture.size, size);
    if (change.fill == Augmentation::Fill::Nearest) {
        sample(picture.pixels.data(), picture.size, affine, size, result.data());
        return result;
    }
    const std::vector<std::uint8_t> source = framed(picture);
    affine.row0 += 1;
    affine.column0 += 1;
    sample(source.data(), picture.size + 2, affine, size, result.data());
    return result;
}

} // namespace ccad
