// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/read_guard.h"

struct tiff;

namespace ccad::imaging {

/// Holds the strips or tiles of the current directory against the sums in them, where they are
/// deflated: libtiff stops reading before it comes to a sum. Other compressions have none. Errors:
/// FileBroken, and those of the guard.
[[nodiscard]] Result<void> checkSums(struct tiff* file, const ReadGuard& guard);

} // namespace ccad::imaging
