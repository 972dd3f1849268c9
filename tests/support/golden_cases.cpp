// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/golden_cases.h"

#include "tests/support/dicom_writer.h"
#include "tests/support/phantom.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad::test {

namespace {

constexpr int columns = 56;
constexpr int rows = 44;

DicomSpec chest(int bitsStored = 12, int bitsAllocated = 16)
{
    DicomSpec spec;
    spec.columns = columns;
    spec.rows = rows;
    spec.bitsAllocated = bitsAllocated;
    spec.bitsStored = bitsStored;
    spec.highBit = bitsStored - 1;
    spec.values = drawChest(columns, rows, static_cast<int>((1LL << std::min(bitsStored, 30)) - 1));
    return spec;
}

DicomSpec signedChest(int bitsStored)
{
    DicomSpec spec = chest(bitsStored);
    spec.isSigned = true;
    for (std::int32_t& value : spec.values)
        value -= 1 << (bitsStored - 1);
    return spec;
}

DicomSpec colours(const char* photometric, int bits = 8)
{
    DicomSpec spec = chest(bits, bits);
    spec.samplesPerPixel = 3;
    spec.photometric = QString::fromLatin1(photometric);
    spec.values = drawColours(columns, rows, (1 << bits) - 1);
    return spec;
}

void setWindow(DcmDataset& dataset, const char* center, const char* width,
               const char* function = nullptr)
{
    dataset.putAndInsertString(DCM_WindowCenter, center);
    dataset.putAndInsertString(DCM_WindowWidth, width);
    if (function)
        dataset.putAndInsertString(DCM_VOILUTFunction, function);
}

void setRescale(DcmDataset& dataset, const char* slope, const char* intercept)
{
    dataset.putAndInsertString(DCM_RescaleSlope, slope);
    dataset.putAndInsertString(DCM_RescaleIntercept, intercept);
}

/// A bent curve from 0 to 2^bits - 1 over `count` entries.
std::vector<std::uint16_t> curve(int count, int bits, bool falling = false)
{
    std::vector<std::uint16_t> entries;
    for (int i = 0; i < count; ++i) {
        const double x = static_cast<double>(falling ? count - 1 - i : i) / (count - 1);
        entries.push_back(
            static_cast<std::uint16_t>(std::lround(std::pow(x, 0.7) * ((1 << bits) - 1))));
    }
    return entries;
}

class Collection
{
public:
    void add(const char* name, const DicomSpec& spec)
    {
        m_cases.push_back({QString::fromLatin1(name), writeDicom(spec)});
    }
    void add(const char* name, DicomSpec spec, std::function<void(DcmDataset&)> tags)
    {
        spec.tags = std::move(tags);
        add(name, spec);
    }
    void addIn(const char* name, const char* syntax, DicomSpec spec)
    {
        spec.transferSyntax = syntax;
        add(name, spec);
    }
    std::vector<GoldenCase> take() { return std::move(m_cases); }

private:
    std::vector<GoldenCase> m_cases;
};

void addTransferSyntaxes(Collection& all)
{
    all.addIn("implicit_little_endian", "1.2.840.10008.1.2", chest());
    all.addIn("explicit_little_endian", "1.2.840.10008.1.2.1", chest());
    all.addIn("explicit_big_endian", "1.2.840.10008.1.2.2", chest());
    all.addIn("big_endian_bytes", "1.2.840.10008.1.2.2", chest(8, 8));
    all.addIn("deflated", "1.2.840.10008.1.2.1.99", chest());
    all.addIn("rle_16", "1.2.840.10008.1.2.5", chest(16));
    all.addIn("rle_8", "1.2.840.10008.1.2.5", chest(8, 8));
    all.addIn("jpeg_baseline", "1.2.840.10008.1.2.4.50", chest(8, 8));
    all.addIn("jpeg_extended_12", "1.2.840.10008.1.2.4.51", chest(12));
    all.addIn("jpeg_lossless_any_predictor", "1.2.840.10008.1.2.4.57", chest(12));
    all.addIn("jpeg_lossless_sv1_16", "1.2.840.10008.1.2.4.70", chest(16));
    all.addIn("jpeg_lossless_sv1_signed", "1.2.840.10008.1.2.4.70", signedChest(16));
    all.addIn("jpeg_ls_lossless", "1.2.840.10008.1.2.4.80", chest(14));
    all.addIn("jpeg_ls_near_lossless", "1.2.840.10008.1.2.4.81", chest(12));
    all.addIn("jpeg2000_lossless_8", "1.2.840.10008.1.2.4.90", chest(8, 8));
    all.addIn("jpeg2000_lossless_16", "1.2.840.10008.1.2.4.90", chest(16));
    all.addIn("jpeg2000_lossless_signed", "1.2.840.10008.1.2.4.90", signedChest(13));
    DicomSpec lossy = chest(12);
    lossy.jpeg2000Rate = 8;
    all.addIn("jpeg2000_lossy", "1.2.840.10008.1.2.4.91", lossy);
    DicomSpec pieces = chest(12);
    pieces.fragments = 4;
    all.addIn("jpeg2000_in_fragments", "1.2.840.10008.1.2.4.90", pieces);
}

void addFraming(Collection& all)
{
    DicomSpec spec = chest();
    spec.withPreamble = false;
    all.add("without_preamble", spec);
    spec.withMeta = false;
    all.addIn("without_meta_implicit", "1.2.840.10008.1.2", spec);
    all.addIn("without_meta_explicit", "1.2.840.10008.1.2.1", spec);
    all.addIn("without_meta_big_endian", "1.2.840.10008.1.2.2", spec);
}

void addBits(Collection& all)
{
    all.add("stored_8_of_16", chest(8));
    all.add("stored_9_of_16", chest(9));
    all.add("stored_10_of_16", chest(10));
    all.add("stored_13_of_16", chest(13));
    all.add("stored_15_of_16", chest(15));
    all.add("stored_16", chest(16));
    all.add("signed_16", signedChest(16));
    all.add("signed_12_of_16", signedChest(12));
    DicomSpec high = chest(12);
    high.highBit = 15;
    all.add("high_bit_15", high);
    high.highBit = 13;
    high.foreignBits = 0xC003;
    all.add("high_bit_13_overlays_beside", high);
    DicomSpec overlay = signedChest(12);
    overlay.foreignBits = 0xF000;
    all.add("signed_12_overlays_above", overlay);
    all.add("high_bit_missing", chest(12),
            [](DcmDataset& d) { d.findAndDeleteElement(DCM_HighBit); });
    DicomSpec bitmap = chest(1, 1);
    for (std::size_t i = 0; i < bitmap.values.size(); ++i)
        bitmap.values[i] = i % 3 == 0 || i / 50 % 2 == 0 ? 1 : 0;
    all.add("one_bit", bitmap);
    all.add("stored_32", chest(32, 32));
}

void addPhotometric(Collection& all)
{
    DicomSpec inverse = chest(12);
    inverse.photometric = u"MONOCHROME1"_s;
    all.add("monochrome1_without_window", inverse);
    all.add("monochrome1_with_shape_inverse", inverse, [](DcmDataset& d) {
        d.putAndInsertString(DCM_PresentationLUTShape, "INVERSE");
        setWindow(d, "1800", "2400");
    });
    all.add("monochrome2_with_shape_inverse", chest(12), [](DcmDataset& d) {
        d.putAndInsertString(DCM_PresentationLUTShape, "INVERSE");
        setWindow(d, "1800", "2400");
    });
    all.add("rgb", colours("RGB"));
    all.add("rgb_16", colours("RGB", 16));
    DicomSpec planes = colours("RGB");
    planes.colorByPlane = true;
    const std::vector<std::int32_t> pixels = planes.values;
    const std::size_t count = pixels.size() / 3;
    for (std::size_t i = 0; i < pixels.size(); ++i)
        planes.values[i % 3 * count + i / 3] = pixels[i];
    all.add("rgb_by_plane", planes);
    all.addIn("rgb_by_plane_rle", "1.2.840.10008.1.2.5", planes);
    all.add("ybr_full", colours("YBR_FULL"));
    all.addIn("ybr_full_rle", "1.2.840.10008.1.2.5", colours("YBR_FULL"));
    all.addIn("rgb_jpeg_baseline", "1.2.840.10008.1.2.4.50", colours("RGB"));
    all.addIn("rgb_jpeg_lossless", "1.2.840.10008.1.2.4.70", colours("RGB"));
    all.addIn("rgb_jpeg_ls", "1.2.840.10008.1.2.4.80", colours("RGB"));
    all.addIn("rgb_jpeg2000", "1.2.840.10008.1.2.4.90", colours("RGB"));
    all.addIn("ybr_rct_jpeg2000", "1.2.840.10008.1.2.4.90", colours("YBR_RCT"));
    DicomSpec ict = colours("YBR_ICT");
    ict.jpeg2000Rate = 6;
    all.addIn("ybr_ict_jpeg2000", "1.2.840.10008.1.2.4.91", ict);
    DicomSpec subsampled = colours("YBR_FULL_422");
    subsampled.values.resize(static_cast<std::size_t>(columns) * rows * 2);
    all.add("ybr_full_422", subsampled);
}

void putPalette(DcmDataset& d, int bits, int first, int count)
{
    const Uint16 descriptor[] = {static_cast<Uint16>(count == 65536 ? 0 : count),
                                 static_cast<Uint16>(first), static_cast<Uint16>(bits)};
    const DcmTagKey keys[][2]
        = {{DCM_RedPaletteColorLookupTableDescriptor, DCM_RedPaletteColorLookupTableData},
           {DCM_GreenPaletteColorLookupTableDescriptor, DCM_GreenPaletteColorLookupTableData},
           {DCM_BluePaletteColorLookupTableDescriptor, DCM_BluePaletteColorLookupTableData}};
    for (int colour = 0; colour < 3; ++colour) {
        std::vector<std::uint16_t> entries = curve(count, bits, colour == 1);
        if (colour == 2)
            std::rotate(entries.begin(), entries.begin() + count / 3, entries.end());
        d.putAndInsertUint16Array(DcmTag(keys[colour][0], EVR_US), descriptor, 3);
        if (bits == 8) { // packed, as the standard demands for 8 bits
            std::vector<std::uint16_t> pairs;
            for (std::size_t i = 0; i + 1 < entries.size(); i += 2)
                pairs.push_back(static_cast<std::uint16_t>(entries[i] | entries[i + 1] << 8));
            entries = pairs;
        }
        d.putAndInsertUint16Array(DcmTag(keys[colour][1], EVR_OW), entries.data(),
                                  static_cast<unsigned long>(entries.size()));
    }
}

void addPalettes(Collection& all)
{
    DicomSpec palette = chest(8, 8);
    palette.photometric = u"PALETTE COLOR"_s;
    all.add("palette_16", palette, [](DcmDataset& d) { putPalette(d, 16, 0, 256); });
    all.add("palette_8_packed", palette, [](DcmDataset& d) { putPalette(d, 8, 0, 256); });
    all.add("palette_from_20_to_150", palette, [](DcmDataset& d) { putPalette(d, 16, 20, 131); });
    all.addIn("palette_rle", "1.2.840.10008.1.2.5", [&] {
        DicomSpec spec = palette;
        spec.tags = [](DcmDataset& d) { putPalette(d, 16, 0, 256); };
        return spec;
    }());
    all.add("palette_segmented", palette, [](DcmDataset& d) {
        const Uint16 descriptor[] = {256, 0, 16};
        // Two given entries, a line of 126, one given entry, a line of 127.
        const Uint16 segments[] = {0, 2, 0, 300, 1, 126, 20000, 0, 1, 65535, 1, 127, 1000};
        const DcmTagKey descriptors[]
            = {DCM_RedPaletteColorLookupTableDescriptor, DCM_GreenPaletteColorLookupTableDescriptor,
               DCM_BluePaletteColorLookupTableDescriptor};
        const DcmTagKey data[] = {DCM_SegmentedRedPaletteColorLookupTableData,
                                  DCM_SegmentedGreenPaletteColorLookupTableData,
                                  DCM_SegmentedBluePaletteColorLookupTableData};
        for (int colour = 0; colour < 3; ++colour) {
            d.putAndInsertUint16Array(DcmTag(descriptors[colour], EVR_US), descriptor, 3);
            d.putAndInsertUint16Array(DcmTag(data[colour], EVR_OW), segments, 13);
        }
    });
}

void addModality(Collection& all)
{
    all.add("rescale", signedChest(12), [](DcmDataset& d) {
        setRescale(d, "1", "-1024");
        setWindow(d, "-900", "1500");
    });
    all.add("rescale_fraction", chest(12), [](DcmDataset& d) { setRescale(d, "0.684", "200"); });
    all.add("rescale_optical_density", chest(12), [](DcmDataset& d) {
        setRescale(d, "0.001", "0");
        d.putAndInsertString(DCM_RescaleType, "OD");
    });
    all.add("rescale_falling", chest(12), [](DcmDataset& d) {
        setRescale(d, "-2", "8190");
        setWindow(d, "4000", "7000");
    });
    all.add("modality_lut", chest(10),
            [](DcmDataset& d) { addLut(d, false, 0, 16, curve(1024, 16), "curve"); });
    all.add("modality_lut_short", chest(10), [](DcmDataset& d) {
        addLut(d, false, 100, 12, curve(600, 12), "curve");
        setWindow(d, "2000", "3000");
    });
    all.add("modality_lut_signed", signedChest(10),
            [](DcmDataset& d) { addLut(d, false, -512, 12, curve(1024, 12, true), "curve"); });
}

void addVoi(Collection& all)
{
    all.add("window_linear", chest(12), [](DcmDataset& d) { setWindow(d, "2048.5", "1000.25"); });
    all.add("window_linear_of_width_1", chest(12),
            [](DcmDataset& d) { setWindow(d, "1500", "1"); });
    all.add("window_linear_exact", chest(12),
            [](DcmDataset& d) { setWindow(d, "1500", "1234", "LINEAR_EXACT"); });
    all.add("window_sigmoid", chest(12),
            [](DcmDataset& d) { setWindow(d, "1500", "900", "SIGMOID"); });
    all.add("windows_named", chest(12), [](DcmDataset& d) {
        setWindow(d, "1500\\2500", "2000\\800");
        d.putAndInsertString(DCM_WindowCenterWidthExplanation, "NORMAL\\HARD");
    });
    all.add("window_of_width_0", chest(12), [](DcmDataset& d) { setWindow(d, "1500", "0"); });
    all.add("window_misses_picture", chest(12),
            [](DcmDataset& d) { setWindow(d, "90000", "100"); });
    all.add("voi_lut", chest(12), [](DcmDataset& d) {
        addLut(d, true, 0, 10, curve(4096, 10), "first");
        addLut(d, true, 0, 10, curve(4096, 10, true), "second");
        setWindow(d, "1500", "900");
    });
    all.add("voi_lut_after_rescale", chest(12), [](DcmDataset& d) {
        setRescale(d, "1", "-1000");
        addLut(d, true, -800, 12, curve(3000, 12), "curve");
    });
    DicomSpec one = chest(12);
    one.photometric = u"MONOCHROME1"_s;
    all.add("voi_lut_monochrome1", one,
            [](DcmDataset& d) { addLut(d, true, 0, 12, curve(4096, 12), "curve"); });
}

void addPadding(Collection& all)
{
    DicomSpec padded = chest(12);
    for (std::size_t i = 0; i < padded.values.size(); i += 7)
        padded.values[i] = 4000;
    padded.photometric = u"MONOCHROME1"_s;
    all.add("padding", padded, [](DcmDataset& d) {
        d.putAndInsertUint16(DcmTag(DCM_PixelPaddingValue, EVR_US), 4000);
    });
    all.add("padding_range", chest(12), [](DcmDataset& d) {
        d.putAndInsertUint16(DcmTag(DCM_PixelPaddingValue, EVR_US), 3000);
        d.putAndInsertUint16(DcmTag(DCM_PixelPaddingRangeLimit, EVR_US), 2500);
    });
    DicomSpec negative = signedChest(16);
    for (std::size_t i = 0; i < negative.values.size(); i += 5)
        negative.values[i] = -2000;
    all.add("padding_signed", negative, [](DcmDataset& d) {
        d.putAndInsertSint16(DcmTag(DCM_PixelPaddingValue, EVR_SS), -2000);
    });
}

DicomSpec threeFrames(int bits = 12)
{
    DicomSpec spec = chest(bits);
    const std::vector<std::int32_t> first = spec.values;
    for (int frame = 1; frame < 3; ++frame) {
        for (const std::int32_t value : first)
            spec.values.push_back(value / (frame + 1));
    }
    spec.frames = 3;
    return spec;
}

void addFrames(Collection& all)
{
    all.add("frames_native", threeFrames());
    all.addIn("frames_rle", "1.2.840.10008.1.2.5", threeFrames());
    all.addIn("frames_jpeg_ls", "1.2.840.10008.1.2.4.80", threeFrames());
    all.addIn("frames_jpeg2000", "1.2.840.10008.1.2.4.90", threeFrames());
    all.add("frames_enhanced", threeFrames(), [](DcmDataset& d) {
        DcmItem* shared = nullptr;
        d.findOrCreateSequenceItem(DCM_SharedFunctionalGroupsSequence, shared, -2);
        DcmItem* item = nullptr;
        shared->findOrCreateSequenceItem(DCM_PixelValueTransformationSequence, item, -2);
        item->putAndInsertString(DCM_RescaleSlope, "2");
        item->putAndInsertString(DCM_RescaleIntercept, "-500");
        item->putAndInsertString(DCM_RescaleType, "US");
        for (const char* center : {"2500", "100", "50"}) {
            DcmItem* frame = nullptr;
            d.findOrCreateSequenceItem(DCM_PerFrameFunctionalGroupsSequence, frame, -2);
            frame->findOrCreateSequenceItem(DCM_FrameVOILUTSequence, item, -2);
            item->putAndInsertString(DCM_WindowCenter, center);
            item->putAndInsertString(DCM_WindowWidth, "5000");
        }
    });
}

} // namespace

std::vector<GoldenCase> goldenCases()
{
    Collection all;
    addTransferSyntaxes(all);
    addFraming(all);
    addBits(all);
    addPhotometric(all);
    addPalettes(all);
    addModality(all);
    addVoi(all);
    addPadding(all);
    addFrames(all);
    return all.take();
}

} // namespace ccad::test
