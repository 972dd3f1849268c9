// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <vector>

namespace ccad::imaging {

/// How the pixels of a DICOM file may be written.
enum class Compression
{
    None,
    Deflated, ///< each frame by itself
    Rle,
    Jpeg, ///< baseline, extended, progressive or lossless
    JpegLs,
    Jpeg2000,
    HighThroughputJpeg2000,
    JpegXl
};

/// The properties that a compressed picture declares.
struct CodestreamInfo
{
    qint64 width = 0;
    qint64 height = 0;
    int components = 0;
    int bits = 0; ///< of one sample
    bool isSigned = false;
    quint8 frameMarker = 0; ///< of JPEG: which process, 0xC0 to 0xCF, or 0xF7 for JPEG-LS
};

/// The compression that a stream's own first bytes tell, past bytes of 00 and FF that stand before
/// it; nothing for RLE, which has no signature of its own, and for anything else.
[[nodiscard]] std::optional<Compression> compressionOf(const QByteArray& stream);

/// Where the stream of a JPEG, JPEG 2000 or JPEG XL picture begins behind bytes of 00 and FF, or
/// -1.
[[nodiscard]] qint64 codestreamOffset(const QByteArray& stream);
/// SOF0..SOF15 and JPEG-LS's SOF55, without the markers DHT, JPG and DAC between them.
[[nodiscard]] bool isJpegFrameHeader(quint8 marker);

/// From the frame header (SOF) of a JPEG or JPEG-LS stream; nothing when there is none.
[[nodiscard]] std::optional<CodestreamInfo> jpegInfo(const QByteArray& stream);

/// The scans of a JPEG or JPEG-LS stream.
struct JpegScans
{
    int components = 0; ///< how many have a scan
    bool isProgressive = false;
    /// Of a progressive picture: no scan has some coefficients of its first component at all.
    bool lacksCoefficients = false;
    /// Of a progressive picture: the last bits of some coefficients are in no scan, so that it is
    /// coarser than it was when it was made.
    bool lacksBits = false;
    bool hasEnd = false; ///< there is an end-of-image marker behind the last scan

    /// True when a decoder that meets no gap has decoded all `needed` components, end marker or
    /// not. The number of scans of a progressive picture cannot be known.
    [[nodiscard]] bool mayBeWhole(int needed) const
    {
        return components >= needed && (hasEnd || !isProgressive) && !lacksCoefficients;
    }
};

/// A sentence on a picture that lacksBits.
[[nodiscard]] QString missingScans();

/// Errors: TooLarge, for a stream of more scans than any encoder writes: each scan of a progressive
/// picture takes the time of all its pixels, however short it is. FileBroken, for a Huffman table
/// with codes that no decoder of such a picture may meet.
[[nodiscard]] Result<JpegScans> jpegScans(const QByteArray& stream);

/// The JPEG or JPEG-LS stream as it may have been before its end marker was lost or padding came
/// before it: with one end marker behind the entropy-coded data, of which last bytes of 00 may be
/// padding. A decoder that finds no gap in one of them has the whole picture.
[[nodiscard]] QList<QByteArray> endedStreams(const QByteArray& stream, bool hasEnd);

/// By the transformation of a JPEG 2000 codestream: could it be without loss? Nothing where it does
/// not say.
[[nodiscard]] std::optional<bool> isReversibleJpeg2000(const QByteArray& stream);
/// By the largest deviation that a JPEG-LS stream allows in its first scan.
[[nodiscard]] std::optional<bool> isLosslessJpegLs(const QByteArray& stream);

/// The streams of JPEG or JPEG 2000 that follow each other, from the first one's begin on: where
/// each of them begins. Bytes of 00 and FF may stand between them.
[[nodiscard]] std::vector<qint64> streamsIn(const QByteArray& stream);

/// How many bytes of 00 stand right before that offset.
[[nodiscard]] qint64 zerosBefore(const QByteArray& bytes, qint64 end);

/// From the SIZ marker of a JPEG 2000 codestream, bare or within a JP2 file; nothing when there is
/// none.
[[nodiscard]] std::optional<CodestreamInfo> jpeg2000Info(const QByteArray& stream);

/// Where the bare JPEG 2000 codestream begins (0 when it is bare already), or -1.
[[nodiscard]] qint64 jpeg2000Offset(const QByteArray& stream);

/// One tile-part of a JPEG 2000 codestream: its marker segments, and its packets behind them.
struct Jpeg2000TilePart
{
    qint64 begin = 0; ///< of its first marker
    qint64 data = 0; ///< of its packets; `end` where its markers are not as they should be
    qint64 end = 0;
};

/// The tile-parts of a JPEG 2000 codestream.
struct Jpeg2000Tiles
{
    std::vector<Jpeg2000TilePart> parts; ///< up to the first that is cut off or absurd
    /// Every tile is there, with as many tile-parts as it declares, of the lengths that they
    /// declare.
    bool areWhole = false;
    qint64 endOffset = 0; ///< behind the last tile-part
    bool hasEnd = false; ///< the end marker follows at once
};

/// Walks the tile-parts of the bare codestream by their declared lengths; decodes nothing.
[[nodiscard]] Jpeg2000Tiles jpeg2000Tiles(const QByteArray& codestream);

} // namespace ccad::imaging
