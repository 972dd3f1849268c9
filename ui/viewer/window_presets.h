// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/radiograph.h"

#include <QString>

#include <vector>

namespace ccad {

/// A window to choose by name; its place in the list is its key, 0..9.
struct WindowPreset
{
    QString title; ///< Title Case, without "&"
    Voi voi;
};

/// The windows to see a radiograph through, at most ten: the automatic window, the file's windows
/// under the file's names, the named windows, and always last the full range. If there are too
/// many, the named windows give way first.
///
/// The values of radiographs have no common unit, so the named windows are parts of the automatic
/// one, where 0 is what it shows black and 1 what it shows white (for inverted pictures as well):
// clang-format off
/// - Lungs 0..0.6 (lungs are dark)
/// - Mediastinum 0.4..1
/// - Bones 0.55..1.15 (bones are bright)
/// - Soft Contrast -0.25..1.25
/// - Hard Contrast 0.2..0.8
// clang-format on
[[nodiscard]] std::vector<WindowPreset> windowPresets(const Radiograph& radiograph,
                                                      const VoiWindow& automatic);

} // namespace ccad
