// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/pictures/internal/tiff_pieces.h"

#include "core/base/checked_size.h"

#include <algorithm>
#include <cstdint>
#include <span>

#include <tiffio.h>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

/// Rows of a strip of the picture; those of the last one are what is left.
std::uint32_t rowsOfStrip(TIFF* file, std::uint32_t strip)
{
    std::uint32_t rows = 0;
    std::uint32_t perStrip = 0;
    TIFFGetField(file, TIFFTAG_IMAGELENGTH, &rows);
    TIFFGetFieldDefaulted(file, TIFFTAG_ROWSPERSTRIP, &perStrip);
    perStrip = std::min(perStrip, rows);
    if (perStrip == 0)
        return 0;
    const std::uint32_t stripsOfPlane = (rows - 1) / perStrip + 1; // planes follow each other
    const std::uint32_t before = strip % stripsOfPlane * perStrip;
    return std::min(perStrip, rows - before);
}

} // namespace

std::uint16_t tiffCompression(TIFF* file)
{
    std::uint16_t compression = COMPRESSION_NONE;
    TIFFGetFieldDefaulted(file, TIFFTAG_COMPRESSION, &compression);
    return compression;
}

Result<void> forEachPiece(TIFF* file, const ReadGuard& guard,
                          const std::function<Result<void>(TiffPiece&)>& take)
{
    const std::uint64_t fileBytes = TIFFGetSizeProc(file)(TIFFClientdata(file));
    const bool isTiled = TIFFIsTiled(file) != 0;
    const std::uint32_t pieces = isTiled ? TIFFNumberOfTiles(file) : TIFFNumberOfStrips(file);
    for (std::uint32_t i = 0; i < pieces; ++i) {
        if (auto ok = guard.check(u"decoding"_s); !ok)
            return ok;
        const std::uint64_t bytes = TIFFGetStrileByteCount(file, i);
        if (bytes == 0 || bytes > fileBytes)
            continue;
        if (auto taken = guard.take(static_cast<qint64>(bytes)); !taken)
            return taken;
        TiffPiece piece;
        piece.bytes = QByteArray(static_cast<qsizetype>(bytes), Qt::Uninitialized);
        const tmsize_t got = isTiled
            ? TIFFReadRawTile(file, i, piece.bytes.data(), piece.bytes.size())
            : TIFFReadRawStrip(file, i, piece.bytes.data(), piece.bytes.size());
        piece.bytes.truncate(std::max<tmsize_t>(got, 0));
        if (piece.bytes.isEmpty())
            continue;
        piece.most = isTiled ? TIFFTileSize(file) : TIFFStripSize(file);
        piece.needed = isTiled ? piece.most : TIFFVStripSize(file, rowsOfStrip(file, i));
        if (auto taken = take(piece); !taken)
            return taken;
    }
    return {};
}

std::optional<StoredRows> plainRows(TIFF* file, const QByteArray& content)
{
    std::uint16_t planar = PLANARCONFIG_CONTIG;
    std::uint16_t bits = 1;
    std::uint16_t samples = 1;
    std::uint32_t height = 0;
    TIFFGetFieldDefaulted(file, TIFFTAG_PLANARCONFIG, &planar);
    TIFFGetFieldDefaulted(file, TIFFTAG_BITSPERSAMPLE, &bits);
    TIFFGetFieldDefaulted(file, TIFFTAG_SAMPLESPERPIXEL, &samples);
    TIFFGetField(file, TIFFTAG_IMAGELENGTH, &height);
    if (tiffCompression(file) != COMPRESSION_NONE || TIFFIsTiled(file) != 0
        || planar != PLANARCONFIG_CONTIG)
        return std::nullopt;
    StoredRows rows;
    rows.rowBytes = TIFFScanlineSize(file);
    rows.pixelBytes = std::max<qint64>(1, qint64{bits} * samples / 8);
    const auto begin = TIFFGetStrileOffset(file, 0);
    const auto strip = static_cast<std::uint64_t>(TIFFStripSize(file));
    for (std::uint32_t i = 1; i < TIFFNumberOfStrips(file); ++i)
        if (TIFFGetStrileOffset(file, i) != begin + i * strip)
            return std::nullopt;
    const auto fileBytes = static_cast<std::uint64_t>(content.size());
    const auto needed
        = checkedProduct<std::uint64_t>({static_cast<std::uint64_t>(rows.rowBytes), height});
    if (rows.rowBytes < 1 || !needed || begin > fileBytes || *needed > fileBytes - begin)
        return std::nullopt; // libtiff says so when it reads them
    rows.fileOffset = static_cast<qint64>(begin);
    rows.bytes = std::span(reinterpret_cast<const std::uint8_t*>(content.constData()),
                           static_cast<std::size_t>(content.size()))
                     .subspan(begin, *needed);
    return rows;
}

Error damagedPieces()
{
    return broken(u"its pixels cannot be decoded as a whole: data are missing or damaged"_s);
}

} // namespace ccad::imaging
