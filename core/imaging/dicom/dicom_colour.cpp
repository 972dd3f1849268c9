// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/dicom_colour.h"

#include "core/base/checked_size.h"
#include "core/imaging/colour_evidence.h"

#include <algorithm>
#include <cstring>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

constexpr quint32 samplesTag = 0x00280002;
constexpr quint32 photometricTag = 0x00280004;

bool isGrey(const QString& photometric)
{
    return photometric.startsWith(u"MONOCHROME"_s);
}

ColourModel modelOf(const QString& photometric)
{
    if (photometric == u"RGB")
        return ColourModel::Rgb;
    return photometric.startsWith(u"YBR_"_s) ? ColourModel::Ycbcr : ColourModel::Unknown;
}

QString nameOf(ColourModel model)
{
    return model == ColourModel::Rgb ? u"RGB"_s : u"YCbCr"_s;
}

/// Samples per Pixel (0028,0002) and Photometric Interpretation (0028,0004) contradict each other.
bool contradictsItself(const PixelFormat& format)
{
    return format.samples != (modelOf(format.photometric) == ColourModel::Unknown ? 1 : 3);
}

Error contradiction(const PixelFormat& format)
{
    return broken(u"Samples per Pixel (0028,0002) is %1, which contradicts %2"_s.arg(format.samples)
                      .arg(format.photometric),
                  tagText(samplesTag));
}

QString samplesNote(const PixelFormat& format, int held)
{
    return u"The file says %1 with Samples per Pixel %2, but its pixel data holds %3 a pixel; "
           "it is read so."_s.arg(format.photometric)
               .arg(format.samples)
               .arg(held);
}

ColourSamples samplesOf(const Frame& frame)
{
    const int bits = frame.format().bitsStored;
    const int shift = frame.format().highBit + 1 - bits;
    const auto mask = static_cast<std::uint32_t>((std::uint64_t{1} << bits) - 1);
    return {
        [&frame, shift, mask](std::size_t index) { return (frame.sample(index) >> shift) & mask; },
        static_cast<std::size_t>(frame.format().pixelCount()), bits};
}

Error openQuestion(const QString& said, const QString& open)
{
    return broken(u"its picture has three samples a pixel, which contradicts %1 (0028,0004), and "
                  "%2"_s.arg(said, open),
                  tagText(photometricTag));
}

/// Why the samples are of that model, for a note.
QString reasonFor(ColourEvidence evidence, const StreamColour& stream, ColourModel model)
{
    return evidence == ColourEvidence::None
        ? u"its compressed picture is %1 by %2"_s.arg(nameOf(model), stream.sign)
        : wordsOf(evidence);
}

/// YBR_PARTIAL_422 and its kin leave out the ends of the range, which JFIF's YCbCr uses.
QString rangeOf(const Frame& frame, bool byPlane, const QString& said, const StreamColour& stream,
                ReaderNotes& notes)
{
    if (!said.startsWith(u"YBR_PARTIAL"_s))
        return u"YBR_FULL"_s;
    if (stream.model != ColourModel::Ycbcr && !usesFullRange(samplesOf(frame), byPlane))
        return u"YBR_PARTIAL"_s;
    notes.add(
        NoteCode::Colour,
        u"The file says %1, but its samples use the whole range; it is read as YBR_FULL."_s.arg(
            said));
    return u"YBR_FULL"_s;
}

} // namespace

Result<void> settleNativeSamples(PixelFormat& format, qint64 bytes, ReaderNotes& notes)
{
    const int bytesPerSample = format.bitsAllocated / 8;
    const auto with = [&format](int samples, const QString& photometric) {
        PixelFormat other = format;
        other.samples = samples;
        other.photometric = photometric;
        return other;
    };
    // Exactly, but for the byte that makes the length even.
    const auto fits = [&](const PixelFormat& other) {
        const qint64 bits = frameBits(other, bytesPerSample).value_or(0);
        const auto all = checkedProduct<qint64>({bytesOfBits(bits), other.frames});
        return bytesPerSample > 0 && bits > 0 && all && bytes - *all >= 0 && bytes - *all <= 1;
    };
    const PixelFormat single = with(1, format.photometric);
    if (isGrey(format.photometric) && format.samples == 3 && fits(single)) {
        notes.add(NoteCode::Colour, samplesNote(format, 1));
        format = single;
        return {};
    }
    const PixelFormat triple = with(3, format.photometric);
    if (isGrey(format.photometric) && format.samples == 1) {
        // Three times the length: three frames look the same, but then the file would say so.
        if (format.frames == 1 && !fits(format) && fits(triple))
            format = triple;
        return {};
    }
    PixelFormat unshared = triple;
    unshared.undoSubsampling();
    if (format.samples == 1 && contradictsItself(format)) {
        if (!fits(triple) && !fits(unshared))
            return contradiction(format);
        notes.add(NoteCode::Colour, samplesNote(format, 3));
        format = triple;
    }
    if (format.isSubsampled() && !fits(format) && fits(unshared)) {
        notes.add(NoteCode::Colour,
                  u"The file says %1, but its pixel data has all samples of every pixel; it is "
                  "read so."_s.arg(format.photometric));
        format.undoSubsampling();
    }
    if (format.isSubsampled() && format.columns % 2 != 0 && !fits(format)) {
        PixelFormat running = format;
        running.pairsRunOn = true;
        if (fits(running))
            format = running;
    }
    return {};
}

Result<void> settleStreamSamples(PixelFormat& format, int components, ReaderNotes& notes)
{
    const bool isPalette = format.photometric == u"PALETTE COLOR";
    if (components == format.samples && !contradictsItself(format))
        return {};
    // The caller says how the stream differs.
    if (isPalette || (components != 1 && components != 3))
        return contradictsItself(format) ? Result<void>(contradiction(format)) : Result<void>();
    const bool becomesGrey = components == 1 && !isGrey(format.photometric);
    if (becomesGrey || (components == 1 && format.samples != 1)
        || (components == 3 && format.samples != 3 && !isGrey(format.photometric)))
        notes.add(NoteCode::Colour, samplesNote(format, components));
    format.samples = components;
    if (becomesGrey)
        format.photometric = u"MONOCHROME2"_s;
    return {};
}

QString modelForCodec(const PixelFormat& format)
{
    return format.samples == 3 && isGrey(format.photometric) ? u"YBR_FULL"_s : format.photometric;
}

Result<Frame> withoutSubsampling(Frame frame)
{
    PixelFormat format = frame.format();
    if (!format.isSubsampled())
        return frame;
    const auto sampleBytes = static_cast<std::size_t>(frame.bytesPerSample());
    const auto columns = static_cast<std::size_t>(format.columns);
    const auto count = checkedProduct<qint64>({format.pixelCount(), 3, frame.bytesPerSample()});
    if (!count || sampleBytes == 0)
        return broken(u"its samples of one bit cannot be those of %1"_s.arg(format.photometric),
                      tagText(photometricTag));
    std::vector<std::uint8_t> whole(static_cast<std::size_t>(*count));
    const std::span<const std::uint8_t> bytes = frame.bytes();
    std::uint8_t* out = whole.data();
    for (std::size_t i = 0; i < static_cast<std::size_t>(format.pixelCount()); ++i) {
        // Y1 Y2 Cb Cr for each two pixels, in each row or across rows.
        const std::size_t row = i / columns;
        const std::size_t inPairs
            = format.pairsRunOn ? i : row * (columns + columns % 2) + i % columns;
        const std::size_t pair = inPairs / 2 * 4;
        for (const std::size_t sample : {pair + inPairs % 2, pair + 2, pair + 3}) {
            const std::size_t from = sample * sampleBytes;
            if (from + sampleBytes <= bytes.size()) // a last pair that is only half there
                std::memcpy(out, bytes.data() + from, sampleBytes);
            out += sampleBytes;
        }
    }
    format.undoSubsampling();
    format.colorByPlane = false;
    auto result = Frame::owning(std::move(format), frame.bytesPerSample(), std::move(whole));
    if (result)
        result->notes = frame.notes;
    return result;
}

Result<Frame> settleColour(Frame frame, const QString& said, const StreamColour& stream)
{
    if (frame.format().samples != 3)
        return frame;
    // Of one sample, high values are dark; of three, no model has that.
    if (said == u"MONOCHROME1")
        return openQuestion(said, u"whether high values are dark cannot be told"_s);
    const bool isNative = stream.model == ColourModel::Unknown;
    const auto [evidence, share, byPlane]
        = colourEvidence(samplesOf(frame), frame.format().colorByPlane, isNative);
    if (frame.format().pairsRunOn && evidence != ColourEvidence::Neutral)
        return broken(u"its rows of %1 pixels cannot be made of pairs, which contradicts %2 "
                      "(0028,0004)"_s.arg(frame.format().columns)
                          .arg(said),
                      tagText(photometricTag));
    // A transform of JPEG 2000's own, which the codec has undone where it is there.
    const bool isTransform = said == u"YBR_RCT" || said == u"YBR_ICT";
    ColourModel model = modelOf(said);
    if (evidence != ColourEvidence::None)
        model = evidence == ColourEvidence::Neutral ? ColourModel::Ycbcr : ColourModel::Rgb;
    else if (stream.model != ColourModel::Unknown)
        model = stream.model;
    else if (isTransform && !stream.sign.isEmpty())
        return broken(u"it says %1 (0028,0004), which %2 contradicts"_s.arg(said, stream.sign),
                      tagText(photometricTag));
    else if (model == ColourModel::Unknown)
        return openQuestion(said, u"nothing says whether they are RGB or YCbCr"_s);
    const bool isAsSaid = model == modelOf(said) || (isTransform && model == ColourModel::Rgb);
    if (!isAsSaid)
        frame.notes.add(NoteCode::Colour,
                        u"The file says %1, but %2; it is read as %3."_s.arg(
                            said, reasonFor(evidence, stream, model), nameOf(model)));
    else if (stream.model != ColourModel::Unknown && stream.model != model)
        frame.notes.add(NoteCode::Colour,
                        u"The file says %1, and %2, although its compressed picture is %3 by %4; "
                        "it is read as %5."_s.arg(said, reasonFor(evidence, {}, model),
                                                  nameOf(stream.model), stream.sign,
                                                  nameOf(model)));
    if (byPlane != frame.format().colorByPlane)
        frame.notes.add(
            NoteCode::Colour,
            u"The file's Planar Configuration (0028,0006) contradicts its samples, "
            "which are stored by %1; they are read so."_s.arg(byPlane ? u"plane"_s : u"pixel"_s));
    const QString photometric
        = model == ColourModel::Rgb ? u"RGB"_s : rangeOf(frame, byPlane, said, stream, frame.notes);
    frame.readAs(photometric, byPlane);
    return frame;
}

} // namespace ccad::imaging
