// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/pixel_histogram.h"

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace ccad::imaging {

bool isPadding(const Radiograph& radiograph, int pixel)
{
    return radiograph.paddingFirst && radiograph.paddingLast && pixel >= *radiograph.paddingFirst
        && pixel <= *radiograph.paddingLast;
}

/// Neighbours are mostly equal, and one counter after the other would wait for itself: four sets of
/// counters take turns.
Histogram histogramOf(const Radiograph& radiograph)
{
    constexpr std::size_t sets = 4;
    const std::size_t values = radiograph.bits.values();
    std::vector<std::uint32_t> counters(sets * values);
    const std::vector<std::uint16_t>& pixels = *radiograph.pixels;
    const std::uint16_t highest = radiograph.bits.highest();
    const std::size_t whole = pixels.size() / sets * sets;
    for (std::size_t i = 0; i < whole; i += sets)
        for (std::size_t set = 0; set < sets; ++set)
            ++counters[set * values + std::min(pixels[i + set], highest)];
    for (std::size_t i = whole; i < pixels.size(); ++i)
        ++counters[std::min(pixels[i], highest)];
    Histogram histogram(values);
    for (std::size_t pixel = 0; pixel < values; ++pixel)
        if (!isPadding(radiograph, static_cast<int>(pixel)))
            for (std::size_t set = 0; set < sets; ++set)
                histogram[pixel] += counters[set * values + pixel];
    return histogram;
}

int pixelAtShare(const Histogram& histogram, double share, std::size_t count)
{
    const double wanted = std::max(share * static_cast<double>(count), 1.0);
    std::size_t seen = 0;
    for (std::size_t pixel = 0; pixel < histogram.size(); ++pixel) {
        seen += histogram[pixel];
        if (static_cast<double>(seen) >= wanted)
            return static_cast<int>(pixel);
    }
    return static_cast<int>(histogram.size()) - 1;
}

std::size_t countOf(const Histogram& histogram)
{
    return std::accumulate(histogram.begin(), histogram.end(), std::size_t{0});
}

} // namespace ccad::imaging
