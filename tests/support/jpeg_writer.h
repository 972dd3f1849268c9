// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <cstdint>
#include <optional>
#include <vector>

namespace ccad::test {

/// A baseline JPEG stream whose samples are encoded as they are, and its signs of their colours.
struct JpegSpec
{
    int columns = 0;
    int rows = 0;
    int components = 3;
    std::vector<std::int32_t> values; ///< interleaved, 0..255
    int quality = 100;
    bool hasJfif = false;
    std::optional<int> adobeTransform;
    QByteArray names = "\1\2\3"; ///< identifiers of the components
    int horizontal = 1; ///< sampling factors of the first component; the others have 1
    int vertical = 1;
};

/// Fails the program when it cannot be encoded.
[[nodiscard]] QByteArray writeJpeg(const JpegSpec& spec);

} // namespace ccad::test
