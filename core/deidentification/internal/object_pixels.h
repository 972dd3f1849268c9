// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/dataset_tree.h"
#include "core/deidentification/pixels/pixel_box.h"

namespace ccad {

/// Blanks boxes in the pixels of an object. Compressed pixels of one frame become uncompressed
/// ones: `transferSyntax` and the elements that describe them change, and a note says so. Errors,
/// as clauses: as deidentify().
[[nodiscard]] Result<void> blankObject(DatasetTree& tree, const QByteArray& content,
                                       const std::vector<PixelBox>& boxes,
                                       const imaging::ReadGuard& guard, QByteArray& transferSyntax);

/// Clears overlays that lie in spare bits of uncompressed pixels: their groups are removed, and
/// nobody would know of them any more. To be called while the groups are still there.
void clearOverlaysInPixels(DatasetTree& tree);

} // namespace ccad
