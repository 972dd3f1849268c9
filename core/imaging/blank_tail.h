// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/imaging/reader_notes.h"

#include <QString>

#include <cstdint>
#include <optional>
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

/// The end of a picture that holds 00 or FF alone, as a file has it that was allocated in its full
/// size before it was written, and was not written to its end.
struct BlankTail
{
    qint64 firstRow = 0; ///< the first row that is blank throughout, from 0
    qint64 rows = 0; ///< of them
    /// The blank begins within a row, though the row above goes on, and where a block of a disk or
    /// a network begins: no beam is cut off like that.
    bool isCertain = false;
};

/// Nothing where the end may be the border of a film: where the rest holds such pixels, too, as a
/// beam cut off on several sides leaves them, or a picture that was padded to a square.
[[nodiscard]] std::optional<BlankTail> blankTail(const StoredRows& rows);

/// Notes a tail that may be missing. Error: FileBroken, a clause that `where` goes with, for one
/// that is missing for certain.
[[nodiscard]] Result<void> checkTail(const StoredRows& rows, ReaderNotes& notes,
                                     const QString& where = {});

} // namespace ccad::imaging
