// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/dicom_frame.h"

#include "core/base/checked_size.h"
#include "core/imaging/dicom/internal/dicom_colour.h"
#include "core/imaging/dicom/internal/dicom_fragments.h"
#include "core/imaging/dicom/internal/jpeg2000_frame.h"
#include "core/imaging/pictures/codestream.h"
#include "core/imaging/pictures/jpeg_codec.h"
#include "core/imaging/pictures/picture_header.h"

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

void swapWords(std::vector<std::uint8_t>& bytes, std::size_t wordBytes)
{
    for (std::size_t i = 0; i + wordBytes <= bytes.size(); i += wordBytes)
        std::reverse(bytes.begin() + static_cast<std::ptrdiff_t>(i),
                     bytes.begin() + static_cast<std::ptrdiff_t>(i + wordBytes));
}

/// GE's private syntax is implicit little endian but for the words of its pixels.
bool hasBigEndianPixels(const DicomLayout& layout)
{
    return layout.encoding.bigEndian || layout.transferSyntaxUid == u"1.2.840.113619.5.2";
}

/// The number of frames is never multiplied: it may be any, and only the first is read.
Result<Frame> readNativeFrame(const DicomLayout& layout, const DicomElement& element,
                              PixelFormat format)
{
    const std::span<const std::uint8_t> available(
        reinterpret_cast<const std::uint8_t*>(layout.bytes.constData()) + element.valueOffset,
        static_cast<std::size_t>(element.endOffset - element.valueOffset));
    const QString said = format.photometric;
    ReaderNotes notes;
    if (auto ok = settleNativeSamples(format, static_cast<qint64>(available.size()), notes); !ok)
        return ok.error();
    const int bytesPerSample = format.bitsAllocated / 8;
    const qint64 bits = frameBits(format, bytesPerSample).value_or(0);
    if (bits > 0)
        format.frames = std::clamp(static_cast<qint64>(available.size()) * 8 / bits, qint64{1},
                                   format.frames);
    const auto settled = [&](Result<Frame> frame) -> Result<Frame> {
        if (frame) {
            frame->notes = notes;
            frame = withoutSubsampling(*std::move(frame));
        }
        return frame ? settleColour(*std::move(frame), said, {}) : std::move(frame);
    };
    const int wordBytes = bytesPerSample > 1 ? bytesPerSample : element.vr == "OW" ? 2 : 1;
    if (!hasBigEndianPixels(layout) || wordBytes == 1)
        return settled(Frame::over(std::move(format), bytesPerSample, available));
    // One byte more, if there is one: a swap of words must not split the last pair.
    const auto needed = static_cast<std::size_t>(bytesOfBits(bits));
    const auto words = available.first(std::min(available.size(), needed + needed % 2));
    std::vector<std::uint8_t> swapped(words.begin(), words.end());
    swapWords(swapped, static_cast<std::size_t>(wordBytes));
    return settled(Frame::owning(std::move(format), bytesPerSample, std::move(swapped)));
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
Result<void> checkRle(DcmPixelSequence& fragments, PixelFormat& format, ReaderNotes& notes)
{
    DcmPixelItem* item = nullptr;
    Uint8* data = nullptr;
    if (fragments.getItem(item, 1).bad() || item->getUint8Array(data).bad() || !data
        || item->getLength() < 64)
        return broken(u"its RLE data has no header"_s, tagText(pixelDataTag));
    const auto number = [data](int index) { return qFromLittleEndian<quint32>(data + 4 * index); };
    const quint32 bytesPerSample = static_cast<quint32>(format.bitsAllocated) / 8;
    if (bytesPerSample > 0 && number(0) % bytesPerSample == 0 && number(0) <= 15) {
        const int samples = static_cast<int>(number(0) / bytesPerSample);
        if (auto ok = settleStreamSamples(format, samples, notes); !ok)
            return ok;
    }
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
                             PixelFormat& format, StreamColour& colour, ReaderNotes& notes)
{
    if (syntax == EXS_RLELossless)
        return checkRle(fragments, format, notes);
    const QByteArray begin = streamBegin(fragments);
    colour = isJpeg2000(syntax) ? jpeg2000Colour(begin) : jpegColour(begin);
    const auto info = isJpeg2000(syntax) ? jpeg2000Info(begin) : jpegInfo(begin);
    if (!info)
        return broken(u"Pixel Data %1 holds no %2 stream, though its transfer syntax says so"_s.arg(
                          tagText(pixelDataTag), isJpeg2000(syntax) ? u"JPEG 2000"_s : u"JPEG"_s),
                      tagText(pixelDataTag));
    if (auto ok = settleStreamSamples(format, info->components, notes); !ok)
        return ok;
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
    const int bytesPerSample = format.bitsAllocated / 8;
    const auto needed
        = checkedProduct<qint64>({format.pixelCount(), format.samples, bytesPerSample});
    constexpr qint64 most = 0xFFFFFFFE; // even, in DCMTK's 32 bits
    if (!needed || *needed > most)
        return Error{ErrorCode::TooLarge, u"its first frame takes more than 4 GiB"_s, {}};
    const qint64 evenBytes = *needed + *needed % 2;
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(evenBytes));
    OFString colorModel;
    Uint32 startFragment = 0;
    const OFCondition state = pixelData.getUncompressedFrame(
        &dataset, 0, startFragment, bytes.data(), static_cast<Uint32>(evenBytes), colorModel);
    if (state.bad())
        return broken(u"its compressed picture in Pixel Data %1 cannot be decoded (%2)"_s.arg(
                          tagText(pixelDataTag), QString::fromLatin1(state.text())),
                      tagText(pixelDataTag));
    if (!colorModel.empty())
        format.photometric = QString::fromLatin1(colorModel.c_str()).trimmed();
    format.undoSubsampling();
    return Frame::owning(std::move(format), bytesPerSample, std::move(bytes));
}

/// A grey picture of 8 bits in baseline JPEG at a reduced size; nothing where that is not possible
/// or not wanted.
std::optional<Frame> decodeReducedJpeg(DcmPixelSequence& fragments, E_TransferSyntax syntax,
                                       PixelFormat format, const ReadSize& size)
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
    // A picture that is cut off is left to the whole decoder and its words.
    if (!readPictureHeader(stream, FileFormat::Jpeg))
        return std::nullopt;
    const cv::Mat picture = decodeJpeg(stream, reduction);
    if (picture.empty() || picture.channels() != 1)
        return std::nullopt;
    format.columns = picture.cols;
    format.rows = picture.rows;
    auto frame = Frame::owning(std::move(format), 1,
                               {picture.begin<std::uint8_t>(), picture.end<std::uint8_t>()});
    if (!frame)
        return std::nullopt;
    frame->reduction = reduction;
    return *std::move(frame);
}

Result<Frame> decodeBy(E_TransferSyntax syntax, DcmDataset& dataset, DcmPixelData& pixelData,
                       DcmPixelSequence& fragments, PixelFormat format, const ReadSize& size)
{
    if (auto reduced = decodeReducedJpeg(fragments, syntax, format, size))
        return *std::move(reduced);
    if (!isJpeg2000(syntax))
        return decodeFrame(dataset, pixelData, std::move(format));
    format.colorByPlane = false; // whatever the file says of its pixels before they were compressed
    return decodeJpeg2000(fragments, std::move(format), size.shorterSide);
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
    StreamColour colour;
    ReaderNotes notes;
    if (auto ok = checkCodestream(*fragments, syntax.getXfer(), format, colour, notes); !ok)
        return ok.error();
    const QString said = format.photometric;
    format.photometric = modelForCodec(format);
    writeFormat(dataset, format);
    if (auto ok = guard.check(u"decoding"_s); !ok)
        return ok.error();
    auto frame = decodeBy(syntax.getXfer(), dataset, *pixelData, *fragments, format, size);
    if (!frame)
        return frame;
    frame->notes = notes;
    return settleColour(*std::move(frame), said, colour);
}

} // namespace

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

} // namespace ccad::imaging
