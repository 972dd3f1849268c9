// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/dicom_pixels.h"

#include "core/base/plain_number.h"
#include "core/imaging/dicom/internal/dicom_luts.h"
#include "core/imaging/dicom/internal/dicom_padding.h"
#include "core/imaging/dicom/internal/numeric_text.h"
#include "core/imaging/dicom/internal/table_reach.h"
#include "core/imaging/modality_values.h"
#include "core/imaging/picture_greys.h"
#include "core/imaging/pictures/luminance.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <span>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

using Pixels = std::vector<std::uint16_t>;

/// Separates the bits of one sample from overlays and padding beside them.
struct StoredBits
{
    /// The format's bits have been checked: 1 to 32 stored, all below the highest.
    explicit StoredBits(const Frame& frame)
        : shift(frame.format().highBit + 1 - frame.format().bitsStored),
          highest(static_cast<std::uint32_t>((std::uint64_t{1} << frame.format().bitsStored) - 1)),
          mask(highest & ~(frame.overlayBits >> shift)),
          signBit(frame.format().isSigned ? 1U << (frame.format().bitsStored - 1) : 0U)
    {
    }
    /// The sample counted from the lowest value that the format can hold, hence never negative.
    [[nodiscard]] std::uint32_t operator()(std::uint32_t sample) const
    {
        return ((sample >> shift) & mask) ^ signBit;
    }

    int shift;
    std::uint32_t highest;
    std::uint32_t mask;
    std::uint32_t signBit;
};

/// Depth of the pixels that stored samples become: samples of more than 16 bits are reduced to 16.
BitDepth depthOf(const PixelFormat& format)
{
    return BitDepth::of(format.bitsStored).value_or(bitDepth<16>);
}

void setPixels(Radiograph& radiograph, Pixels pixels, BitDepth bits)
{
    radiograph.pixels = std::make_shared<const Pixels>(std::move(pixels));
    radiograph.bits = bits;
}

/// Reads two bytes per sample, as nearly all radiographs have, in loops that the compiler turns
/// into vector instructions, over pieces that stay in the cache: ten times as fast as sample by
/// sample.
Pixels readGreyWords(const Frame& frame, const StoredBits& bits)
{
    constexpr std::size_t piece = 8192;
    const auto count = static_cast<std::size_t>(frame.format().pixelCount());
    const int shift = bits.shift;
    const auto mask = static_cast<std::uint16_t>(bits.mask);
    const auto signBit = static_cast<std::uint16_t>(bits.signBit);
    std::array<std::uint16_t, piece> words;
    Pixels pixels;
    pixels.reserve(count);
    for (std::size_t done = 0; done < count; done += piece) {
        const std::size_t here = std::min(piece, count - done);
        std::memcpy(words.data(), frame.bytes().data() + done * 2, here * 2);
        for (std::uint16_t& word : std::span(words).first(here))
            word = static_cast<std::uint16_t>(((word >> shift) & mask) ^ signBit);
        pixels.insert(pixels.end(), words.begin(),
                      words.begin() + static_cast<std::ptrdiff_t>(here));
    }
    return pixels;
}

Pixels readGrey(const Frame& frame)
{
    const StoredBits bits(frame);
    if (frame.bytesPerSample() == 2)
        return readGreyWords(frame, bits);
    Pixels pixels(static_cast<std::size_t>(frame.format().pixelCount()));
    for (std::size_t i = 0; i < pixels.size(); ++i)
        pixels[i] = static_cast<std::uint16_t>(bits(frame.sample(i)));
    return pixels;
}

/// Stretches the range in use of more than 16 bits over 16.
void fillWideGrey(Radiograph& radiograph, const Frame& frame)
{
    const StoredBits bits(frame);
    const auto count = static_cast<std::size_t>(frame.format().pixelCount());
    std::uint32_t low = 0xFFFFFFFF;
    std::uint32_t high = 0;
    for (std::size_t i = 0; i < count; ++i) {
        low = std::min(low, bits(frame.sample(i)));
        high = std::max(high, bits(frame.sample(i)));
    }
    const double step = high > low ? (high - low) / 65535.0 : 1.0;
    Pixels pixels(count);
    for (std::size_t i = 0; i < count; ++i)
        pixels[i] = static_cast<std::uint16_t>(std::lround((bits(frame.sample(i)) - low) / step));
    setPixels(radiograph, std::move(pixels), depthOf(frame.format()));
    radiograph.valueScale = step;
    radiograph.valueOffset = double{1} * low - bits.signBit;
    radiograph.notes.add(
        NoteCode::DepthReduced,
        u"The values of %1 bits were reduced to 16 bits."_s.arg(frame.format().bitsStored));
}

/// The index of sample `s` of pixel `i`.
std::size_t sampleIndex(const Frame& frame, std::size_t i, std::size_t s)
{
    const auto count = static_cast<std::size_t>(frame.format().pixelCount());
    return frame.format().colorByPlane ? s * count + i : i * 3 + s;
}

/// Y of one pixel of a YBR model; for RGB, computed from the three colours.
class LuminanceReader
{
public:
    explicit LuminanceReader(const Frame& frame)
        : m_frame(frame), m_bits(frame), m_isRgb(frame.format().photometric == u"RGB"),
          m_isPartial(frame.format().photometric.startsWith(u"YBR_PARTIAL"_s))
    {
    }

    [[nodiscard]] std::uint32_t operator()(std::size_t i) const
    {
        if (m_isRgb)
            return luminance(at(i, 0), at(i, 1), at(i, 2));
        return m_isPartial ? stretchPartial(at(i, 0)) : at(i, 0);
    }

private:
    [[nodiscard]] std::uint32_t at(std::size_t i, std::size_t s) const
    {
        return m_bits(m_frame.sample(sampleIndex(m_frame, i, s)));
    }
    /// CCIR 601: black is 16/256 and white 235/256 of the range.
    [[nodiscard]] std::uint32_t stretchPartial(std::uint32_t y) const
    {
        const double unit = (double{1} * m_bits.highest + 1) / 256;
        const double stretched = (y - 16 * unit) * m_bits.highest / (219 * unit);
        return static_cast<std::uint32_t>(
            std::clamp(stretched + 0.5, 0.0, double{1} * m_bits.highest));
    }

    const Frame& m_frame;
    StoredBits m_bits;
    bool m_isRgb;
    bool m_isPartial;
};

void fillColour(Radiograph& radiograph, const Frame& frame)
{
    const LuminanceReader luminanceAt(frame);
    const int surplus = std::max(frame.format().bitsStored - 16, 0);
    Pixels pixels(static_cast<std::size_t>(frame.format().pixelCount()));
    for (std::size_t i = 0; i < pixels.size(); ++i)
        pixels[i] = static_cast<std::uint16_t>(luminanceAt(i) >> surplus);
    setPixels(radiograph, std::move(pixels), depthOf(frame.format()));
    radiograph.notes.add(NoteCode::Colour,
                         u"The picture is in colour; it is shown as luminance (Rec. 601)."_s);
    if (surplus > 0)
        radiograph.notes.add(
            NoteCode::DepthReduced,
            u"The values of %1 bits were reduced to 16 bits."_s.arg(frame.format().bitsStored));
}

Result<void> fillPalette(Radiograph& radiograph, DcmDataset& dataset, const Frame& frame)
{
    const auto palette = readPaletteLuminance(dataset);
    if (!palette)
        return palette.error();
    Pixels pixels = readGrey(frame);
    if (auto ok = checkPaletteReach(*palette, pixels, radiograph.notes); !ok)
        return ok;
    for (std::uint16_t& pixel : pixels)
        pixel = palette->at(pixel);
    setPixels(radiograph, std::move(pixels), palette->bits);
    radiograph.notes.add(
        NoteCode::Colour,
        u"The picture has a colour palette; it is shown as luminance (Rec. 601)."_s);
    if (const QString note = noteOnBits(*palette, u"colour palette"_s); !note.isEmpty())
        radiograph.notes.add(NoteCode::PaletteCorrected, note);
    return {};
}

/// A value that no entry of the table uses, so that padding stays apart behind it.
std::optional<std::uint16_t> unusedValue(const LookupTable& table)
{
    std::vector<bool> used(65536, false);
    for (const std::uint16_t entry : table.entries)
        used[entry] = true;
    const auto free = std::find(used.rbegin(), used.rend(), false);
    if (free == used.rend())
        return std::nullopt;
    return static_cast<std::uint16_t>(used.rend() - free - 1);
}

/// "HU", "OD"; empty where the file says "US", which stands for unspecified (PS3.3 C.11.1.1.2).
QString unitIn(DcmItem& item, const DcmTagKey& tag)
{
    const QString unit = text(item, tag);
    return unit == u"US" ? QString() : unit;
}

/// The picture with its pixels replaced by the table's values.
Radiograph throughTable(const Radiograph& radiograph, const LookupTable& table,
                        const PixelFormat& format)
{
    const qint64 lowest = format.isSigned ? -(qint64{1} << (format.bitsStored - 1)) : 0;
    const auto padding = radiograph.paddingFirst ? unusedValue(table) : std::nullopt;
    Pixels pixels = *radiograph.pixels;
    for (std::uint16_t& pixel : pixels) {
        const bool isPadding
            = padding && pixel >= *radiograph.paddingFirst && pixel <= *radiograph.paddingLast;
        pixel = isPadding ? *padding : table.at(pixel + lowest);
    }
    Radiograph mapped = radiograph;
    setPixels(mapped, std::move(pixels), table.bits);
    mapped.paddingFirst = padding;
    mapped.paddingLast = padding;
    return mapped;
}

/// False if the table was left out because it would leave hardly anything of the picture: no window
/// brings back what it takes.
Result<bool> applyModalityTable(Radiograph& radiograph, DcmItem& item, const PixelFormat& format)
{
    const auto table = readLookupTable(item, DCM_LUTDescriptor, DCM_LUTData, format.isSigned,
                                       u"its Modality LUT Sequence (0028,3000)"_s);
    if (!table)
        return table.error();
    Radiograph mapped = throughTable(radiograph, *table, format);
    if (losesDetail(PictureGreys(radiograph).detail(), PictureGreys(mapped).detail())) {
        radiograph.notes.add(NoteCode::ValuesCorrected,
                             u"The file's modality LUT misses the picture, it would leave hardly "
                             u"more than one grey; "
                             "the stored values are used in its place."_s);
        return false;
    }
    const qint64 lowest = format.isSigned ? -(qint64{1} << (format.bitsStored - 1)) : 0;
    const TableReach reach(*table, *radiograph.pixels, lowest);
    radiograph = std::move(mapped);
    if (reach.losesSome())
        radiograph.notes.add(NoteCode::ValuesCorrected, reach.note(u"modality LUT"_s));
    if (const QString note = noteOnBits(*table, u"modality LUT"_s); !note.isEmpty())
        radiograph.notes.add(NoteCode::ValuesCorrected, note);
    radiograph.valueUnit = unitIn(item, DCM_ModalityLUTType);
    radiograph.modalityTable = std::make_shared<const VoiTable>(
        VoiTable{table->first, table->bits, table->entries, table->explanation});
    return true;
}

/// The number of an attribute, or `absent` where it is empty; nothing where it is no number.
std::optional<double> numberOr(double absent, DcmItem& item, const DcmTagKey& tag,
                               const QString& name, QStringList& notes)
{
    const NumericText numbers = numericText(text(item, tag));
    if (numbers.values.empty())
        return absent;
    // A list that the file does not write as one may be a number that is not understood.
    if (!numbers.isRegular && numbers.values.size() > 1)
        return std::nullopt;
    if (!numbers.isRegular && numbers.values.front())
        notes << readingNote(name, numbers);
    return numbers.values.front();
}

void applyRescale(Radiograph& radiograph, DcmDataset& dataset)
{
    DcmItem* item = functionalGroup(dataset, DCM_PixelValueTransformationSequence);
    if (!item)
        item = &dataset;
    QStringList notes;
    const auto read = [&](double absent, const DcmTagKey& tag, const QString& name) {
        return numberOr(absent, *item, tag, name, notes);
    };
    const auto slopeRead = read(1, DCM_RescaleSlope, u"Rescale Slope"_s);
    const auto interceptRead = read(0, DCM_RescaleIntercept, u"Rescale Intercept"_s);
    if (!slopeRead || !interceptRead) {
        radiograph.notes.add(
            NoteCode::ValuesCorrected,
            u"The file's rescale slope or intercept is no finite number; both were ignored."_s);
        return;
    }
    const double slope = *slopeRead;
    const double intercept = *interceptRead;
    if (slope == 0) {
        radiograph.notes.add(NoteCode::ValuesCorrected,
                             u"The file's rescale slope is zero; it was ignored."_s);
        return;
    }
    const double scale = radiograph.valueScale * slope;
    const double offset = radiograph.valueOffset * slope + intercept;
    if (!givesValues(radiograph.bits, scale, offset)) {
        radiograph.notes.add(
            NoteCode::ValuesCorrected,
            u"The file's rescale slope %1 and intercept %2 give the pixels no "
            "finite values of their own; both were ignored."_s.arg(plainNumber(slope))
                .arg(plainNumber(intercept)));
        return;
    }
    radiograph.notes.add(NoteCode::ValuesCorrected, notes);
    radiograph.valueScale = scale;
    radiograph.valueOffset = offset;
    radiograph.valueUnit = unitIn(*item, DCM_RescaleType);
}

Result<void> fillGrey(Radiograph& radiograph, DcmDataset& dataset, const Frame& frame)
{
    const PixelFormat& format = frame.format();
    if (format.bitsStored > 16) {
        fillWideGrey(radiograph, frame);
        applyRescale(radiograph, dataset);
        return {};
    }
    setPixels(radiograph, readGrey(frame), depthOf(format));
    readPadding(radiograph, dataset, format);
    if (DcmItem* table = firstItem(dataset, DCM_ModalityLUTSequence)) {
        const auto applied = applyModalityTable(radiograph, *table, format);
        if (!applied)
            return applied.error();
        if (*applied)
            return {};
    }
    radiograph.lowestStored = format.isSigned ? -(1 << (format.bitsStored - 1)) : 0;
    radiograph.valueOffset = *radiograph.lowestStored;
    applyRescale(radiograph, dataset);
    return {};
}

/// Either attribute asks for the same one inversion (PS3.3 C.11.6.1). Where one of them asks for it
/// and the other says that there is none (C.8.11.3.1.2), programs show the file in either way.
void fillInversion(Radiograph& radiograph, DcmDataset& dataset, const PixelFormat& format)
{
    const bool isInverse = format.photometric == u"MONOCHROME1";
    const QString shape = text(dataset, DCM_PresentationLUTShape).toUpper();
    radiograph.inverted = isInverse || shape == u"INVERSE";
    if (shape != (isInverse ? u"IDENTITY" : u"INVERSE"))
        return;
    radiograph.notes.add(NoteCode::Polarity,
                         u"The file contradicts itself: with %1, its Presentation LUT "
                         "Shape cannot be %2. High values are shown dark. Check that "
                         "bone is bright: a finding on a negative counts for nothing."_s.arg(
                             isInverse ? u"MONOCHROME1"_s : u"MONOCHROME2"_s, shape));
}

} // namespace

Result<void> fillPixels(Radiograph& radiograph, DcmDataset& dataset, const Frame& frame)
{
    const PixelFormat& format = frame.format();
    radiograph.rows = format.rows;
    radiograph.columns = format.columns;
    if (format.photometric == u"PALETTE COLOR")
        return fillPalette(radiograph, dataset, frame);
    if (format.samples == 3) {
        fillColour(radiograph, frame);
        return {};
    }
    fillInversion(radiograph, dataset, format);
    return fillGrey(radiograph, dataset, frame);
}

} // namespace ccad::imaging
