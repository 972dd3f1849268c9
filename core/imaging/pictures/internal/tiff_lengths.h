// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/reader_notes.h"

#include "core/imaging/read_guard.h"

struct tiff;

namespace ccad::imaging {

/// Counts what the strips or tiles of the current directory decode to, where they are packed by LZW
/// or PackBits, and holds it against what they have to: neither has a sum, but bytes that were
/// overwritten change the count, and libtiff stops reading at the last pixel. What goes beyond the
/// pixels is noted. Errors: FileBroken where pixels are missing, and those of the guard.
[[nodiscard]] Result<void> checkLengths(struct tiff* file, ReaderNotes& notes,
                                        const ReadGuard& guard);

} // namespace ccad::imaging
