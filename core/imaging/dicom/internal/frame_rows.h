// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/internal/dicom_frame.h"

namespace ccad::imaging {

/// Looks for rows of the frame that were lost before or after it was compressed, and notes them.
/// Its samples are still as they were stored: bits beside the greys belong to what was lost, too.
/// Error: FileBroken, where much of the picture is lost.
[[nodiscard]] Result<void> checkFrameRows(Frame& frame, DcmDataset& dataset);

} // namespace ccad::imaging
