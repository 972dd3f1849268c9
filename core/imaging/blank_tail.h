// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

#include <cstdint>
#include <span>

namespace ccad::imaging {

/// Where the pixels of an uncompressed picture lie.
struct StoredRows
{
    std::span<const std::uint8_t> bytes; ///< row by row
    qint64 rowBytes = 0;
    qint64 pixelBytes = 0;
    qint64 fileOffset = 0; ///< of the first byte in its file
    qint64 padding = 0; ///< bytes at the end of each row that hold no pixel
    bool isUpward = false; ///< the first row in the file is the lowest of the picture
};

/// Looks for an end that holds one byte alone, as a file has it that was allocated in its full size
/// before it was written, and was not written to its end: the blank begins within a row, though the
/// row above goes on, and where a block of a disk or a network begins. No beam is cut off like
/// that. (checkBlankRows() looks for whole rows.) Error: FileBroken, a clause that `where` goes
/// with.
[[nodiscard]] Result<void> checkTail(const StoredRows& rows, const QString& where = {});

} // namespace ccad::imaging
