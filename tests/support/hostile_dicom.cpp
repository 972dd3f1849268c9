// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/hostile_dicom.h"

#include "tests/support/dicom_writer.h"
#include "tests/support/phantom.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>

#include <array>

using namespace Qt::StringLiterals;

namespace ccad::test {

namespace {

struct Colour
{
    DcmTagKey descriptor;
    DcmTagKey data;
    DcmTagKey segments;
};

const std::array<Colour, 3> colours
    = {{{DCM_RedPaletteColorLookupTableDescriptor, DCM_RedPaletteColorLookupTableData,
         DCM_SegmentedRedPaletteColorLookupTableData},
        {DCM_GreenPaletteColorLookupTableDescriptor, DCM_GreenPaletteColorLookupTableData,
         DCM_SegmentedGreenPaletteColorLookupTableData},
        {DCM_BluePaletteColorLookupTableDescriptor, DCM_BluePaletteColorLookupTableData,
         DCM_SegmentedBluePaletteColorLookupTableData}}};

constexpr Uint16 entries = 256;

DicomSpec indices()
{
    DicomSpec spec;
    spec.columns = 8;
    spec.rows = 8;
    spec.bitsAllocated = spec.bitsStored = 8;
    spec.highBit = 7;
    spec.photometric = u"PALETTE COLOR"_s;
    for (int i = 0; i < 64; ++i)
        spec.values.push_back(4 * i + 3); // up to the last entry
    return spec;
}

void putWords(DcmDataset& dataset, const DcmTagKey& tag, DcmEVR vr,
              const std::vector<Uint16>& words)
{
    dataset.putAndInsertUint16Array(DcmTag(tag, vr), words.data(),
                                    static_cast<unsigned long>(words.size()));
}

/// 8 x 8 pixels of a palette of these segments alone.
QByteArray paletteOfSegments(const std::vector<Uint16>& segments)
{
    DicomSpec spec = indices();
    spec.tags = [&](DcmDataset& dataset) {
        for (const Colour& colour : colours) {
            putWords(dataset, colour.descriptor, EVR_US, {entries, 0, 16});
            putWords(dataset, colour.segments, EVR_OW, segments);
        }
    };
    return writeDicom(spec);
}

/// Indirect segments, each of which runs 65535 segments that have no entry.
std::vector<Uint16> emptySegments()
{
    std::vector<Uint16> words = {0, 1, 7};
    const auto target = static_cast<Uint16>(words.size());
    words.resize(words.size() + 2 * std::size_t{65535}, 0);
    for (int i = 0; i < 20000; ++i)
        words.insert(words.end(), {2, 65535, target, 0});
    return words;
}

QByteArray withFrames(DicomSpec spec, const char* frames)
{
    spec.tags
        = [frames](DcmDataset& dataset) { dataset.putAndInsertString(DCM_NumberOfFrames, frames); };
    return writeDicom(spec);
}

/// 64 x 64 pixels of 16 bits are 2^16 bits; there is one pixel.
DicomSpec onePixelOf4096(int bits)
{
    DicomSpec spec;
    spec.columns = 64;
    spec.rows = 64;
    spec.bitsAllocated = spec.bitsStored = bits;
    spec.highBit = bits - 1;
    spec.values = {1};
    return spec;
}

DicomSpec chest(std::function<void(DcmDataset&)> tags = {})
{
    DicomSpec spec;
    spec.columns = 40;
    spec.rows = 32;
    spec.values = drawChest(40, 32, 4095);
    spec.tags = std::move(tags);
    return spec;
}

QByteArray withRescale(const char* slope, const char* intercept)
{
    return writeDicom(chest([=](DcmDataset& dataset) {
        dataset.putAndInsertString(DCM_RescaleSlope, slope);
        dataset.putAndInsertString(DCM_RescaleIntercept, intercept);
    }));
}

/// All of them miss the picture.
QByteArray withWindows(int count)
{
    QByteArray centers = "-1000000";
    QByteArray widths = "10";
    for (int i = 1; i < count; ++i) {
        centers += "\\-" + QByteArray::number(1000000 + i);
        widths += "\\10";
    }
    return writeDicom(chest([=](DcmDataset& dataset) {
        dataset.putAndInsertString(DCM_WindowCenter, centers.constData());
        dataset.putAndInsertString(DCM_WindowWidth, widths.constData());
    }));
}

QByteArray withTables(int count)
{
    return writeDicom(chest([=](DcmDataset& dataset) {
        for (int i = 0; i < count; ++i)
            addLut(dataset, true, 0, 12, {0, 4095}, "curve");
    }));
}

} // namespace

QByteArray paletteOfBits(quint16 red, quint16 green, quint16 blue, bool isSegmented)
{
    DicomSpec spec = indices();
    const std::array<quint16, 3> bits = {red, green, blue};
    spec.tags = [&](DcmDataset& dataset) {
        for (std::size_t i = 0; i < 3; ++i) {
            putWords(dataset, colours[i].descriptor, EVR_US, {entries, 0, bits[i]});
            if (isSegmented) {
                // One entry of 0 and a line of 255 up to 65535.
                putWords(dataset, colours[i].segments, EVR_OW, {0, 1, 0, 1, 255, 65535});
                continue;
            }
            std::vector<Uint16> line;
            for (int entry = 0; entry < entries; ++entry)
                line.push_back(static_cast<Uint16>(entry * 257));
            putWords(dataset, colours[i].data, EVR_OW, line);
        }
    };
    return writeDicom(spec);
}

std::vector<HostileDicom> hostileDicoms()
{
    const QString isPalette = u"has a colour palette"_s;
    const QString noValues = u"no finite values of their own"_s;
    const QString noNumber = u"is no finite number"_s;
    const QString oneFrame = u"but its pixel data ends after 1 of them"_s;
    const QString cutOff = u"of 8192 bytes (a frame of 64 x 64 pixels)"_s;
    const QString manyWindows = u"5000 windows; only the first 64"_s;
    const QString fewEntries = u"segmented colour palette has 1 of 256 entries"_s;
    return {
        {"palette of 0 bits", paletteOfBits(0, 0, 0, false), true, isPalette},
        {"palette of 17 bits", paletteOfBits(17, 17, 17, false), true, isPalette},
        {"palette of 65535 bits", paletteOfBits(65535, 65535, 65535, false), true, isPalette},
        {"segments of 0 bits", paletteOfBits(0, 0, 0, true), true, isPalette},
        {"segments of 17 bits", paletteOfBits(17, 17, 17, true), true, isPalette},
        {"segments of 20 bits", paletteOfBits(20, 20, 20, true), true, isPalette},
        {"segments of 30 bits", paletteOfBits(30, 30, 30, true), true, isPalette},
        {"segments of 65535 bits", paletteOfBits(65535, 65535, 65535, true), true, isPalette},
        {"segments of 1 bit in red", paletteOfBits(1, 16, 16, true), true, isPalette},
        {"segments without entries", paletteOfSegments(emptySegments()), false, fewEntries},
        {"segments behind the end", paletteOfSegments({0, 1, 7, 2, 9, 65535, 65535}), false,
         fewEntries},
        {"2^48 frames", withFrames(onePixelOf4096(16), "281474976710656"), false, cutOff},
        {"2^49 frames of bytes", withFrames(onePixelOf4096(8), "562949953421312"), false,
         u"of 4096 bytes"_s},
        {"2^52 frames of bits", withFrames(onePixelOf4096(1), "4503599627370496"), false,
         u"of 512 bytes"_s},
        {"2^63 - 1 frames", withFrames(onePixelOf4096(16), "9223372036854775807"), false, cutOff},
        {"frames beyond numbers", withFrames(onePixelOf4096(16), "99999999999999999999"), false,
         cutOff},
        {"fewer frames than none", withFrames(onePixelOf4096(16), "-281474976710656"), false,
         cutOff},
        {"2^48 frames, one there", withFrames(chest(), "281474976710656"), true, oneFrame},
        {"3 frames, one there", withFrames(chest(), "3"), true, oneFrame},
        {"slope beyond numbers", withRescale("1e308", "0"), true, noValues},
        {"slope below numbers", withRescale("1e-30", "1000"), true, noValues},
        {"intercept beyond numbers", withRescale("1", "-1e308"), true, noValues},
        {"both beyond numbers", withRescale("1e308", "-1e308"), true, noValues},
        {"slope no number", withRescale("1e999", "0"), true, noNumber},
        {"intercept no number", withRescale("2", "nan"), true, noNumber},
        {"5000 windows", withWindows(5000), true, manyWindows},
        {"100 tables", withTables(100), true, u"100 VOI LUTs; only the first 64"_s},
    };
}

} // namespace ccad::test
