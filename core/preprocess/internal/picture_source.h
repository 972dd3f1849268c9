// SPDX-License-Identifier: GPL-3.0-or-later
// Grey pixels of a picture, of a part of it, at another size.
#pragma once

#include "core/imaging/network_greys.h"
#include "core/imaging/read_limits.h"
#include "core/preprocess/crop_box.h"
#include "core/preprocess/harmonise.h"

#include <optional>

namespace ccad::preprocess {

struct Size
{
    int width = 0;
    int height = 0;
    bool operator==(const Size&) const = default;
};

/// Interpolates to enlarge, averages areas to shrink.
[[nodiscard]] GrayImage16 resized(GrayImage16 image, Size size);

/// A region of a picture that may have been reduced when it was read.
struct PictureRegion
{
    PixelRect pixels; ///< of those that there are
    Size whole; ///< pixels of the whole picture that they stand for
    CropBox box; ///< the same as fractions of the picture
};

/// A picture whose greys are wanted by a rule. Keeps a reference to it.
class PictureSource
{
public:
    PictureSource(const ReducedRadiograph& reduced, GreyRule rule);
    explicit PictureSource(const GrayImage16& image);

    [[nodiscard]] PictureRegion all() const;
    /// The region at a box, whose sides go to the nearest pixels, at least one of them.
    [[nodiscard]] PictureRegion region(const CropBox& box) const;
    /// A picture that shrinks becomes grey row by row, never as a whole.
    [[nodiscard]] GrayImage16 resized(const PictureRegion& region, Size size) const;

private:
    [[nodiscard]] GrayImage16 greys(const PixelRect& region) const;
    /// A row of a region; `buffer` holds it where the greys have to be made first.
    [[nodiscard]] const std::uint16_t* rowOf(const PixelRect& region, int row,
                                             std::vector<std::uint16_t>& buffer) const;

    const std::uint16_t* m_pixels;
    std::optional<DisplayLut> m_lut; ///< none: the pixels are greys
    Size m_pixelSize; ///< that there are
    Size m_wholeSize;
    int m_reduction = 1;
    bool m_firstSited = false;
};

} // namespace ccad::preprocess
