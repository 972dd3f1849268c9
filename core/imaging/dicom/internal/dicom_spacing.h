// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/internal/dicom_items.h"

namespace ccad::imaging {

/// How large a pixel is, what its millimetres mean, and its shape.
struct PixelMeasure
{
    std::optional<PixelSpacing> spacing;
    double heightToWidth = 1;
    QStringList notes; ///< on what was put right, left out, or contradicts itself
};

/// By PS3.3 10.7 for lengths and C.7.6.3.1.7 for the shape: the spacing in use tells the shape,
/// too, and Pixel Aspect Ratio where there is none. `columns` and `rows` count all pixels of the
/// picture: its size tells units that were mistaken.
[[nodiscard]] PixelMeasure readPixelMeasure(DcmDataset& dataset, int columns, int rows);

} // namespace ccad::imaging
