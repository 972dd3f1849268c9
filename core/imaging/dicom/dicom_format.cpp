// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/dicom_frame.h"
#include "core/imaging/dicom/internal/numeric_text.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

Result<void> checkBits(const PixelFormat& format)
{
    const int allocated = format.bitsAllocated;
    if (allocated != 1 && allocated != 8 && allocated != 16 && allocated != 32)
        return unsupported(
            u"it has %1 Bits Allocated (0028,0100); 1, 8, 16 and 32 are supported"_s.arg(allocated),
            tagText(0x00280100));
    if (format.bitsStored < 1 || format.bitsStored > allocated || format.highBit >= allocated
        || format.highBit + 1 < format.bitsStored)
        return broken(
            u"its bits contradict each other: %1 allocated, %2 stored, high bit %3"_s.arg(allocated)
                .arg(format.bitsStored)
                .arg(format.highBit),
            tagText(0x00280101));
    return {};
}

Result<void> checkSamples(const PixelFormat& format)
{
    const bool grey
        = format.photometric.startsWith(u"MONOCHROME") || format.photometric == u"PALETTE COLOR";
    const bool colour = format.photometric == u"RGB" || format.photometric.startsWith(u"YBR_");
    if (!grey && !colour)
        return unsupported(
            u"its Photometric Interpretation (0028,0004) \"%1\" is not supported"_s.arg(
                format.photometric),
            tagText(0x00280004));
    // One or three under another word may be the word's fault: the pixels decide.
    const bool isKnown = format.samples == 1 || format.samples == 3;
    if (!isKnown || (format.photometric == u"PALETTE COLOR" && format.samples != 1))
        return broken(
            u"Samples per Pixel (0028,0002) is %1, which contradicts %2"_s.arg(format.samples)
                .arg(format.photometric),
            tagText(0x00280002));
    return {};
}

/// A count that is no number says nothing; the length of the pixel data still has to fit.
qint64 readFrames(const QString& written)
{
    bool isWhole = false;
    const qint64 count = written.toLongLong(&isWhole);
    if (isWhole)
        return std::max<qint64>(count, 1);
    constexpr double most = 1e9;
    const NumericText numbers = numericText(written);
    const auto first = numbers.values.empty() ? std::nullopt : numbers.values.front();
    return static_cast<qint64>(std::clamp(first.value_or(1), 1.0, most));
}

/// Bits Stored where the file does not say it: up to High Bit, if that is possible.
int bitsIfNotSaid(DcmDataset& dataset, int allocated)
{
    const auto highest = word(dataset, DCM_HighBit);
    return highest && *highest < allocated ? *highest + 1 : allocated;
}

} // namespace

Result<PixelFormat> readPixelFormat(DcmDataset& dataset, const ReadGuard& guard)
{
    PixelFormat format;
    const auto rows = requiredWord(dataset, DCM_Rows, "Rows");
    const auto columns = requiredWord(dataset, DCM_Columns, "Columns");
    const auto allocated = requiredWord(dataset, DCM_BitsAllocated, "Bits Allocated");
    for (const auto* attribute : {&rows, &columns, &allocated}) {
        if (!*attribute)
            return attribute->error();
    }
    format.rows = *rows;
    format.columns = *columns;
    format.bitsAllocated = *allocated;
    format.bitsStored = word(dataset, DCM_BitsStored)
                            .value_or(static_cast<quint16>(bitsIfNotSaid(dataset, *allocated)));
    // Some scanners omit High Bit; the standard implies BitsStored - 1.
    format.highBit
        = word(dataset, DCM_HighBit).value_or(static_cast<quint16>(format.bitsStored - 1));
    format.isSigned = word(dataset, DCM_PixelRepresentation).value_or(0) == 1;
    format.samples = word(dataset, DCM_SamplesPerPixel).value_or(1);
    format.colorByPlane = word(dataset, DCM_PlanarConfiguration).value_or(0) == 1;
    format.photometric = text(dataset, DCM_PhotometricInterpretation).toUpper();
    if (format.photometric.isEmpty())
        format.photometric = format.samples == 3 ? u"RGB"_s : u"MONOCHROME2"_s;
    format.frames = readFrames(text(dataset, DCM_NumberOfFrames));
    if (auto ok = guard.checkSize(format.columns, format.rows); !ok)
        return ok.error();
    if (auto ok = checkBits(format); !ok)
        return ok.error();
    if (auto ok = checkSamples(format); !ok)
        return ok.error();
    return format;
}

ReaderNotes noteOnAbsent(DcmDataset& dataset, const PixelFormat& format)
{
    ReaderNotes notes;
    const bool isGrey = format.samples == 1;
    if (text(dataset, DCM_PhotometricInterpretation).isEmpty())
        notes.add(isGrey ? NoteCode::Polarity : NoteCode::Colour,
                  u"The file does not say what its samples mean (Photometric Interpretation); they "
                  "are read as %1."_s.arg(isGrey ? u"MONOCHROME2, in which high values are bright"_s
                                                 : format.photometric));
    if (!word(dataset, DCM_BitsStored))
        notes.add(NoteCode::BitsCorrected,
                  u"The file does not say how many bits of a sample are greys (Bits Stored); %1 "
                  "are read."_s.arg(format.bitsStored == format.bitsAllocated
                                        ? u"all %1"_s.arg(format.bitsAllocated)
                                        : u"the %1 up to its High Bit"_s.arg(format.bitsStored)));
    if (isGrey && !word(dataset, DCM_PixelRepresentation))
        notes.add(NoteCode::BitsCorrected,
                  u"The file does not say whether its samples have a sign (Pixel Representation); "
                  "they are taken to have none."_s);
    return notes;
}

} // namespace ccad::imaging
