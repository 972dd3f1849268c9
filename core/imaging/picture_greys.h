// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/pixel_histogram.h"

namespace ccad::imaging {

/// How a picture comes out through a window or a VOI LUT.
enum class Rendering
{
    Fair,
    OneGrey, ///< nearly all pixels come out alike: it misses the picture, or is constant
    TwoGreys, ///< nearly all pixels come out in one of two greys: it is a threshold
    FewGreys ///< all pixels come out within a small part of the greys, hence dark, white or dull
};

/// The pixels of one picture, counted once, to try windows and VOI LUTs on. Padding does not count,
/// and inversion makes no difference.
class PictureGreys
{
public:
    explicit PictureGreys(const Radiograph& radiograph);

    /// Judged by what the picture has to show: for a blank picture, everything is fair.
    [[nodiscard]] Rendering rendering(const Voi& voi) const;
    /// True when higher values come out darker, inversion aside.
    [[nodiscard]] bool falls(const Voi& voi) const;
    /// The share of the pixels that the two most frequent of 256 greys leave over, when the fitted
    /// window shows them: nothing for a blank picture or a mask, most of a radiograph.
    [[nodiscard]] double detail() const;

private:
    Radiograph m_picture; ///< the pixels and their values, nothing else of the file
    Histogram m_histogram;
    std::size_t m_count = 0;
};

/// True when a step that left `after` of the detail `before` took nearly all of it.
[[nodiscard]] bool losesDetail(double before, double after);

} // namespace ccad::imaging
