// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/dicom_fragments.h"

#include "core/imaging/dicom/internal/dicom_inflate.h"
#include "core/imaging/dicom/internal/dicom_syntax.h"
#include "core/imaging/dicom/internal/fragment_step.h"
#include "core/imaging/dicom/internal/jpegxl_frame.h"
#include "core/imaging/dicom/internal/rle_frame.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

constexpr QStringView encapsulatedUncompressed = u"1.2.840.10008.1.2.1.98";

/// The fragments behind the offset table, one after the other, by the steps of the walk.
class FragmentReader
{
public:
    FragmentReader(const DicomLayout& layout, qint64 begin, qint64 end)
        : m_bytes(layout.bytes), m_numbers(m_bytes, layout.encoding.bigEndian), m_position(begin),
          m_end(end)
    {
        next(); // the offset table
    }

    /// A view of the next fragment, not a copy; nothing behind the last one.
    std::optional<QByteArray> next()
    {
        const FragmentStep step = fragmentStep(m_numbers, m_position, m_end);
        if (step.kind != FragmentStep::Kind::Fragment && step.kind != FragmentStep::Kind::CutOff)
            return std::nullopt;
        m_position = step.next;
        m_hasOddLength = m_hasOddLength || step.hasOddLength;
        return QByteArray::fromRawData(m_bytes.constData() + step.begin, step.end - step.begin);
    }

    /// Of the offset table, too.
    [[nodiscard]] bool hasOddLength() const { return m_hasOddLength; }

private:
    const QByteArray& m_bytes;
    Bytes m_numbers;
    qint64 m_position;
    qint64 m_end;
    bool m_hasOddLength = false;
};

/// Pixels that are not compressed may begin as a stream does, but hardly declare the right size.
std::optional<Compression> compressionOfSize(const QByteArray& stream, const PixelFormat& format)
{
    const auto told = compressionOf(stream);
    if (!told)
        return std::nullopt;
    const auto info = infoOf(*told, stream.mid(codestreamOffset(stream)));
    const bool fits = info && info->width == format.columns && info->height == format.rows;
    return fits ? told : std::nullopt;
}

/// In RLE and other syntaxes without a signature of their own each fragment is a frame (PS3.5
/// A.4.2); otherwise a frame may have many fragments, of which the first has the codestream's
/// begin. Data in the midst of a frame may look like the begin of another kind of stream, and
/// hardly declare the right size; a file that declares one frame has to be shown that there are
/// more.
bool beginsFrame(const QByteArray& fragment, const FirstStream& first,
                 std::optional<Compression> ofFirst, const PixelFormat& format)
{
    if (!ofFirst)
        return format.frames > 1
            || (looksLikeRle(first.bytes, format) && looksLikeRle(fragment, format));
    return compressionOf(fragment) == ofFirst
        && (format.frames > 1 || compressionOfSize(fragment, format) == ofFirst);
}

/// Streams may follow each other in one fragment, too.
void leaveOutOthers(FirstStream& first)
{
    const std::vector<qint64> begins = streamsIn(first.bytes);
    if (begins.size() < 2)
        return;
    first.pictures += static_cast<qint64>(begins.size()) - 1;
    first.bytes.truncate(begins[1]);
}

/// Joins the first frame's fragments; empty when there are none.
FirstStream joined(FragmentReader& reader, bool isCutOff, const PixelFormat& format)
{
    FirstStream first;
    std::optional<Compression> kind;
    bool isFirstEmpty = false;
    bool hasOddLength = false;
    while (const auto fragment = reader.next()) {
        if (fragment->isEmpty()) {
            isFirstEmpty = isFirstEmpty || first.bytes.isEmpty();
        } else if (first.bytes.isEmpty()) {
            first.bytes = *fragment;
            kind = compressionOf(first.bytes);
        } else if (beginsFrame(*fragment, first, kind, format)) {
            ++first.pictures;
            continue;
        } else if (first.pictures == 1) {
            first.bytes.append(*fragment);
        }
        hasOddLength = hasOddLength || (first.pictures == 1 && reader.hasOddLength());
    }
    leaveOutOthers(first);
    if (isFirstEmpty)
        first.notes << u"The first fragment of the file's pixel data is empty; the picture in the "
                       "others is whole."_s;
    if (hasOddLength)
        first.notes << u"Fragments of the file's pixel data have odd lengths; the picture in them "
                       "is whole."_s;
    if (isCutOff)
        first.notes << u"The file's pixel data does not end as it should; the picture in it is "
                       "whole."_s;
    return first;
}

/// A stream in pixel data that has a length, as if its pixels were not compressed: in fragments, or
/// alone.
std::optional<FirstStream> streamOfDefinedLength(const DicomLayout& layout,
                                                 const DicomElement& pixelData,
                                                 const PixelFormat& format)
{
    const Bytes numbers(layout.bytes, layout.encoding.bigEndian);
    const qint64 count = pixelData.endOffset - pixelData.valueOffset;
    FirstStream first;
    if (count >= 8 && numbers.tag(pixelData.valueOffset) == itemTag) {
        FragmentReader reader(layout, pixelData.valueOffset, pixelData.endOffset);
        first = joined(reader, false, format);
        if (!compressionOfSize(first.bytes, format))
            return std::nullopt;
    } else {
        first.bytes
            = QByteArray::fromRawData(layout.bytes.constData() + pixelData.valueOffset, count);
        if (!compressionOfSize(first.bytes, format))
            return std::nullopt;
        leaveOutOthers(first);
    }
    first.notes << u"The file's pixel data has the form of pixels that are not compressed, but "
                   "holds a compressed picture; it is whole."_s;
    return first;
}

/// True if the stream has just the bytes of the uncompressed frame, and the padding of one.
bool hasBytesOfFrame(const QByteArray& stream, const PixelFormat& format)
{
    const qint64 needed = bytesOfBits(frameBits(format, format.bitsAllocated / 8).value_or(0));
    return needed > 0 && stream.size() >= needed && stream.size() <= needed + needed % 2;
}

/// What the stream is, whatever the file says of it.
std::optional<Compression> recognised(const QByteArray& stream, const QString& syntax,
                                      const PixelFormat& format)
{
    const bool mayBeRaw = hasBytesOfFrame(stream, format);
    if (const auto told = mayBeRaw ? compressionOfSize(stream, format) : compressionOf(stream))
        return told;
    const auto said = compressionOfSyntax(syntax);
    if (said == Compression::Deflated || syntax == encapsulatedUncompressed)
        return said;
    if (looksLikeRle(stream, format))
        return Compression::Rle;
    return mayBeRaw ? std::optional(Compression::None) : std::nullopt;
}

Error notRecognised(const QString& syntax, std::optional<Compression> said)
{
    const QString where = tagText(pixelDataTag);
    if (said && *said != Compression::None)
        return broken(u"Pixel Data %1 holds no %2 stream, though its transfer syntax says so"_s.arg(
                          where, nameOf(*said)),
                      where);
    if (said || syntax.isEmpty())
        return broken(u"Pixel Data %1 is compressed, but the transfer syntax \"%2\" is "
                      "not that of a compressed picture"_s.arg(where, syntax),
                      where);
    return unsupported(u"its transfer syntax %1 is not supported"_s.arg(describeSyntax(syntax)),
                       tagText(0x00020010));
}

/// Leaves out the bytes before the codestream, if it is one.
void skipFill(FirstStream& stream)
{
    const bool hasSignature = stream.compression != Compression::None
        && stream.compression != Compression::Deflated && stream.compression != Compression::Rle;
    const qint64 begin = hasSignature ? codestreamOffset(stream.bytes) : 0;
    if (begin < 1)
        return;
    stream.bytes = stream.bytes.mid(begin);
    stream.notes << u"Before the compressed picture stand %1 bytes that are not part of it; they "
                    "were left out."_s.arg(begin);
}

} // namespace

std::optional<CodestreamInfo> infoOf(Compression compression, const QByteArray& stream)
{
    switch (compression) {
    case Compression::Jpeg:
    case Compression::JpegLs:
        return jpegInfo(stream);
    case Compression::Jpeg2000:
    case Compression::HighThroughputJpeg2000:
        return jpeg2000Info(stream);
    case Compression::JpegXl:
        return jpegXlInfo(stream);
    case Compression::None:
    case Compression::Deflated:
    case Compression::Rle:
        break;
    }
    return std::nullopt;
}

Result<std::optional<FirstStream>> firstStream(const DicomLayout& layout,
                                               const DicomElement& pixelData, PixelFormat& format)
{
    const QString& syntax = layout.transferSyntaxUid;
    const auto said = compressionOfSyntax(syntax);
    FirstStream stream;
    if (pixelData.undefinedLength) {
        FragmentReader reader(layout, pixelData.valueOffset, pixelData.endOffset);
        stream = joined(reader, pixelData.fault.has_value(), format);
        stream.fault = pixelData.fault;
        if (stream.bytes.isEmpty())
            return broken(u"Pixel Data %1 holds no fragments"_s.arg(tagText(pixelDataTag)),
                          tagText(pixelDataTag));
    } else {
        // Pixels that are not compressed may begin with any bytes.
        const qint64 needed = bytesOfBits(frameBits(format, format.bitsAllocated / 8).value_or(0));
        const bool mayBeRaw = pixelData.endOffset - pixelData.valueOffset >= needed;
        if (mayBeRaw && (said == Compression::None || syntax.isEmpty()))
            return std::optional<FirstStream>();
        auto found = streamOfDefinedLength(layout, pixelData, format);
        if (!found)
            return std::optional<FirstStream>();
        stream = *std::move(found);
    }
    // A file that was allocated before it was written has zeros from where the writing ended.
    constexpr qint64 mostZeros = 8;
    if (stream.fault && zerosBefore(stream.bytes, stream.bytes.size()) > mostZeros)
        return *stream.fault;
    const auto compression = recognised(stream.bytes, syntax, format);
    if (!compression)
        return stream.fault ? *stream.fault : notRecognised(syntax, said);
    stream.compression = *compression;
    if (*compression == Compression::None && said == Compression::None
        && syntax != encapsulatedUncompressed)
        stream.notes << u"The file's pixels are not compressed, but lie in fragments; the picture "
                        "in them is whole."_s;
    else
        stream.notes << noteOnSyntax(syntax, *compression);
    skipFill(stream);
    format.frames = std::min(format.frames, stream.pictures);
    stream.notes << noteOnKind(syntax, stream.bytes, *compression);
    return std::optional(std::move(stream));
}

} // namespace ccad::imaging
