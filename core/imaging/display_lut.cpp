// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/display_lut.h"

#include "core/imaging/pixel_histogram.h"

#include <algorithm>
#include <cmath>

namespace ccad {

namespace {

constexpr int tableSize = 65536;

/// The windows of PS3.3 C.11.2.1.2 and C.11.2.1.3, with an output from 0 to 1.
double throughWindow(const VoiWindow& window, double value)
{
    switch (window.function) {
    case VoiFunction::Sigmoid:
        return 1 / (1 + std::exp(-4 * (value - window.center) / window.width));
    case VoiFunction::LinearExact:
        return std::clamp((value - window.center) / window.width + 0.5, 0.0, 1.0);
    case VoiFunction::Linear:
        break;
    }
    const double center = window.center - 0.5;
    const double width = window.width - 1;
    if (value <= center - width / 2)
        return 0;
    if (value > center + width / 2)
        return 1;
    return (value - center) / width + 0.5;
}

double throughTable(const VoiTable& table, double value)
{
    if (table.entries.empty())
        return 0;
    const double last = static_cast<double>(table.entries.size() - 1);
    // In this order, max and min turn what is no number into an index, too.
    const double index = std::min(last, std::max(0.0, std::floor(value + 0.5) - table.firstValue));
    return double{1} * table.entries[static_cast<std::size_t>(index)] / table.bits.highest();
}

double throughVoi(const Voi& voi, double value)
{
    const auto* window = std::get_if<VoiWindow>(&voi);
    return window ? throughWindow(*window, value) : throughTable(std::get<VoiTable>(voi), value);
}

/// The window that maps one pixel's value to black and the other's to white.
VoiWindow windowBetween(const Radiograph& radiograph, int firstPixel, int lastPixel)
{
    const double first = firstPixel * radiograph.valueScale + radiograph.valueOffset;
    const double last = lastPixel * radiograph.valueScale + radiograph.valueOffset;
    VoiWindow window;
    // Values finer than one, such as optical densities, need a window finer than Linear allows.
    if (std::abs(radiograph.valueScale) < 1) {
        window.function = VoiFunction::LinearExact;
        window.width = std::max(std::abs(last - first), std::abs(radiograph.valueScale));
        window.center = (first + last) / 2;
        return window;
    }
    // Both ends belong to a Linear window, hence the one more and the half (PS3.3 C.11.2.1.2).
    window.width = std::abs(last - first) + 1;
    window.center = (first + last + 1) / 2;
    return window;
}

template <typename Gray>
std::vector<Gray> mapped(const std::vector<std::uint16_t>& pixels, const std::vector<Gray>& table)
{
    std::vector<Gray> grays(pixels.size());
    std::transform(pixels.begin(), pixels.end(), grays.begin(),
                   [&table](std::uint16_t pixel) { return table[pixel]; });
    return grays;
}

} // namespace

DisplayLut::DisplayLut(const Radiograph& radiograph, const Voi& voi)
    : m_table(tableSize), m_table8(tableSize)
{
    // Larger pixels than radiograph.bits has do not occur; for pictures of 8 bits, which are often
    // small, computing all 65536 entries would take longer than all the rest.
    const std::size_t values = std::min(m_table.size(), radiograph.bits.values());
    for (std::size_t i = 0; i < values; ++i) {
        const auto pixel = static_cast<int>(i);
        if (imaging::isPadding(radiograph, pixel))
            continue; // black, inverted or not
        double gray = throughVoi(voi, pixel * radiograph.valueScale + radiograph.valueOffset);
        if (radiograph.inverted)
            gray = 1 - gray;
        setGrey(i, static_cast<std::uint16_t>(std::lround(std::clamp(gray, 0.0, 1.0) * 65535)));
    }
}

DisplayLut::DisplayLut(std::span<const std::uint16_t> greys)
    : m_table(tableSize), m_table8(tableSize)
{
    const std::size_t values = std::min(m_table.size(), greys.size());
    for (std::size_t i = 0; i < values; ++i)
        setGrey(i, greys[i]);
}

void DisplayLut::setGrey(std::size_t pixel, std::uint16_t grey)
{
    m_table[pixel] = grey;
    m_table8[pixel] = static_cast<std::uint8_t>((grey + 128) / 257);
}

GrayImage16 DisplayLut::apply16(const Radiograph& radiograph) const
{
    return {radiograph.columns, radiograph.rows, mapped(*radiograph.pixels, m_table)};
}

GrayImage8 DisplayLut::apply8(const Radiograph& radiograph) const
{
    return {radiograph.columns, radiograph.rows, mapped(*radiograph.pixels, m_table8)};
}

VoiWindow fullRangeWindow(const Radiograph& radiograph)
{
    return windowBetween(radiograph, 0, radiograph.bits.highest());
}

VoiWindow fittedWindow(const Radiograph& radiograph)
{
    if (!radiograph.pixels)
        return fullRangeWindow(radiograph);
    const imaging::Histogram histogram = imaging::histogramOf(radiograph);
    const std::size_t count = imaging::countOf(histogram);
    if (count == 0)
        return fullRangeWindow(radiograph);
    return windowBetween(radiograph, imaging::pixelAtShare(histogram, imaging::darkestShare, count),
                         imaging::pixelAtShare(histogram, imaging::brightestShare, count));
}

VoiWindow automaticWindow(const Radiograph& radiograph)
{
    return radiograph.bits <= bitDepth<8> ? fullRangeWindow(radiograph) : fittedWindow(radiograph);
}

} // namespace ccad
