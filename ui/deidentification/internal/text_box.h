// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deidentification/pixels/pixel_box.h"

#include <vector>

namespace ccad {

/// A box that may be blanked.
struct TextBox
{
    PixelBox box; ///< in pixels of the file
    bool isOn = true; ///< somebody may switch off what is no text
    bool isByHand = false; ///< not found, but drawn
};

using TextBoxes = std::vector<TextBox>;

} // namespace ccad
