// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/blank_tail.h"

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

/// Where the bytes begin that are as the last one, to the end.
qint64 beginOfRun(std::span<const std::uint8_t> bytes)
{
    const std::uint8_t last = bytes.back();
    const auto other = std::find_if(bytes.rbegin(), bytes.rend(),
                                    [last](std::uint8_t byte) { return byte != last; });
    return bytes.rend() - other;
}

/// Is that a byte which only fills up its row?
bool isPadding(const StoredRows& rows, qint64 at)
{
    return at % rows.rowBytes >= rows.rowBytes - rows.padding;
}

/// How many of the pixels from one offset to another hold that byte alone.
qint64 blankPixels(const StoredRows& rows, qint64 begin, qint64 end, std::uint8_t blank)
{
    qint64 count = 0;
    for (qint64 at = begin; at + rows.pixelBytes <= end; at += rows.pixelBytes) {
        if (isPadding(rows, at))
            continue;
        const auto pixel = rows.bytes.subspan(static_cast<std::size_t>(at),
                                              static_cast<std::size_t>(rows.pixelBytes));
        count += std::all_of(pixel.begin(), pixel.end(),
                             [blank](std::uint8_t byte) { return byte == blank; });
    }
    return count;
}

/// A file is written in blocks of at least 512 bytes; data before the blank may end with some bytes
/// of its kind.
bool beginsWithBlock(const StoredRows& rows, qint64 begin)
{
    constexpr qint64 block = 512;
    const qint64 offset = rows.fileOffset + begin;
    return (block - offset % block) % block <= rows.pixelBytes;
}

/// The first row that is blank throughout, behind one that is cut off; nothing where no end is
/// missing for certain.
std::optional<qint64> firstMissingRow(const StoredRows& rows)
{
    const auto size = static_cast<qint64>(rows.bytes.size());
    if (rows.rowBytes < 1 || rows.pixelBytes < 1 || size < 2 * rows.rowBytes)
        return std::nullopt;
    const std::uint8_t blank = rows.bytes.back();
    // Of the pixel in which the run begins, some bytes belong to the picture.
    const qint64 run = beginOfRun(rows.bytes);
    const qint64 begin = (run + rows.pixelBytes - 1) / rows.pixelBytes * rows.pixelBytes;
    const qint64 row = begin / rows.rowBytes * rows.rowBytes;
    const qint64 firstRow = (begin + rows.rowBytes - 1) / rows.rowBytes;
    if (row < rows.rowBytes || firstRow * rows.rowBytes >= size)
        return std::nullopt; // blank throughout, or hardly at all
    constexpr qint64 fewPixels = 8;
    const qint64 missing = (row + rows.rowBytes - begin) / rows.pixelBytes;
    const bool isWithinRow = begin > row && missing >= fewPixels;
    const qint64 above
        = blankPixels(rows, begin - rows.rowBytes, row, blank); // the same columns, one row higher
    const bool goesOnAbove = above * 10 <= missing;
    if (isWithinRow && goesOnAbove && beginsWithBlock(rows, run))
        return firstRow;
    return std::nullopt;
}

} // namespace

Result<void> checkTail(const StoredRows& rows, const QString& where)
{
    const auto first = firstMissingRow(rows);
    if (!first)
        return {};
    const QString clause = rows.isUpward
        ? u"the pixels above the lowest %1 of %2 rows were never written"_s
        : u"the pixels below row %1 of %2 were never written"_s;
    const qint64 count = static_cast<qint64>(rows.bytes.size()) / rows.rowBytes;
    return Error{ErrorCode::FileBroken, clause.arg(*first).arg(count), where};
}

} // namespace ccad::imaging
