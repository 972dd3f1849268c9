// SPDX-License-Identifier: GPL-3.0-or-later
// For programs that write files in order to read them: `ccad-cli bench`, and tests.
#pragma once

#include <QByteArray>

#include <cstdint>
#include <vector>

namespace ccad::benchmark {

struct Jpeg2000Picture
{
    int columns = 0;
    int rows = 0;
    int components = 1; ///< 1 or 3
    int bits = 8;
    bool isSigned = false;
    double rate = 0; ///< compression ratio; 0 is lossless
    bool componentTransform = false; ///< RCT or ICT
    std::vector<std::int32_t> values; ///< interleaved
};

/// A bare codestream, the same for any number of threads. Empty when OpenJPEG fails.
[[nodiscard]] QByteArray encodeJpeg2000(const Jpeg2000Picture& picture);

} // namespace ccad::benchmark
