// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/radiograph.h"

#include <cstdint>
#include <span>
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

/// A grey picture for the screen: 0 = black, 255 = white.
struct GrayImage8
{
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> pixels;
};

/// The one way from stored pixels to grey: modality -> VOI (PS3.3 C.11.2) -> inversion. Padding
/// becomes black. What a network sees through is a table of the same kind (network_greys.h).
class DisplayLut
{
public:
    DisplayLut(const Radiograph& radiograph, const Voi& voi);
    /// The grey of each stored pixel, as it is; of higher pixels, black.
    explicit DisplayLut(std::span<const std::uint16_t> greys);

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
    void setGrey(std::size_t pixel, std::uint16_t grey);

    /// 65536 entries; those beyond the radiograph's bits are black.
    std::vector<std::uint16_t> m_table;
    std::vector<std::uint8_t> m_table8; ///< m_table rounded to 8 bits
};

/// The window of a radiograph without one of its own: from the 0.5th to the 99.5th percentile of
/// the pixels that are not padding (8-bit pictures: the full range 0..255, since they were windowed
/// before).
[[nodiscard]] VoiWindow automaticWindow(const Radiograph& radiograph);

/// The window from the 0.5th to the 99.5th percentile, whatever the bits.
[[nodiscard]] VoiWindow fittedWindow(const Radiograph& radiograph);

/// The window from the lowest to the highest value that a pixel of radiograph.bits can have.
[[nodiscard]] VoiWindow fullRangeWindow(const Radiograph& radiograph);

} // namespace ccad
