// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/display_lut.h"

#include <algorithm>
#include <cmath>

namespace ccad {

namespace {

constexpr int tableSize = 65536;

/// PS3.3 C.11.2.1.2 and C.11.2.1.3, with an output from 0 to 1.
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
    const double index = std::clamp(std::floor(value + 0.5) - table.firstValue, 0.0, last);
    return table.entries[static_cast<std::size_t>(index)] / (std::ldexp(1.0, table.bits) - 1);
}

double throughVoi(const Voi& voi, double value)
{
    const auto* window = std::get_if<VoiWindow>(&voi);
    return window ? throughWindow(*window, value) : throughTable(std::get<VoiTable>(voi), value);
}

bool isPadding(const Radiograph& radiograph, int pixel)
{
    return radiograph.paddingFirst && radiograph.paddingLast && pixel >= *radiograph.paddingFirst
        && pixel <= *radiograph.paddingLast;
}

/// The Linear window that maps the lower value to black and the upper one to white.
VoiWindow windowBetween(double lower, double upper)
{
    VoiWindow window;
    // Both ends belong to the window, hence the one more and the half (PS3.3 C.11.2.1.2).
    window.width = std::max(upper - lower, 0.0) + 1;
    window.center = (lower + upper + 1) / 2;
    return window;
}

/// The lowest pixel that at least `wanted` pixels do not exceed.
int pixelAtRank(const std::vector<std::size_t>& histogram, std::size_t wanted)
{
    std::size_t seen = 0;
    for (int pixel = 0; pixel < tableSize; ++pixel) {
        seen += histogram[static_cast<std::size_t>(pixel)];
        if (seen >= wanted)
            return pixel;
    }
    return tableSize - 1;
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
    for (int pixel = 0; pixel < tableSize; ++pixel) {
        const auto i = static_cast<std::size_t>(pixel);
        if (isPadding(radiograph, pixel))
            continue; // black, inverted or not
        double gray = throughVoi(voi, pixel * radiograph.valueScale + radiograph.valueOffset);
        if (radiograph.inverted)
            gray = 1 - gray;
        m_table[i] = static_cast<std::uint16_t>(std::lround(std::clamp(gray, 0.0, 1.0) * 65535));
        m_table8[i] = static_cast<std::uint8_t>((m_table[i] + 128) / 257);
    }
}

GrayImage16 DisplayLut::apply16(const Radiograph& radiograph) const
{
    return {radiograph.columns, radiograph.rows, mapped(*radiograph.pixels, m_table)};
}

GrayImage8 DisplayLut::apply8(const Radiograph& radiograph) const
{
    return {radiograph.columns, radiograph.rows, mapped(*radiograph.pixels, m_table8)};
}

VoiWindow automaticWindow(const Radiograph& radiograph)
{
    const auto valueOf
        = [&](double pixel) { return pixel * radiograph.valueScale + radiograph.valueOffset; };
    double first = 0;
    double last = std::ldexp(1.0, radiograph.bits) - 1;
    if (radiograph.bits > 8 && radiograph.pixels) {
        std::vector<std::size_t> histogram(tableSize, 0);
        std::size_t count = 0;
        for (const std::uint16_t pixel : *radiograph.pixels) {
            if (isPadding(radiograph, pixel))
                continue;
            ++histogram[pixel];
            ++count;
        }
        if (count > 0) {
            const auto rank = [count](double share) {
                return std::max<std::size_t>(
                    static_cast<std::size_t>(std::ceil(share * static_cast<double>(count))), 1);
            };
            first = pixelAtRank(histogram, rank(0.005));
            last = pixelAtRank(histogram, rank(0.995));
        }
    }
    VoiWindow window = windowBetween(std::min(valueOf(first), valueOf(last)),
                                     std::max(valueOf(first), valueOf(last)));
    // Values finer than one, such as optical densities, need a window finer than Linear allows.
    if (std::abs(radiograph.valueScale) < 1) {
        window.function = VoiFunction::LinearExact;
        window.width
            = std::max(std::abs(valueOf(last) - valueOf(first)), std::abs(radiograph.valueScale));
        window.center = (valueOf(first) + valueOf(last)) / 2;
    }
    return window;
}

} // namespace ccad
