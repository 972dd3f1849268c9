// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ccad {

/// A part of a radiograph, in fractions of its columns and rows: 0..1, width and height above 0.
struct CropBox
{
    double left = 0;
    double top = 0;
    double width = 1;
    double height = 1;

    [[nodiscard]] double right() const { return left + width; }
    [[nodiscard]] double bottom() const { return top + height; }
    bool operator==(const CropBox&) const = default;
};

} // namespace ccad
