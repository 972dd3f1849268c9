// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/pictures/internal/bmp_header.h"
#include "core/imaging/read_guard.h"

#include <opencv2/core/matx.hpp>

#include <vector>

namespace ccad::imaging {

using BmpColour = cv::Vec3b; ///< blue, green, red, as BMP has them

/// The palette of up to 8 bits, and the highest index that was asked for.
class BmpPalette
{
public:
    BmpPalette(const QByteArray& content, const BmpHeader& header);

    /// Black where the palette has no such colour.
    BmpColour operator[](int index);

    /// Error: FileBroken, where a colour was asked for that the palette does not have: in its place
    /// stand pixels, or anything else.
    [[nodiscard]] Result<void> check() const;

private:
    std::vector<BmpColour> m_colours;
    int m_highest = -1;
};

} // namespace ccad::imaging
