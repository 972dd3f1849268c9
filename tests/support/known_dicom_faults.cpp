// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/known_faults.h"

#include "tests/support/broken_bytes.h"
#include "tests/support/codestreams.h"
#include "tests/support/dicom_writer.h"
#include "tests/support/hostile_headers.h"
#include "tests/support/overlay_writer.h"
#include "tests/support/phantom.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>

#include <QtEndian>

using namespace Qt::StringLiterals;

namespace ccad::test {

namespace {

constexpr int columns = 40;
constexpr int rows = 32;
constexpr char jpegBaseline[] = "1.2.840.10008.1.2.4.50";
constexpr char jpegLossless[] = "1.2.840.10008.1.2.4.70";
constexpr char jpegLs[] = "1.2.840.10008.1.2.4.80";
constexpr char jpeg2000[] = "1.2.840.10008.1.2.4.90";
constexpr char rle[] = "1.2.840.10008.1.2.5";

DicomSpec chest(int bits = 8)
{
    DicomSpec spec;
    spec.columns = columns;
    spec.rows = rows;
    spec.bitsAllocated = bits <= 8 ? 8 : 16;
    spec.bitsStored = bits;
    spec.highBit = bits - 1;
    spec.values = drawChest(columns, rows, (1 << bits) - 1);
    return spec;
}

QByteArray chestIn(const char* syntax, int bits = 8)
{
    DicomSpec spec = chest(bits);
    spec.transferSyntax = syntax;
    return writeDicom(spec);
}

/// The file whose first Huffman table for differences has that symbol in place of each of its own.
QByteArray withDifferences(QByteArray file, char bits)
{
    const qsizetype segment = file.indexOf("\xFF\xC4");
    if (segment < 0)
        qFatal("The test's JPEG has no Huffman table");
    const qsizetype counts = segment + 5;
    qsizetype symbols = 0;
    for (qsizetype i = 0; i < 16; ++i)
        symbols += static_cast<quint8>(file[counts + i]);
    return file.replace(counts + 16, symbols, QByteArray(symbols, bits));
}

QByteArray withStream(const char* syntax, const QByteArray& stream)
{
    return withFragments(writeDicom(chest()), syntax, {stream});
}

/// The stream of a picture eight times as wide as the others.
QByteArray widerJpeg()
{
    DicomSpec spec = chest();
    spec.columns = 8 * columns;
    spec.values = drawChest(spec.columns, rows, 255);
    spec.transferSyntax = jpegBaseline;
    return firstFragment(writeDicom(spec));
}

StreamPicture picture(int wide, int high)
{
    return {wide, high, 1, 8, drawChest(wide, high, 255)};
}

/// A frame of RLE with a number of its header changed.
QByteArray rleWith(int index, quint32 number)
{
    QByteArray frame = rleFrame(picture(columns, rows));
    qToLittleEndian(number, frame.data() + 4 * index);
    return frame;
}

/// Its last run goes on for so many pixels more than there are, at most 128.
QByteArray rleWithLongRun(int further)
{
    QByteArray frame(64, '\0');
    qToLittleEndian<quint32>(1, frame.data());
    qToLittleEndian<quint32>(64, frame.data() + 4);
    for (int left = columns * rows; left > 0; left -= 128)
        frame += QByteArray("\x81\x40", 2); // 128 times 64
    return frame + char(1 - further) + '\x41';
}

template <typename Number> QByteArray little(Number number)
{
    QByteArray bytes(sizeof(Number), '\0');
    qToLittleEndian(number, bytes.data());
    return bytes;
}

/// 16 x 16 pixels without a meta header; `sides` are the elements of rows and columns, `words`
/// stands before them.
QByteArray handMade(const QByteArray& sides, const QByteArray& words = {})
{
    const auto word
        = [](quint32 tag, quint16 value) { return rawElement(tag, "US", little(value)); };
    return rawElement(0x00080060, "CS", "DX") + words + word(0x00280002, 1)
        + rawElement(0x00280004, "CS", "MONOCHROME2 ") + sides + word(0x00280100, 16)
        + word(0x00280101, 16) + word(0x00280102, 15) + word(0x00280103, 0)
        + rawElement(0x7FE00010, "OW", QByteArray(512, '\x11'), {true, false, 4});
}

/// Rows and columns in 32 bits, where 16 are the rule.
QByteArray withWideSides(quint32 side)
{
    return handMade(rawElement(0x00280010, "UL", little(side))
                    + rawElement(0x00280011, "UL", little(side)));
}

/// Text without the byte that would make its length even.
QByteArray withOddText()
{
    const QByteArray side = little(quint16{16});
    return handMade(rawElement(0x00280010, "US", side) + rawElement(0x00280011, "US", side),
                    rawElement(0x00081030, "LO", "Thorax") + rawElement(0x00100010, "PN", "A^B")
                        + rawElement(0x00180015, "CS", "CHEST"));
}

/// Indices into a palette of so many entries.
QByteArray withPalette(DicomSpec spec, quint16 entries)
{
    spec.photometric = u"PALETTE COLOR"_s;
    spec.tags = [entries](DcmDataset& dataset) {
        const std::vector<Uint16> ramp(entries, 0x4000);
        const Uint16 descriptor[] = {entries, 0, 16};
        for (Uint16 colour = 0; colour < 3; ++colour) {
            const auto at = [colour](int element) {
                return DcmTagKey(0x0028, static_cast<Uint16>(element + colour));
            };
            dataset.putAndInsertUint16Array(DcmTag(at(0x1101), EVR_US), descriptor, 3);
            dataset.putAndInsertUint16Array(DcmTag(at(0x1201), EVR_OW), ramp.data(), entries);
        }
    };
    return writeDicom(spec);
}

DicomSpec hugeSides()
{
    DicomSpec spec = chest();
    spec.columns = 65535;
    spec.rows = 65535;
    spec.values.resize(64);
    return spec;
}

QByteArray withManyFrames()
{
    DicomSpec spec = chest();
    spec.tags = [](DcmDataset& dataset) { dataset.putAndInsertString(DCM_NumberOfFrames, "1000"); };
    return writeDicom(spec);
}

/// An overlay that its group places into bits of the pixels, and makes far larger than them.
QByteArray withHugeOverlay()
{
    DicomSpec spec = chest(12);
    spec.tags = [](DcmDataset& dataset) {
        OverlaySpec overlay;
        overlay.columns = 4096;
        overlay.rows = 4096;
        overlay.bitsAllocated = 16;
        overlay.bitPosition = 15;
        addOverlay(dataset, overlay);
    };
    return writeDicom(spec);
}

/// Colours of 4:2:2 that end before their last row.
QByteArray withFewSubsampledPixels()
{
    DicomSpec spec = chest();
    spec.samplesPerPixel = 3;
    spec.columns = 41;
    spec.photometric = u"YBR_FULL_422"_s;
    spec.values.resize(columns * rows);
    return writeDicom(spec);
}

QByteArray metaElement(quint16 element, const QByteArray& vr, const QByteArray& value,
                       qint64 length = -1)
{
    return rawElement(quint32{0x0002} << 16 | element, vr, value, {true, false, vr == "UI" ? 2 : 4},
                      length);
}

/// A preamble and the begin of a meta header.
QByteArray metaHeader(const QByteArray& elements)
{
    return QByteArray(128, '\0') + "DICM" + elements;
}

/// A JP2 file whose codestream ends within its first marker.
QByteArray cutJp2()
{
    const auto box = [](const QByteArray& kind, const QByteArray& content) {
        QByteArray length(4, '\0');
        qToBigEndian(static_cast<quint32>(content.size() + 8), length.data());
        return length + kind + content;
    };
    const QByteArray header = box("ihdr", QByteArray::fromHex("0000002000000028000107070000"))
        + box("colr", QByteArray::fromHex("01000000000011"));
    return box("jP  ", QByteArray::fromHex("0d0a870a"))
        + box("ftyp", QByteArray("jp2 \0\0\0\0jp2 ", 12)) + box("jp2h", header)
        + box("jp2c", QByteArray::fromHex("ff4fff51002f0000"));
}

/// The file with the bytes behind that marker of its codestream changed, counted from the marker.
QByteArray withMarkerBytes(QByteArray file, const char* marker, qsizetype at,
                           const QByteArray& bytes)
{
    const qsizetype found = file.indexOf(QByteArray::fromHex(marker));
    if (found < 0)
        qFatal("The test's codestream has no such marker");
    return file.replace(found + at, bytes.size(), bytes);
}

std::vector<KnownFault> streamFaults()
{
    const QString differences = u"differences of %1 bits"_s;
    return {
        {"huffman-symbol-beyond-15", "DCMTK CVE-2026-44038",
         withDifferences(chestIn(jpegBaseline), 16), Expected::Bad, differences.arg(16)},
        {"huffman-symbol-beyond-any-word", "DCMTK CVE-2026-44038",
         withDifferences(chestIn(jpegBaseline), char(-1)), Expected::Bad, differences.arg(255)},
        {"huffman-symbol-beyond-16-lossless", "DCMTK CVE-2026-44038",
         withDifferences(chestIn(jpegLossless, 12), 17), Expected::Bad, differences.arg(17)},
        {"jpeg-larger-than-declared", "GDCM CVE-2025-53618", withStream(jpegBaseline, widerJpeg()),
         Expected::Bad, u"it declares 40 x 32 pixels"_s},
        {"jpeg-ls-larger-than-declared", "DCMTK CVE-2025-2357, CharLS GHSA-mqrg-gfc8-73ff",
         withStream(jpegLs, jpegLsStream(picture(4 * columns, rows))), Expected::Bad,
         u"it declares 40 x 32 pixels"_s},
        {"rle-header-cut-off", "DCMTK CVE-2026-44034", withStream(rle, QByteArray(40, '\x01')),
         Expected::Bad, u"RLE"_s},
        {"rle-segment-behind-the-end", "DCMTK CVE-2026-44034, GDCM CVE-2025-48429",
         withStream(rle, rleWith(1, 0xFFFFFFF0)), Expected::Bad, u"RLE"_s},
        {"rle-more-segments-than-any", "GDCM CVE-2025-48429",
         withStream(rle, rleWith(0, 0x7FFFFFFF)), Expected::Bad, u"RLE"_s},
        {"rle-run-beyond-the-pixels", "GDCM CVE-2025-48429",
         withStream(rle, rleWithLongRun(columns / 2)), Expected::Good,
         u"more bytes than its pixels"_s},
        {"rle-run-of-further-rows", "GDCM CVE-2025-48429",
         withStream(rle, rleWithLongRun(3 * columns)), Expected::Bad, u"3 further rows"_s},
        {"jp2-cut-off-in-its-codestream", "OpenJPEG CVE-2025-54874",
         withStream(jpeg2000, cutJp2())},
        {"jpeg2000-tile-beyond-the-others", "OpenJPEG OSV-2025-219",
         withMarkerBytes(chestIn(jpeg2000), "ff90", 4, QByteArray::fromHex("fffe"))},
        {"jpeg2000-tile-part-beyond-the-others", "OpenJPEG OSV-2025-219",
         withMarkerBytes(chestIn(jpeg2000), "ff90", 10, QByteArray::fromHex("fe02"))},
        {"jpeg2000-more-resolutions-than-pixels", "OpenJPEG CVE-2025-50952",
         withMarkerBytes(chestIn(jpeg2000), "ff52", 9, QByteArray::fromHex("20")),
         Expected::Either},
    };
}

} // namespace

std::vector<KnownFault> knownDicomFaults()
{
    std::vector<KnownFault> faults = streamFaults();
    const std::vector<KnownFault> others = {
        {"frames-beyond-the-pixels", "DCMTK CVE-2026-97059", withManyFrames(), Expected::Good,
         u"ends after 1 of them"_s},
        {"subsampled-pixels-cut-off", "DCMTK CVE-2025-9732", withFewSubsampledPixels(),
         Expected::Bad, u"ends after"_s},
        {"text-of-odd-length", "DCMTK CVE-2025-14607", withOddText(), Expected::Good},
        {"sequences-within-sequences", "DCMTK CVE-2026-44036", nestedSequences(20000, false, true),
         Expected::Bad, u"nested"_s},
        {"sides-of-32-bits", "Orthanc CVE-2026-5442", withWideSides(0x00010001), Expected::Either},
        {"palette-of-65535-x-65535", "Orthanc CVE-2026-5443", withPalette(hugeSides(), 256)},
        {"palette-index-beyond-its-table", "Orthanc CVE-2026-5445", withPalette(chest(), 16),
         Expected::Bad, u"colour palette is for the values 0 to 15"_s},
        {"meta-header-cut-off", "Orthanc CVE-2026-5437",
         metaHeader(metaElement(0x0002, "UI", "1.2.840.10008.5.1.4.1.1.1.1", 4000)), Expected::Bad,
         u"meta header"_s},
        {"meta-header-of-a-foreign-vr", "GDCM CVE-2026-3650",
         metaHeader(metaElement(0x0001, "ZZ", "12", 0x7FFFFFFE)), Expected::Bad},
        {"overlay-larger-than-its-pixels", "GDCM CVE-2025-52582", withHugeOverlay(), Expected::Good,
         u"overlay 6000 is left out"_s},
    };
    faults.insert(faults.end(), others.begin(), others.end());
    return faults;
}

} // namespace ccad::test
