// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/deidentification/pixels/pixel_box.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace ccad {

/// How uncompressed pixel data is laid out (PS3.3 C.7.6.3).
struct PixelLayout
{
    int rows = 0;
    int columns = 0;
    int samplesPerPixel = 1;
    bool isColorByPlane = false;
    int bitsAllocated = 16;
    int bitsStored = 16;
    int highBit = 15;
    bool isSigned = false;
    bool isBigEndian = false; ///< of samples of 16 bits
    QString photometric;
    qint64 frames = 1;
};

/// Fills the boxes with the darkest value of each frame (of MONOCHROME1 the highest) or black, and
/// changes no bit of any other pixel, nor bits beside the stored ones. Parts of boxes outside the
/// picture do not matter. Errors, as clauses: FileBroken (fewer bytes than the layout takes),
/// Unsupported (samples of other than 8 or 16 bits, palettes, colours that pixels share).
[[nodiscard]] Result<void> blankPixels(QByteArray& pixels, const PixelLayout& layout,
                                       const std::vector<PixelBox>& boxes);

/// Clears all bits beside the stored ones, in which old files keep overlays. Samples of 16 bits
/// alone. Returns whether any bit was set.
[[nodiscard]] bool clearSpareBits(QByteArray& pixels, const PixelLayout& layout);

} // namespace ccad
