// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/display_lut.h"
#include "core/imaging/radiograph.h"

#include <QImage>
#include <QSize>

#include <cstdint>
#include <memory>
#include <vector>

namespace ccad {

/// Stored pixels of a radiograph at one size, row-major. A level n pixel covers 2^n x 2^n pixels of
/// the radiograph (fewer at the right and lower edge).
struct PyramidLevel
{
    int width = 0;
    int height = 0;
    std::shared_ptr<const std::vector<std::uint16_t>> values;
};

/// A radiograph as a pyramid of stored values for painting: level 0 shares the radiograph's own
/// pixels, each further level is half as large and averages 2 x 2, so that a small view of a large
/// picture shows no aliasing. Padding is left out of the averages; only where all four are padding
/// the average is padding as well. The window is not part of the pyramid: it is applied to the
/// pixels on screen.
class PicturePyramid
{
public:
    PicturePyramid() = default;
    /// Visits each pixel, hence belongs on a worker thread. `voi` is for thumbnails.
    PicturePyramid(const Radiograph& radiograph, const Voi& voi);

    [[nodiscard]] bool isNull() const { return m_levels.empty(); }
    [[nodiscard]] QSize size() const;
    [[nodiscard]] const Radiograph& radiograph() const { return m_radiograph; }
    [[nodiscard]] const std::vector<PyramidLevel>& levels() const { return m_levels; }
    /// The number of the smallest level that still has at least one pixel for each device pixel
    /// when the picture is drawn at `scale` device pixels per pixel.
    [[nodiscard]] int levelFor(double scale) const;

    /// The way from stored values to grey; `inverted` comes on top of the file's own inversion.
    [[nodiscard]] DisplayLut lut(const Voi& voi, bool inverted) const;
    /// The whole picture, unturned, at full size, Format_Grayscale8; null when this is null.
    [[nodiscard]] QImage image(const Voi& voi, bool inverted) const;
    /// The picture in its first window, at most `side` pixels wide and high.
    [[nodiscard]] QImage thumbnail(int side) const;

private:
    Radiograph m_radiograph;
    Voi m_voi;
    std::vector<PyramidLevel> m_levels;
};

} // namespace ccad
