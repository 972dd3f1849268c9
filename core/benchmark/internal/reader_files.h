// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

#include <cstdint>
#include <vector>

namespace ccad::benchmark {

/// A drawn radiograph with grain, of 12 bits.
struct Drawing
{
    int columns = 0;
    int rows = 0;
    std::vector<std::uint16_t> pixels;
};

[[nodiscard]] Drawing drawRadiograph(int columns, int rows);

enum class Encoding
{
    Uncompressed,
    Rle,
    JpegLossless,
    JpegLs,
    Jpeg2000,
    JpegInDicom, ///< baseline, 8 bits
    Png8,
    Jpeg
};

[[nodiscard]] QString nameOf(Encoding encoding);

/// Error: WriteFailed.
[[nodiscard]] Result<void> writeDrawing(const Drawing& drawing, Encoding encoding,
                                        const QString& path);

} // namespace ccad::benchmark
