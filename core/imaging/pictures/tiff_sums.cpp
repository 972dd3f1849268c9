// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/pictures/internal/tiff_sums.h"

#include "core/imaging/pictures/internal/tiff_pieces.h"

#include <array>
#include <memory>

#include <tiffio.h>
#include <zlib.h>

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
    const std::uint16_t compression = tiffCompression(file);
    if (compression != COMPRESSION_ADOBE_DEFLATE && compression != COMPRESSION_DEFLATE)
        return {};
    return forEachPiece(file, guard, [&](TiffPiece& piece) -> Result<void> {
        return isSound(piece.bytes, guard) ? Result<void>() : damagedPieces();
    });
}

} // namespace ccad::imaging
