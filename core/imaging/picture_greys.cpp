// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/picture_greys.h"

#include "core/imaging/display_lut.h"

#include <algorithm>
#include <functional>

namespace ccad::imaging {

namespace {

constexpr int greyCount = 256;
/// Less than a sixteenth of the greys is what 12 bits fill of 16. Dull pictures of real devices
/// have twice as many.
constexpr int leastSpread = greyCount / 16;
/// A picture counts as dark or bright if it lies wholly within this part of the greys.
constexpr int darkQuarter = greyCount / 4;
constexpr int brightQuarter = greyCount - darkQuarter;
/// The part of a picture's detail that has to come through. A brain window on a slice of mostly air
/// lets a tenth through; a threshold, nothing.
constexpr double leastDetail = 0.05;
/// Share of one grey from which a picture counts as nothing but that grey.
constexpr double nearlyAll = 0.95;

double shareOf(std::size_t part, std::size_t count)
{
    return static_cast<double>(part) / static_cast<double>(count);
}

Radiograph pixelsOf(const Radiograph& radiograph)
{
    Radiograph picture;
    picture.columns = radiograph.columns;
    picture.rows = radiograph.rows;
    picture.pixels = radiograph.pixels;
    picture.bits = radiograph.bits;
    picture.valueScale = radiograph.valueScale;
    picture.valueOffset = radiograph.valueOffset;
    picture.paddingFirst = radiograph.paddingFirst;
    picture.paddingLast = radiograph.paddingLast;
    return picture;
}

Histogram greysOf(const Histogram& pixels, const DisplayLut& lut)
{
    Histogram greys(greyCount);
    for (std::size_t pixel = 0; pixel < pixels.size(); ++pixel)
        greys[lut.gray8(static_cast<std::uint16_t>(pixel))] += pixels[pixel];
    return greys;
}

/// The share outside the two most frequent greys, and the share of the most frequent one.
struct Frequency
{
    double rest = 0;
    double most = 0;
};

Frequency frequencyOf(Histogram greys, std::size_t count)
{
    std::partial_sort(greys.begin(), greys.begin() + 2, greys.end(), std::greater<>());
    return {1 - shareOf(greys[0] + greys[1], count), shareOf(greys[0], count)};
}

struct Ends
{
    int low = 0;
    int high = 0;
};

Ends endsOf(const Histogram& histogram, std::size_t count)
{
    return {pixelAtShare(histogram, darkestShare, count),
            pixelAtShare(histogram, brightestShare, count)};
}

} // namespace

PictureGreys::PictureGreys(const Radiograph& radiograph)
    : m_picture(pixelsOf(radiograph)), m_histogram(histogramOf(radiograph)),
      m_count(countOf(m_histogram))
{
}

Rendering PictureGreys::rendering(const Voi& voi) const
{
    // Where nearly all pixels are alike, the few others are no measure of a window.
    const Ends pixels = m_count > 0 ? endsOf(m_histogram, m_count) : Ends();
    if (pixels.low == pixels.high)
        return Rendering::Fair;
    const Histogram greys = greysOf(m_histogram, DisplayLut(m_picture, voi));
    const Frequency frequency = frequencyOf(greys, m_count);
    const Ends ends = endsOf(greys, m_count);
    const bool mayLose = frequency.rest < leastDetail; // detail() is at most 1
    const bool loses = mayLose && losesDetail(detail(), frequency.rest);
    if (ends.low == ends.high || (loses && frequency.most > nearlyAll))
        return Rendering::OneGrey;
    if (loses)
        return Rendering::TwoGreys;
    const bool isSmallPart = ends.high - ends.low < leastSpread || ends.high < darkQuarter
        || ends.low >= brightQuarter;
    return isSmallPart ? Rendering::FewGreys : Rendering::Fair;
}

bool PictureGreys::falls(const Voi& voi) const
{
    if (m_count == 0)
        return false;
    const DisplayLut lut(m_picture, voi);
    double pixels = 0;
    double greys = 0;
    double products = 0;
    for (std::size_t pixel = 0; pixel < m_histogram.size(); ++pixel) {
        const double share = shareOf(m_histogram[pixel], m_count);
        const double grey = lut.gray16(static_cast<std::uint16_t>(pixel));
        pixels += share * static_cast<double>(pixel);
        greys += share * grey;
        products += share * static_cast<double>(pixel) * grey;
    }
    const double covariance = products - pixels * greys;
    return m_picture.valueScale < 0 ? covariance > 0 : covariance < 0;
}

double PictureGreys::detail() const
{
    if (m_count == 0)
        return 0;
    const DisplayLut lut(m_picture, fittedWindow(m_picture));
    return frequencyOf(greysOf(m_histogram, lut), m_count).rest;
}

bool losesDetail(double before, double after)
{
    return after < before * leastDetail;
}

} // namespace ccad::imaging
