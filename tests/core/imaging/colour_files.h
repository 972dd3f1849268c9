// SPDX-License-Identifier: GPL-3.0-or-later
// Small films and colours of three samples a pixel, under any tags.
#pragma once

#include "core/benchmark/jpeg2000/jpeg2000_encoder.h"
#include "core/imaging/display_lut.h"
#include "tests/core/imaging/small_files.h"
#include "tests/support/jpeg_writer.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace ccad::test {

inline constexpr auto jpegSyntax = "1.2.840.10008.1.2.4.50";
inline constexpr auto jpeg2000Syntax = "1.2.840.10008.1.2.4.90";
inline constexpr auto jpegLsSyntax = "1.2.840.10008.1.2.4.80";
inline constexpr auto losslessJpegSyntax = "1.2.840.10008.1.2.4.70";
inline constexpr auto rleSyntax = "1.2.840.10008.1.2.5";
inline constexpr auto nativeSyntax = "1.2.840.10008.1.2.1";

using Values = std::vector<std::int32_t>;

/// Y, Cb and Cr of each pixel (JFIF).
inline Values ycbcrOf(const Values& rgb)
{
    Values values;
    for (std::size_t i = 0; i < rgb.size(); i += 3) {
        const double r = rgb[i];
        const double g = rgb[i + 1];
        const double b = rgb[i + 2];
        for (const double value :
             {0.299 * r + 0.587 * g + 0.114 * b, 128 - 0.168736 * r - 0.331264 * g + 0.5 * b,
              128 + 0.5 * r - 0.418688 * g - 0.081312 * b})
            values.push_back(std::clamp(static_cast<std::int32_t>(std::lround(value)), 0, 255));
    }
    return values;
}

inline Values tripled(const Values& grey)
{
    Values values;
    for (const std::int32_t value : grey)
        values.insert(values.end(), {value, value, value});
    return values;
}

inline Values neutral(const Values& grey, std::int32_t none = 128)
{
    Values values;
    for (const std::int32_t value : grey)
        values.insert(values.end(), {value, none, none});
    return values;
}

inline Values byPlane(const Values& pixels)
{
    Values values(pixels.size());
    const std::size_t count = pixels.size() / 3;
    for (std::size_t i = 0; i < pixels.size(); ++i)
        values[i % 3 * count + i / 3] = pixels[i];
    return values;
}

/// Y1 Y2 Cb Cr for each two of a row of pixels; the last of an odd row has its own, unless pairs
/// run on across rows.
inline Values paired(const Values& grey, int columns, bool runOn = false, std::int32_t none = 128)
{
    Values values;
    const std::size_t row = runOn ? grey.size() : static_cast<std::size_t>(columns);
    for (std::size_t i = 0; i < grey.size(); i += 2) {
        const bool isLast = i % row + 1 == row;
        values.insert(values.end(), {grey[i], grey[isLast ? i : i + 1], none, none});
        if (isLast)
            --i;
    }
    return values;
}

struct Size
{
    int columns = 48;
    int rows = 40;
};

inline DicomSpec eightBits(const QString& photometric, int samples, const Values& values,
                           const char* syntax = nativeSyntax, Size size = {})
{
    DicomSpec spec;
    spec.columns = size.columns;
    spec.rows = size.rows;
    spec.samplesPerPixel = samples;
    spec.bitsAllocated = spec.bitsStored = 8;
    spec.highBit = 7;
    spec.photometric = photometric;
    spec.values = values;
    spec.transferSyntax = syntax;
    return spec;
}

inline DicomSpec withStream(const QString& photometric, int samples, const QByteArray& stream,
                            const char* syntax = jpegSyntax, Size size = {})
{
    DicomSpec spec = eightBits(photometric, samples, {}, syntax, size);
    spec.stream = stream;
    return spec;
}

inline JpegSpec jpegOf(const Values& values, Size size = {})
{
    JpegSpec jpeg;
    jpeg.columns = size.columns;
    jpeg.rows = size.rows;
    jpeg.values = values;
    return jpeg;
}

inline QByteArray jpeg2000Of(const Values& values, bool transform)
{
    return benchmark::encodeJpeg2000({48, 40, 3, 8, false, 0, transform, values});
}

/// The largest difference to the greys that are right.
inline int deviation(const Radiograph& radiograph, const Values& greys)
{
    const auto shown = DisplayLut(radiograph, radiograph.initialVoi).apply8(radiograph);
    if (shown.pixels.size() != greys.size())
        return 256;
    int most = 0;
    for (std::size_t i = 0; i < greys.size(); ++i)
        most = std::max(most, std::abs(int{shown.pixels[i]} - greys[i]));
    return most;
}

inline const Values& film()
{
    static const Values values = drawChest(48, 40, 255);
    return values;
}

inline const Values& colours()
{
    static const Values values = drawColours(48, 40, 255);
    return values;
}

inline Values luminanceOf(const Values& rgb)
{
    const Values all = ycbcrOf(rgb);
    Values first;
    for (std::size_t i = 0; i < all.size(); i += 3)
        first.push_back(all[i]);
    return first;
}

} // namespace ccad::test
