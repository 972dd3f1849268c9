// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/pictures/internal/tiff_sums.h"

#include <QByteArray>

#include <algorithm>
#include <array>
#include <memory>

#include <tiffio.h>
#include <zlib.h>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

struct InflateEnd
{
    void operator()(z_stream* stream) const { inflateEnd(stream); }
};

/// False when a code or the sum is wrong. A piece that breaks off is left to libtiff, which knows
/// how many rows it should have.
bool isSound(QByteArray& piece, const ReadGuard& guard)
{
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK)
        return true;
    const std::unique_ptr<z_stream, InflateEnd> cleanUp(&stream);
    stream.next_in = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_in = static_cast<uInt>(piece.size());
    std::array<Bytef, 1 << 16> out{};
    int state = Z_OK;
    while (state == Z_OK && !guard.isOver()) {
        stream.next_out = out.data();
        stream.avail_out = static_cast<uInt>(out.size());
        state = inflate(&stream, Z_NO_FLUSH);
    }
    return state == Z_OK || state == Z_STREAM_END || state == Z_BUF_ERROR;
}

} // namespace

Result<void> checkSums(TIFF* file, const ReadGuard& guard)
{
    std::uint16_t compression = COMPRESSION_NONE;
    TIFFGetFieldDefaulted(file, TIFFTAG_COMPRESSION, &compression);
    if (compression != COMPRESSION_ADOBE_DEFLATE && compression != COMPRESSION_DEFLATE)
        return {};
    const std::uint64_t fileBytes = TIFFGetSizeProc(file)(TIFFClientdata(file));
    const bool isTiled = TIFFIsTiled(file) != 0;
    const std::uint32_t pieces = isTiled ? TIFFNumberOfTiles(file) : TIFFNumberOfStrips(file);
    for (std::uint32_t i = 0; i < pieces; ++i) {
        if (auto ok = guard.check(u"decoding"_s); !ok)
            return ok;
        const std::uint64_t bytes = TIFFGetStrileByteCount(file, i);
        if (bytes == 0 || bytes > fileBytes)
            continue; // libtiff refuses it when it reads it
        if (auto taken = guard.take(static_cast<qint64>(bytes)); !taken)
            return taken;
        QByteArray piece(static_cast<qsizetype>(bytes), Qt::Uninitialized);
        const tmsize_t got = isTiled ? TIFFReadRawTile(file, i, piece.data(), piece.size())
                                     : TIFFReadRawStrip(file, i, piece.data(), piece.size());
        piece.truncate(std::max<tmsize_t>(got, 0));
        if (!piece.isEmpty() && !isSound(piece, guard))
            return broken(
                u"its pixels cannot be decoded as a whole: data are missing or damaged"_s);
    }
    return {};
}

} // namespace ccad::imaging
