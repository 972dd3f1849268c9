// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ccad {

/// Some pixels of a picture: columns left .. left + width - 1, rows top .. top + height - 1.
struct PixelBox
{
    int left = 0;
    int top = 0;
    int width = 0;
    int height = 0;
    bool operator==(const PixelBox&) const = default;

    [[nodiscard]] int right() const { return left + width; } ///< the first column behind it
    [[nodiscard]] int bottom() const { return top + height; }
};

} // namespace ccad
