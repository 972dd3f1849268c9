// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/intake/dicomdir_writer.h"
#include "tests/fuzz/input_reader.h"
#include "tests/fuzz/seeds.h"
#include "tests/support/broken_bytes.h"
#include "tests/support/codestreams.h"
#include "tests/support/dicom_writer.h"
#include "tests/support/golden_cases.h"
#include "tests/support/hostile_dicom.h"
#include "tests/support/hostile_headers.h"
#include "tests/support/jpeg_writer.h"
#include "tests/support/known_faults.h"
#include "tests/support/phantom.h"
#include "tests/support/picture_resolutions.h"
#include "tests/support/varied_chest.h"

#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace ccad::fuzz {

namespace {

using namespace test;

constexpr int side = 24;

/// Sound and odd DICOM files, of every encoding and every compression.
std::vector<Seed> dicomSeeds()
{
    std::vector<Seed> seeds;
    for (const GoldenCase& golden : goldenCases())
        seeds.push_back({golden.name, golden.file});
    int number = 0;
    for (const HostileDicom& hostile : hostileDicoms())
        seeds.push_back({u"hostile_%1"_s.arg(++number), hostile.bytes});
    for (const KnownFault& fault : knownDicomFaults())
        seeds.push_back({QString::fromLatin1(fault.name), fault.bytes});
    return seeds;
}

/// Of codecs that DCMTK has no encoder for.
std::vector<Seed> streamSeeds()
{
    DicomSpec spec;
    spec.columns = side;
    spec.rows = side;
    spec.bitsAllocated = spec.bitsStored = 8;
    spec.highBit = 7;
    spec.values = drawChest(side, side, 255);
    const QByteArray file = writeDicom(spec);
    const StreamPicture picture{side, side, 1, 8, spec.values};
    const StreamPicture colours{side, side, 3, 8, drawColours(side, side, 255)};
    return {
        {u"htj2k"_s, withFragments(file, "1.2.840.10008.1.2.4.201", {htj2kStream(picture)})},
        {u"htj2k_tiles"_s,
         withFragments(file, "1.2.840.10008.1.2.4.201", {htj2kStream(picture, 8)})},
        {u"jpeg_xl"_s, withFragments(file, "1.2.840.10008.1.2.4.110", {jpegXlStream(picture)})},
        {u"jpeg_xl_pictures"_s,
         withFragments(file, "1.2.840.10008.1.2.4.110", {jpegXlStream(picture, 2)})},
        {u"jpeg_xl_colours"_s,
         withFragments(file, "1.2.840.10008.1.2.4.110", {jpegXlStream(colours)})},
        {u"jpeg_ls_markers"_s,
         withFragments(file, "1.2.840.10008.1.2.4.80", {jpegLsStream(picture, 4)})},
        {u"rle_of_colours"_s, withFragments(file, "1.2.840.10008.1.2.5", {rleFrame(colours)})},
    };
}

std::vector<Seed> fileSeeds()
{
    const GrayImage8 chest = variedChest(side, 7);
    const QByteArray jpeg = jpegOf(chest);
    JpegSpec colour;
    colour.columns = side;
    colour.rows = side;
    colour.values = drawColours(side, side, 255);
    colour.adobeTransform = 1;
    colour.horizontal = 2;
    std::vector<Seed> seeds = {
        {u"png"_s, withPngResolution(test::pngOf(chest), {100, 200})},
        {u"jpeg"_s, jpeg},
        {u"jpeg_exif"_s, withExifResolution(jpeg, {100, 200}, 6)},
        {u"jpeg_colours"_s, writeJpeg(colour)},
        {u"bmp"_s, bmpOf(chest, {100, 200})},
        {u"tiff"_s, tiffOf(chest, {100, 200})},
        {u"png_bomb"_s, pngBomb(60000, 60000)},
    };
    for (const KnownFault& fault : knownPictureFaults())
        seeds.push_back({QString::fromLatin1(fault.name), fault.bytes});
    return seeds;
}

void append(std::vector<Seed>& seeds, const std::vector<Seed>& more)
{
    seeds.insert(seeds.end(), more.begin(), more.end());
}

QByteArray words(std::initializer_list<quint16> numbers)
{
    QByteArray bytes;
    for (const quint16 number : numbers)
        bytes += QByteArray(1, static_cast<char>(number & 0xFF)) + static_cast<char>(number >> 8);
    return bytes;
}

QByteArray blocks(const QList<QByteArray>& contents)
{
    QByteArray bytes;
    for (const QByteArray& content : contents)
        bytes += blockOf(content);
    return bytes;
}

} // namespace

std::vector<Seed> pictureSeeds()
{
    std::vector<Seed> seeds = dicomSeeds();
    append(seeds, streamSeeds());
    append(seeds, fileSeeds());
    return seeds;
}

std::vector<Seed> parserSeeds()
{
    std::vector<Seed> seeds = dicomSeeds();
    int number = 0;
    for (const QByteArray& dataset : ambiguousDatasets())
        seeds.push_back({u"ambiguous_%1"_s.arg(++number), dataset});
    seeds.push_back({u"hidden_nesting"_s, hiddenNesting()});
    return seeds;
}

std::vector<Seed> tagSeeds()
{
    std::vector<Seed> seeds = parserSeeds();
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"DICOMDIR"_s);
    writeDicomdir(path, {"IMAGES\\A\\0001", "..\\OUTSIDE", "\\etc\\passwd", "STAT", "EXE"});
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("Cannot read %s", qPrintable(path));
    seeds.push_back({u"dicomdir"_s, file.readAll()});
    return seeds;
}

std::vector<Seed> tableSeeds()
{
    const QByteArray head(2, '\0'); // kind 0, flag 0
    const auto begin = [&head](char kind, char flag) {
        QByteArray bytes = head;
        bytes[0] = kind;
        bytes[1] = flag;
        return bytes;
    };
    const QByteArray descriptor = words({16, 0, 16});
    const QByteArray ramp = words({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15});
    const QByteArray segments = words({0, 2, 7, 9, 1, 10, 60000, 2, 1, 0, 0});
    const QByteArray pixels = words({1, 2, 3, 4, 5, 6, 7, 8}).repeated(4);
    const QByteArray window = "2000\\40", width = "3000\\400", words2 = "LUNG\\BONE";
    return {
        {u"palette"_s,
         begin(0, 0) + blocks({descriptor, descriptor, descriptor, ramp, ramp, ramp, {}, {}, {}})},
        {u"palette_segments"_s,
         begin(0, 0)
             + blocks(
                 {descriptor, descriptor, descriptor, {}, {}, {}, segments, segments, segments})},
        {u"palette_of_8_bits"_s,
         begin(0, 1)
             + blocks({words({16, 0, 8}),
                       words({16, 0, 8}),
                       words({16, 0, 8}),
                       QByteArray(16, '\x40'),
                       QByteArray(16, '\x40'),
                       QByteArray(16, '\x40'),
                       {},
                       {},
                       {}})},
        {u"windows"_s,
         begin(1, 0) + QByteArray("\x0B\0\0", 3) + pixels
             + blocks({window, width, words2, "LINEAR"}) + '\0'},
        {u"window_and_curve"_s,
         begin(1, 1) + QByteArray("\x0B\1\2", 3) + pixels
             + blocks({window, width, words2, "SIGMOID"}) + '\1'
             + blocks({words({8, 0xFFF0, 12}), "curve", ramp.left(16)})},
        {u"numbers"_s, begin(2, 0) + "0,143\\0,1430 mm"},
        {u"whole_numbers"_s, begin(2, 1) + "1,024 x 2.048"},
        {u"deflated"_s, begin(3, 0) + qCompress(QByteArray(4000, 'x')).mid(6)},
        {u"text_latin1"_s, begin(4, 0) + blockOf("ISO_IR 100") + '\0' + "M\xFCller^J\xF6rg"},
        {u"text_kanji"_s,
         begin(4, 0) + blockOf("\\ISO 2022 IR 87") + '\0' + "Yamada\x1B$B;3ED\x1B(B"},
    };
}

} // namespace ccad::fuzz
