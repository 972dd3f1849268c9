// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/radiograph.h"

#include <cstdint>
#include <vector>

namespace ccad {

/// A grey picture for the screen or the network, row-major, 0 = black, 65535 = white, bright =
/// dense.
struct GrayImage16
{
    int width = 0;
    int height = 0;
    std::vector<std::uint16_t> pixels;
};

/// A grey picture for the screen, row-major, 0 = black, 255 = white, bright = dense.
struct GrayImage8
{
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> pixels;
};

/// The one way from stored pixels to grey: modality -> VOI (PS3.3 C.11.2) -> inversion. Padding
/// becomes black. Screen and network both use it, so that they see the same picture.
class DisplayLut
{
public:
    DisplayLut(const Radiograph& radiograph, const Voi& voi);

    [[nodiscard]] std::uint16_t gray16(std::uint16_t storedPixel) const
    {
        return m_table[storedPixel];
    }
    [[nodiscard]] std::uint8_t gray8(std::uint16_t storedPixel) const
    {
        return m_table8[storedPixel];
    }

    [[nodiscard]] GrayImage16 apply16(const Radiograph& radiograph) const;
    [[nodiscard]] GrayImage8 apply8(const Radiograph& radiograph) const;

private:
    std::vector<std::uint16_t>
        m_table; ///< 65536 entries; entries beyond the radiograph's bits are black
    std::vector<std::uint8_t> m_table8; ///< m_table rounded to 8 bits
};

/// The window of a radiograph that brings none: from the 0.5th to the 99.5th percentile of the
/// pixels that are not padding (8-bit pictures: the full range 0..255, since they were windowed
/// before).
[[nodiscard]] VoiWindow automaticWindow(const Radiograph& radiograph);

/// From the 0.5th to the 99.5th percentile, whatever the bits.
[[nodiscard]] VoiWindow fittedWindow(const Radiograph& radiograph);

/// The window from the lowest to the highest value that a pixel of radiograph.bits can have.
[[nodiscard]] VoiWindow fullRangeWindow(const Radiograph& radiograph);

} // namespace ccad
