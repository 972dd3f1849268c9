// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom_frame.h"

#include "core/imaging/dicom_codestream.h"
#include "core/imaging/dicom_fragments.h"
#include "core/imaging/jpeg2000_frame.h"
#include "core/imaging/jpeg_codec.h"
#include "core/imaging/picture_header.h"

#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dcxfer.h>

#include <QtEndian>

#include <algorithm>
#include <cstring>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

/// Uncompressed 4:2:2 has four samples for two pixels (PS3.3 C.7.6.3.1.2).
bool isSubsampled(const PixelFormat& format)
{
    return format.photometric.endsWith(u"_422"_s);
}

qint64 nativeFrameBits(const PixelFormat& format)
{
    const int samples = isSubsampled(format) ? 2 : format.samples;
    return format.pixelCount() * samples * format.bitsAllocated;
}

void swapWords(std::vector<std::uint8_t>& bytes, std::size_t wordBytes)
{
    for (std::size_t i = 0; i + wordBytes <= bytes.size(); i += wordBytes)
        std::reverse(bytes.begin() + static_cast<std::ptrdiff_t>(i),
                     bytes.begin() + static_cast<std::ptrdiff_t>(i + wordBytes));
}

Result<Frame> readNativeFrame(const DicomLayout& layout, const DicomElement& element,
                              const PixelFormat& format)
{
    const qint64 available = element.endOffset - element.valueOffset;
    const qint64 needed = (nativeFrameBits(format) * format.frames + 7) / 8;
    if (available < needed)
        return broken(u"Pixel Data %1 ends after %2 of %3 bytes (%4 x %5 pixels, %6 frames)"_s
                          .arg(tagText(pixelDataTag))
                          .arg(available)
                          .arg(needed)
                          .arg(format.columns)
                          .arg(format.rows)
                          .arg(format.frames),
                      tagText(pixelDataTag));
    Frame frame;
    frame.format = format;
    frame.bytesPerSample = format.bitsAllocated / 8;
    const qint64 frameBytes = (nativeFrameBits(format) + 7) / 8;
    // One byte more, if there is one: a swap of words must not split the last pair.
    const qint64 take = std::min(available, frameBytes + frameBytes % 2);
    const auto* begin
        = reinterpret_cast<const std::uint8_t*>(layout.bytes.constData()) + element.valueOffset;
    frame.bytes = {begin, static_cast<std::size_t>(take)};
    const int wordBytes = frame.bytesPerSample > 1 ? frame.bytesPerSample
        : element.vr == "OW"                       ? 2
                                                   : 1;
    if (layout.encoding.bigEndian && wordBytes > 1) {
        std::vector<std::uint8_t> swapped(frame.bytes.begin(), frame.bytes.end());
        swapWords(swapped, static_cast<std::size_t>(wordBytes));
        frame.own(std::move(swapped));
    }
    return frame;
}

/// The begin of the first frame's codestream: long enough for its header.
QByteArray streamBegin(DcmPixelSequence& fragments)
{
    constexpr qsizetype enough = qsizetype{256} * 1024;
    QByteArray begin;
    for (unsigned long i = 1; i < fragments.card() && begin.size() < enough; ++i) {
        DcmPixelItem* item = nullptr;
        Uint8* data = nullptr;
        if (fragments.getItem(item, i).bad() || item->getUint8Array(data).bad() || !data)
            break;
        begin.append(reinterpret_cast<const char*>(data),
                     std::min<qsizetype>(item->getLength(), enough));
    }
    return begin;
}

/// The header of an RLE frame (PS3.5 G.5). DCMTK trusts its offsets and reads outside of the
/// fragment when they are wrong.
Result<void> checkRle(DcmPixelSequence& fragments, const PixelFormat& format)
{
    DcmPixelItem* item = nullptr;
    Uint8* data = nullptr;
    if (fragments.getItem(item, 1).bad() || item->getUint8Array(data).bad() || !data
        || item->getLength() < 64)
        return broken(u"its RLE data has no header"_s, tagText(pixelDataTag));
    const auto number = [data](int index) { return qFromLittleEndian<quint32>(data + 4 * index); };
    const int segments = format.samples * format.bitsAllocated / 8;
    if (segments > 15 || number(0) != static_cast<quint32>(segments))
        return broken(u"its RLE data has %1 segments instead of %2"_s.arg(number(0)).arg(segments),
                      tagText(pixelDataTag));
    quint32 last = 63;
    for (int i = 1; i <= segments; ++i) {
        if (number(i) <= last || number(i) >= item->getLength())
            return broken(
                u"segment %1 of its RLE data is declared to begin at byte %2 of %3"_s.arg(i)
                    .arg(number(i))
                    .arg(item->getLength()),
                tagText(pixelDataTag));
        last = number(i);
    }
    // Two bytes of RLE make at most 128.
    if (qint64{item->getLength()} * 64 < format.pixelCount() * segments)
        return broken(
            u"its RLE data is too short for %1 x %2 pixels"_s.arg(format.columns).arg(format.rows),
            tagText(pixelDataTag));
    return {};
}

bool isJpeg2000(E_TransferSyntax syntax)
{
    return syntax == EXS_JPEG2000 || syntax == EXS_JPEG2000LosslessOnly;
}

/// Holds what the compressed picture says against what the data set says, before anything is
/// allocated, and corrects the word size where they differ harmlessly.
Result<void> checkCodestream(DcmPixelSequence& fragments, E_TransferSyntax syntax,
                             PixelFormat& format)
{
    if (syntax == EXS_RLELossless)
        return checkRle(fragments, format);
    const QByteArray begin = streamBegin(fragments);
    const auto info = isJpeg2000(syntax) ? jpeg2000Info(begin) : jpegInfo(begin);
    if (!info)
        return broken(u"Pixel Data %1 holds no %2 stream, though its transfer syntax says so"_s.arg(
                          tagText(pixelDataTag), isJpeg2000(syntax) ? u"JPEG 2000"_s : u"JPEG"_s),
                      tagText(pixelDataTag));
    if (info->width != format.columns || info->height != format.rows
        || info->components != format.samples)
        return broken(u"it declares %1 x %2 pixels of %3 samples, but its compressed picture "
                      "has %4 x %5 of %6"_s.arg(format.columns)
                          .arg(format.rows)
                          .arg(format.samples)
                          .arg(info->width)
                          .arg(info->height)
                          .arg(info->components),
                      tagText(pixelDataTag));
    if (info->bits > format.bitsAllocated)
        return broken(u"its compressed picture has %1 bits a sample, but Bits Allocated "
                      "(0028,0100) is %2"_s.arg(info->bits)
                          .arg(format.bitsAllocated),
                      tagText(0x00280100));
    // DCMTK writes bytes for up to 8 bits, whatever Bits Allocated says.
    if (!isJpeg2000(syntax) && info->bits <= 8 && format.bitsAllocated == 16) {
        format.bitsAllocated = 8;
        format.bitsStored = std::min(format.bitsStored, 8);
        format.highBit = std::min(format.highBit, 7);
    }
    return {};
}

Result<Frame> decodeFrame(DcmDataset& dataset, DcmPixelData& pixelData, PixelFormat format)
{
    const qint64 frameBytes = format.pixelCount() * format.samples * (format.bitsAllocated / 8);
    const qint64 evenBytes = frameBytes + frameBytes % 2;
    if (evenBytes > 0xFFFFFFFELL)
        return Error{ErrorCode::TooLarge, u"its first frame takes more than 4 GiB"_s, {}};
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(evenBytes));
    OFString colorModel;
    Uint32 startFragment = 0;
    const OFCondition state = pixelData.getUncompressedFrame(
        &dataset, 0, startFragment, bytes.data(), static_cast<Uint32>(evenBytes), colorModel);
    if (state.bad())
        return broken(u"its compressed picture in Pixel Data %1 cannot be decoded (%2)"_s.arg(
                          tagText(pixelDataTag), QString::fromLatin1(state.text())),
                      tagText(pixelDataTag));
    Frame frame;
    frame.own(std::move(bytes));
    frame.bytesPerSample = format.bitsAllocated / 8;
    frame.format = format;
    if (!colorModel.empty())
        frame.format.photometric = QString::fromLatin1(colorModel.c_str()).trimmed();
    return frame;
}

/// A grey picture of 8 bits in baseline JPEG at a reduced size; nothing where that is not possible
/// or not wanted.
std::optional<Frame> decodeReducedJpeg(DcmPixelSequence& fragments, E_TransferSyntax syntax,
                                       const PixelFormat& format, const ReadSize& size)
{
    const bool isDct = syntax == EXS_JPEGProcess1 || syntax == EXS_JPEGProcess2_4;
    const int reduction = jpegReduction(format.columns, format.rows, size);
    if (!isDct || format.samples != 1 || format.bitsAllocated != 8 || format.frames != 1
        || reduction == 1)
        return std::nullopt;
    QByteArray stream;
    for (unsigned long i = 1; i < fragments.card(); ++i) {
        DcmPixelItem* item = nullptr;
        Uint8* data = nullptr;
        if (fragments.getItem(item, i).good() && item->getUint8Array(data).good() && data)
            stream.append(reinterpret_cast<const char*>(data),
                          static_cast<qsizetype>(item->getLength()));
    }
    // One that is cut off is left to the whole decoder and its words.
    if (!readPictureHeader(stream, FileFormat::Jpeg))
        return std::nullopt;
    const cv::Mat picture = decodeJpeg(stream, reduction);
    if (picture.empty() || picture.channels() != 1)
        return std::nullopt;
    Frame frame;
    frame.format = format;
    frame.format.columns = picture.cols;
    frame.format.rows = picture.rows;
    frame.reduction = reduction;
    frame.bytesPerSample = 1;
    frame.own({picture.begin<std::uint8_t>(), picture.end<std::uint8_t>()});
    return frame;
}

Result<Frame> readEncapsulatedFrame(const DicomLayout& layout, const DicomElement& where,
                                    DcmDataset& dataset, PixelFormat format, const ReadSize& size,
                                    const ReadGuard& guard)
{
    const DcmXfer syntax(layout.transferSyntaxUid.toLatin1().constData());
    if (!syntax.isEncapsulated() || layout.encoding.bigEndian)
        return broken(u"Pixel Data %1 is compressed, but the transfer syntax \"%2\" is "
                      "not that of a compressed picture"_s.arg(tagText(pixelDataTag),
                                                               layout.transferSyntaxUid),
                      tagText(pixelDataTag));
    const auto holder = firstFrameFragments(layout, where, format);
    if (!holder)
        return holder.error();
    DcmElement* element = nullptr;
    (*holder)->findAndGetElement(DCM_PixelData, element);
    auto* pixelData = dynamic_cast<DcmPixelData*>(element);
    DcmPixelSequence* fragments = nullptr;
    const DcmRepresentationParameter* parameter = nullptr;
    if (!pixelData
        || pixelData->getEncapsulatedRepresentation(syntax.getXfer(), parameter, fragments).bad()
        || !fragments || fragments->card() < 2)
        return broken(u"Pixel Data %1 holds no fragments"_s.arg(tagText(pixelDataTag)),
                      tagText(pixelDataTag));
    switch (syntax.getXfer()) {
    case EXS_RLELossless:
    case EXS_JPEGProcess1:
    case EXS_JPEGProcess2_4:
    case EXS_JPEGProcess6_8:
    case EXS_JPEGProcess10_12:
    case EXS_JPEGProcess14:
    case EXS_JPEGProcess14SV1:
    case EXS_JPEGLSLossless:
    case EXS_JPEGLSLossy:
    case EXS_JPEG2000LosslessOnly:
    case EXS_JPEG2000:
        break;
    default:
        return unsupported(u"its transfer syntax %1 (%2) is not supported"_s.arg(
                               layout.transferSyntaxUid, QString::fromLatin1(syntax.getXferName())),
                           tagText(0x00020010));
    }
    if (auto ok = checkCodestream(*fragments, syntax.getXfer(), format); !ok)
        return ok.error();
    writeFormat(dataset, format);
    if (auto ok = guard.check(u"decoding"_s); !ok)
        return ok.error();
    if (auto reduced = decodeReducedJpeg(*fragments, syntax.getXfer(), format, size))
        return *std::move(reduced);
    auto frame = isJpeg2000(syntax.getXfer()) ? decodeJpeg2000(*fragments, format, size.shorterSide)
                                              : decodeFrame(dataset, *pixelData, format);
    // Decompression always undoes subsampling.
    if (frame && isSubsampled(frame->format))
        frame->format.photometric.chop(4);
    return frame;
}

} // namespace

void Frame::own(std::vector<std::uint8_t> samples)
{
    m_owned = std::move(samples);
    bytes = m_owned;
}

std::uint32_t Frame::sample(std::size_t index) const
{
    switch (bytesPerSample) {
    case 0:
        return (bytes[index / 8] >> (index % 8)) & 1U;
    case 1:
        return bytes[index];
    case 2: {
        std::uint16_t value = 0;
        std::memcpy(&value, bytes.data() + index * 2, 2);
        return value;
    }
    default: {
        std::uint32_t value = 0;
        std::memcpy(&value, bytes.data() + index * 4, 4);
        return value;
    }
    }
}

Result<Frame> readFirstFrame(const DicomLayout& layout, DcmDataset& dataset,
                             const PixelFormat& format, const ReadSize& size,
                             const ReadGuard& guard)
{
    const DicomElement* element = layout.find(pixelDataTag);
    if (!element)
        return broken(u"it has no Pixel Data %1"_s.arg(tagText(pixelDataTag)),
                      tagText(pixelDataTag));
    if (auto ok = guard.check(u"reading pixels"_s); !ok)
        return ok.error();
    auto frame = element->undefinedLength
        ? readEncapsulatedFrame(layout, *element, dataset, format, size, guard)
        : readNativeFrame(layout, *element, format);
    if (!frame)
        return frame;
    if (auto ok = guard.check(u"decoding"_s); !ok)
        return ok.error();
    return frame;
}

void thin(Frame& frame, int step)
{
    PixelFormat& format = frame.format;
    if (step < 2 || format.samples != 1 || frame.bytesPerSample == 0)
        return;
    const auto sampleBytes = static_cast<std::size_t>(frame.bytesPerSample);
    const std::size_t rowBytes = static_cast<std::size_t>(format.columns) * sampleBytes;
    std::vector<std::uint8_t> kept;
    for (int row = 0; row < format.rows; row += step)
        for (int column = 0; column < format.columns; column += step) {
            const auto* sample = frame.bytes.data() + static_cast<std::size_t>(row) * rowBytes
                + static_cast<std::size_t>(column) * sampleBytes;
            kept.insert(kept.end(), sample, sample + sampleBytes);
        }
    frame.own(std::move(kept));
    frame.reduction *= step;
    frame.firstSited = true;
    format.rows = (format.rows + step - 1) / step;
    format.columns = (format.columns + step - 1) / step;
}

} // namespace ccad::imaging
