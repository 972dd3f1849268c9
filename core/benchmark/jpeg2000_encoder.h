// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/benchmark.
#pragma once

#include <QByteArray>

#include <cstdint>
#include <vector>

namespace ccad::benchmark {

/// A lossless codestream of a grey picture, for files that are read to time it. Empty when OpenJPEG
/// fails.
[[nodiscard]] QByteArray encodeJpeg2000(int columns, int rows, int bits,
                                        const std::vector<std::uint16_t>& pixels);

} // namespace ccad::benchmark
