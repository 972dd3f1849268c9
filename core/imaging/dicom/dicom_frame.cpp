// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/dicom_frame.h"

#include "core/base/checked_size.h"
#include "core/imaging/dicom/dicom_codecs.h"
#include "core/imaging/dicom/internal/codec_dataset.h"
#include "core/imaging/dicom/internal/dicom_colour.h"
#include "core/imaging/dicom/internal/dicom_fragments.h"
#include "core/imaging/dicom/internal/dicom_inflate.h"
#include "core/imaging/dicom/internal/dicom_surplus.h"
#include "core/imaging/dicom/internal/dicom_syntax.h"
#include "core/imaging/dicom/internal/frame_rows.h"
#include "core/imaging/dicom/internal/jpeg2000_frame.h"
#include "core/imaging/dicom/internal/jpegls_frame.h"
#include "core/imaging/dicom/internal/jpegxl_frame.h"
#include "core/imaging/dicom/internal/native_frame.h"
#include "core/imaging/dicom/internal/rle_frame.h"
#include "core/imaging/pictures/jpeg_codec.h"

#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcxfer.h>

#include <QtEndian>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

/// Holds what the compressed picture says against what the data set says, before anything is
/// allocated, and corrects the word size where they differ harmlessly.
Result<void> checkCodestream(const FirstStream& stream, PixelFormat& format, ReaderNotes& notes)
{
    const auto info = infoOf(stream.compression, stream.bytes);
    if (!info)
        return broken(u"Pixel Data %1 holds no %2 stream, though its transfer syntax says so"_s.arg(
                          tagText(pixelDataTag), nameOf(stream.compression)),
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
    // Decoders of JPEG write bytes for up to 8 bits, whatever Bits Allocated says.
    const bool isJpeg
        = stream.compression == Compression::Jpeg || stream.compression == Compression::JpegLs;
    if (isJpeg && info->bits <= 8 && format.bitsAllocated == 16) {
        format.bitsAllocated = 8;
        format.bitsStored = std::min(format.bitsStored, 8);
        format.highBit = std::min(format.highBit, 7);
    }
    // A stream holds samples, wherever they lay in the words that were encoded. decodeJpeg2000
    // moves them itself.
    const bool isMoved = isJpeg || stream.compression == Compression::JpegXl;
    if (isMoved && info->bits <= format.bitsStored)
        format.highBit = format.bitsStored - 1;
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

/// DCMTK's name for the process of a JPEG stream; nothing for those that it cannot decode.
std::optional<E_TransferSyntax> processOf(const CodestreamInfo& info)
{
    switch (info.frameMarker) {
    case 0xC0:
        return EXS_JPEGProcess1;
    case 0xC1:
        return EXS_JPEGProcess2_4;
    case 0xC2:
        return EXS_JPEGProcess10_12;
    case 0xC3:
        return EXS_JPEGProcess14;
    default:
        return std::nullopt;
    }
}

/// Decodes with DCMTK, which is trusted only if it met no gap: it fills gaps with grey.
Result<Frame> decodeWhole(DcmDataset& dataset, const QByteArray& stream, E_TransferSyntax process,
                          const PixelFormat& format)
{
    auto holder = holderOf(stream, process);
    if (!holder)
        return holder.error();
    static_cast<void>(takeJpegGaps());
    auto frame = decodeFrame(dataset, **holder, format);
    if (frame && takeJpegGaps() > 0)
        return broken(u"its compressed picture in Pixel Data %1 cannot be decoded as a whole: data "
                      "are missing or damaged"_s.arg(tagText(pixelDataTag)),
                      tagText(pixelDataTag));
    return frame;
}

/// A grey picture of 8 bits in baseline JPEG at a reduced size; nothing where that is not possible
/// or not wanted.
std::optional<Frame> decodeReducedJpeg(const QByteArray& stream, E_TransferSyntax process,
                                       PixelFormat format, const ReadSize& size,
                                       const ReadGuard& guard)
{
    const bool isDct = process == EXS_JPEGProcess1 || process == EXS_JPEGProcess2_4;
    const int reduction = jpegReduction(format.columns, format.rows, size);
    if (!isDct || format.samples != 1 || format.bitsAllocated != 8 || format.frames != 1
        || reduction == 1)
        return std::nullopt;
    const auto picture = decodeJpeg(stream, reduction, guard);
    if (!picture || picture->empty() || picture->channels() != 1)
        return std::nullopt;
    format.columns = picture->cols;
    format.rows = picture->rows;
    auto frame = Frame::owning(std::move(format), 1,
                               {picture->begin<std::uint8_t>(), picture->end<std::uint8_t>()});
    if (!frame)
        return std::nullopt;
    frame->reduction = reduction;
    return *std::move(frame);
}

Result<Frame> decodeJpegStream(const QByteArray& stream, DcmDataset& dataset,
                               const PixelFormat& format, const ReadSize& size,
                               const ReadGuard& guard)
{
    const auto scans = jpegScans(stream);
    if (!scans)
        return scans.error();
    const auto info = jpegInfo(stream);
    const auto process = info ? processOf(*info) : std::nullopt;
    if (!process)
        return unsupported(u"its picture is JPEG of a retired kind (with arithmetic coding or "
                           "hierarchical), which is not supported"_s,
                           tagText(pixelDataTag));
    Result<Frame> frame
        = broken(u"its compressed picture in Pixel Data %1 ends before its last scan"_s.arg(
                     tagText(pixelDataTag)),
                 tagText(pixelDataTag));
    if (!scans->mayBeWhole(format.samples))
        return frame;
    for (const QByteArray& ended : endedStreams(stream, scans->hasEnd)) {
        auto reduced = decodeReducedJpeg(ended, *process, format, size, guard);
        if (auto ok = guard.check(u"decoding"_s); !ok)
            return ok.error();
        if (reduced)
            frame = *std::move(reduced);
        else
            frame = decodeWhole(dataset, ended, *process, format);
        if (frame) {
            if (!scans->hasEnd)
                frame->notes.add(NoteCode::StreamMended, missingEnd());
            if (scans->lacksBits)
                frame->notes.add(NoteCode::DataDamaged, missingScans());
            break;
        }
    }
    return frame;
}

/// RLE has no number of samples, but a segment for each byte of each sample (PS3.5 G.2).
Result<void> settleRleSamples(const QByteArray& stream, PixelFormat& format, ReaderNotes& notes)
{
    constexpr qsizetype headerBytes = 64;
    const int bytesPerSample = format.bitsAllocated / 8;
    if (stream.size() < headerBytes || bytesPerSample == 0)
        return {};
    const auto segments = qFromLittleEndian<quint32>(stream.constData());
    if (segments == 0 || segments > 15 || segments % static_cast<quint32>(bytesPerSample) != 0)
        return {};
    return settleStreamSamples(format, static_cast<int>(segments) / bytesPerSample, notes);
}

/// The stream's bytes, inflated if need be, as an uncompressed frame.
Result<Frame> frameOfBytes(const FirstStream& stream, PixelFormat format, ReaderNotes& notes,
                           const ReadGuard& guard)
{
    QByteArray bytes = stream.bytes;
    if (stream.compression == Compression::Deflated) {
        auto inflated = inflateDataset(stream.bytes, 0, guard);
        if (!inflated)
            return inflated.error();
        bytes = *std::move(inflated);
    }
    if (auto ok = settleNativeSamples(format, bytes.size(), notes); !ok)
        return ok.error();
    if (auto ok = checkSurplus(format, bytes, false, notes); !ok)
        return ok.error();
    const int bytesPerSample = format.bitsAllocated / 8;
    auto frame = Frame::owning(std::move(format), bytesPerSample, {bytes.begin(), bytes.end()});
    return frame ? withoutSubsampling(*std::move(frame)) : std::move(frame);
}

/// What a stream says of its own colours.
StreamColour colourOf(const FirstStream& stream)
{
    switch (stream.compression) {
    case Compression::Jpeg:
    case Compression::JpegLs:
        return jpegColour(stream.bytes);
    case Compression::Jpeg2000:
    case Compression::HighThroughputJpeg2000:
        return jpeg2000Colour(stream.bytes);
    case Compression::JpegXl:
        return {ColourModel::Rgb, u"its JPEG XL header"_s};
    case Compression::None:
    case Compression::Deflated:
    case Compression::Rle:
        break;
    }
    return {};
}

/// Decodes a stream whose header fits the format.
Result<Frame> decodeCodestream(const FirstStream& stream, const DicomLayout& layout,
                               DcmDataset& dataset, PixelFormat format, const ReadSize& size,
                               const ReadGuard& guard)
{
    format.photometric = modelForCodec(format);
    writeFormat(dataset, format);
    if (auto ok = guard.check(u"decoding"_s); !ok)
        return ok.error();
    if (stream.compression == Compression::Jpeg)
        return decodeJpegStream(stream.bytes, dataset, format, size, guard);
    format.colorByPlane = false; // whatever the file says of its pixels before they were compressed
    if (stream.compression == Compression::JpegLs)
        return decodeJpegLs(stream.bytes, std::move(format));
    if (stream.compression == Compression::JpegXl)
        return decodeJpegXl(stream.bytes, std::move(format),
                            layout.transferSyntaxUid == u"1.2.840.10008.1.2.4.110", guard);
    return decodeJpeg2000(stream.bytes, std::move(format), size.shorterSide, guard);
}

Result<Frame> decodeStream(const FirstStream& stream, const DicomLayout& layout,
                           DcmDataset& dataset, PixelFormat format, const ReadSize& size,
                           const ReadGuard& guard)
{
    const QString said = format.photometric;
    ReaderNotes notes;
    const auto decoded = [&]() -> Result<Frame> {
        if (stream.compression == Compression::None || stream.compression == Compression::Deflated)
            return frameOfBytes(stream, std::move(format), notes, guard);
        if (stream.compression == Compression::Rle) {
            if (auto ok = settleRleSamples(stream.bytes, format, notes); !ok)
                return ok.error();
            return decodeRle(stream.bytes, std::move(format));
        }
        if (auto ok = checkCodestream(stream, format, notes); !ok)
            return ok.error();
        return decodeCodestream(stream, layout, dataset, std::move(format), size, guard);
    };
    auto frame = decoded();
    if (!frame)
        return frame;
    notes.add(frame->notes);
    frame->notes = notes;
    return settleColour(*std::move(frame), said, colourOf(stream));
}

/// The error of a stream that could not be decoded, or what is wrong around it: damage to the file
/// explains more than what a codec made of it.
Error whyNot(const Error& error, const FirstStream& stream, const DicomLayout& layout)
{
    if (error.code != ErrorCode::FileBroken && error.code != ErrorCode::Unsupported)
        return error;
    if (stream.fault)
        return *stream.fault;
    const QString& syntax = layout.transferSyntaxUid;
    const bool isKnown = compressionOfSyntax(syntax) || nameOfSyntax(syntax).isEmpty();
    return isKnown
        ? error
        : unsupported(u"its transfer syntax %1 is not supported"_s.arg(describeSyntax(syntax)),
                      tagText(0x00020010));
}

Result<Frame> readEncapsulatedFrame(const DicomLayout& layout, const FirstStream& stream,
                                    DcmDataset& dataset, const PixelFormat& format,
                                    const ReadSize& size, const ReadGuard& guard)
{
    auto frame = decodeStream(stream, layout, dataset, format, size, guard);
    if (!frame)
        return whyNot(frame.error(), stream, layout);
    ReaderNotes notes;
    notes.add(NoteCode::StreamMended, stream.notes);
    if (stream.pictures > format.frames)
        notes.add(NoteCode::Frames,
                  u"The file declares %1, but its pixel data holds %2 pictures; only the first one "
                  "is shown."_s.arg(framesText(format.frames))
                      .arg(stream.pictures));
    notes.add(frame->notes);
    frame->notes = notes;
    return frame;
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
    PixelFormat counted = format;
    const auto stream = firstStream(layout, *element, counted);
    if (!stream)
        return stream.error();
    if (auto taken = guard.take(memoryOfFrame(format, stream->has_value())); !taken)
        return taken.error();
    auto frame = *stream ? readEncapsulatedFrame(layout, **stream, dataset, counted, size, guard)
                         : readNativeFrame(layout, *element, format);
    if (!frame)
        return frame;
    if (!*stream)
        frame->notes.add(NoteCode::StreamMended,
                         noteOnSyntax(layout.transferSyntaxUid, Compression::None));
    if (auto ok = checkFrameRows(*frame, dataset); !ok)
        return ok.error();
    if (auto ok = guard.check(u"decoding"_s); !ok)
        return ok.error();
    return frame;
}

} // namespace ccad::imaging
