// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/blank_tail.h"
#include "core/imaging/read_guard.h"

#include <QByteArray>

#include <functional>
#include <optional>

struct tiff;

namespace ccad::imaging {

/// A strip or a tile as it is stored.
struct TiffPiece
{
    QByteArray bytes;
    qint64 needed = 0; ///< bytes that its pixels take once it is decoded
    qint64 most = 0; ///< the last strip may be filled up to as many rows as the others have
};

/// Of the current directory.
[[nodiscard]] std::uint16_t tiffCompression(struct tiff* file);

/// Reads each strip or tile of the current directory without decoding it. Those that lie outside
/// the file are left out: libtiff refuses them. Errors: those of `take` and of the guard.
[[nodiscard]] Result<void> forEachPiece(struct tiff* file, const ReadGuard& guard,
                                        const std::function<Result<void>(TiffPiece&)>& take);

/// The rows of an uncompressed page whose strips follow each other in the file; nothing for others.
[[nodiscard]] std::optional<StoredRows> plainRows(struct tiff* file, const QByteArray& content);

/// The sentence on strips or tiles that do not decode to their pixels.
[[nodiscard]] Error damagedPieces();

} // namespace ccad::imaging
