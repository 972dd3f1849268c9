// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/deidentification/written_film.h"
#include "tests/support/dicom_writer.h"
#include "tests/support/phantom.h"

namespace ccad::test {

/// A film of 512 x 512 pixels with a name in them, above left.
inline QByteArray filmWithText()
{
    constexpr int side = 512;
    const auto chest = drawChest(side, side, 4095);
    cv::Mat pixels(side, side, CV_16U);
    std::transform(chest.begin(), chest.end(), pixels.begin<std::uint16_t>(),
                   [](std::int32_t value) { return static_cast<std::uint16_t>(value); });
    (void)write(pixels, {"WONDERLAND ALICE", 16, 0, 0.9});
    DicomSpec spec;
    spec.columns = side;
    spec.rows = side;
    spec.values.assign(pixels.begin<std::uint16_t>(), pixels.end<std::uint16_t>());
    return writeDicom(spec);
}

} // namespace ccad::test
