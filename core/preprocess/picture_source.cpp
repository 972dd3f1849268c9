// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/preprocess/internal/picture_source.h"

#include "core/preprocess/internal/area_average.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace ccad::preprocess {

namespace {

/// True if resizing averages; area averages are undefined for enlarging.
bool shrinks(Size from, Size to)
{
    return to.width <= from.width && to.height <= from.height;
}

struct Stretch
{
    int first = 0;
    int count = 0;
    int whole = 0; ///< pixels of the whole picture
};

/// The pixels, each of which stands for `reduction`, nearest to the fractions begin..end of a side.
Stretch nearestPixels(double begin, double end, int pixels, int whole, int reduction)
{
    const auto nearest = [&](double fraction) {
        return static_cast<int>(std::lround(fraction * whole / reduction));
    };
    const int first = std::clamp(nearest(begin), 0, pixels - 1);
    const int last = std::clamp(nearest(end), first + 1, pixels);
    // The last pixel extends to the edge of the picture.
    return {first, last - first, (last == pixels ? whole : last * reduction) - first * reduction};
}

} // namespace

GrayImage16 resized(GrayImage16 image, Size size)
{
    const Size from{image.width, image.height};
    if (from == size)
        return image;
    if (shrinks(from, size))
        return PictureSource(image).resized(PictureSource(image).all(), size);
    GrayImage16 result{size.width, size.height,
                       std::vector<std::uint16_t>(std::size_t{1} * size.width * size.height)};
    const cv::Mat source(image.height, image.width, CV_16UC1, image.pixels.data());
    cv::Mat target(size.height, size.width, CV_16UC1, result.pixels.data());
    // If only one side shrinks, OpenCV averages along neither, but keeps it from aliasing.
    const bool one = size.width < from.width || size.height < from.height;
    cv::resize(source, target, target.size(), 0, 0, one ? cv::INTER_AREA : cv::INTER_LINEAR);
    return result;
}

PictureSource::PictureSource(const ReducedRadiograph& reduced, GreyRule rule)
    : m_pixels(reduced.radiograph.pixels->data()), m_lut(networkLut(reduced, rule)),
      m_pixelSize{reduced.radiograph.columns, reduced.radiograph.rows}, m_wholeSize{reduced.columns,
                                                                                    reduced.rows},
      m_reduction(reduced.reduction), m_firstSited(reduced.firstSited)
{
}

PictureSource::PictureSource(const GrayImage16& image)
    : m_pixels(image.pixels.data()), m_pixelSize{image.width, image.height}, m_wholeSize{
                                                                                 image.width,
                                                                                 image.height}
{
}

PictureRegion PictureSource::all() const
{
    return {{0, 0, m_pixelSize.width, m_pixelSize.height}, m_wholeSize, {}};
}

PictureRegion PictureSource::region(const CropBox& box) const
{
    const Stretch across
        = nearestPixels(box.left, box.right(), m_pixelSize.width, m_wholeSize.width, m_reduction);
    const Stretch down
        = nearestPixels(box.top, box.bottom(), m_pixelSize.height, m_wholeSize.height, m_reduction);
    const double width = m_wholeSize.width;
    const double height = m_wholeSize.height;
    return {{across.first, down.first, across.count, down.count},
            {across.whole, down.whole},
            {across.first * m_reduction / width, down.first * m_reduction / height,
             across.whole / width, down.whole / height}};
}

const std::uint16_t* PictureSource::rowOf(const PixelRect& region, int row,
                                          std::vector<std::uint16_t>& buffer) const
{
    const std::uint16_t* pixels = m_pixels
        + static_cast<std::size_t>(region.top + row) * static_cast<std::size_t>(m_pixelSize.width)
        + static_cast<std::size_t>(region.left);
    if (!m_lut)
        return pixels;
    buffer.resize(static_cast<std::size_t>(region.width));
    std::transform(pixels, pixels + region.width, buffer.begin(),
                   [this](std::uint16_t pixel) { return m_lut->gray16(pixel); });
    return buffer.data();
}

GrayImage16 PictureSource::greys(const PixelRect& region) const
{
    GrayImage16 image{region.width, region.height, {}};
    image.pixels.reserve(std::size_t{1} * region.width * region.height);
    std::vector<std::uint16_t> buffer;
    for (int row = 0; row < region.height; ++row) {
        const std::uint16_t* pixels = rowOf(region, row, buffer);
        image.pixels.insert(image.pixels.end(), pixels, pixels + region.width);
    }
    return image;
}

GrayImage16 PictureSource::resized(const PictureRegion& region, Size size) const
{
    const Size pixels{region.pixels.width, region.pixels.height};
    if (!shrinks(pixels, size) || (m_reduction == 1 && pixels == size))
        return preprocess::resized(greys(region.pixels), size);
    AreaAverage average({pixels.width, pixels.height, region.whole.width, region.whole.height,
                         m_reduction, m_firstSited},
                        size.width, size.height);
    std::vector<std::uint16_t> buffer;
    for (int row = 0; row < pixels.height; ++row)
        average.add(rowOf(region.pixels, row, buffer));
    return average.take();
}

} // namespace ccad::preprocess
