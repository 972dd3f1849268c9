// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deidentification/pixels/pixel_blanking.h"
#include "tests/core/deidentification/deid_fixture.h"

#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/dcmjpls/djdecode.h>

#include <QtEndian>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestPixelBlanking : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void blanksBoxesAlone_data();
    void blanksBoxesAlone();
    void fillsEachFrame();
    void fillsColours_data();
    void fillsColours();
    void ignoresWhatIsOutside();
    void refusesOtherKinds_data();
    void refusesOtherKinds();
    void clearsSpareBits();
    void blanksAFilm_data();
    void blanksAFilm();
    void refusesCompressedFrames();
};

namespace {

constexpr int columns = 8;
constexpr int rows = 6;

PixelLayout grey(int bitsAllocated, int bitsStored, const QString& photometric)
{
    PixelLayout layout;
    layout.rows = rows;
    layout.columns = columns;
    layout.bitsAllocated = bitsAllocated;
    layout.bitsStored = bitsStored;
    layout.highBit = bitsStored - 1;
    layout.photometric = photometric;
    return layout;
}

quint16 wordAt(const QByteArray& pixels, qsizetype index, bool bigEndian = false)
{
    const void* at = pixels.constData() + 2 * index;
    return bigEndian ? qFromBigEndian<quint16>(at) : qFromLittleEndian<quint16>(at);
}

/// Words 100, 101, ... with a bit beside the stored ones set.
QByteArray ramp(bool bigEndian, int frames = 1)
{
    QByteArray pixels(2 * columns * rows * frames, '\0');
    for (int i = 0; i < columns * rows * frames; ++i) {
        const auto word = static_cast<quint16>(0x8000 | (100 + i));
        bigEndian ? qToBigEndian(word, pixels.data() + 2 * i)
                  : qToLittleEndian(word, pixels.data() + 2 * i);
    }
    return pixels;
}

bool isIn(const PixelBox& box, int index)
{
    const int column = index % columns;
    const int row = index / columns;
    return column >= box.left && column < box.right() && row >= box.top && row < box.bottom();
}

} // namespace

void TestPixelBlanking::blanksBoxesAlone_data()
{
    QTest::addColumn<QString>("photometric");
    QTest::addColumn<bool>("isSigned");
    QTest::addColumn<bool>("bigEndian");
    QTest::addColumn<int>("expected");
    QTest::newRow("dark is low") << u"MONOCHROME2"_s << false << false << 100;
    QTest::newRow("dark is high") << u"MONOCHROME1"_s << false << false << 147;
    QTest::newRow("big endian") << u"MONOCHROME2"_s << false << true << 100;
    QTest::newRow("signed") << u"MONOCHROME2"_s << true << false << 100;
}

void TestPixelBlanking::blanksBoxesAlone()
{
    QFETCH(QString, photometric);
    QFETCH(bool, isSigned);
    QFETCH(bool, bigEndian);
    QFETCH(int, expected);
    PixelLayout layout = grey(16, 12, photometric);
    layout.isSigned = isSigned;
    layout.isBigEndian = bigEndian;
    const QByteArray before = ramp(bigEndian);
    QByteArray after = before;
    const PixelBox box{2, 1, 3, 2};
    QVERIFY(blankPixels(after, layout, {box}).hasValue());
    for (int i = 0; i < columns * rows; ++i) {
        // The bit beside the stored ones stays, here and there.
        const int value = isIn(box, i) ? 0x8000 | expected : 0x8000 | (100 + i);
        QCOMPARE(int{wordAt(after, i, bigEndian)}, value);
    }
}

void TestPixelBlanking::fillsEachFrame()
{
    PixelLayout layout = grey(16, 12, u"MONOCHROME2"_s);
    layout.frames = 2;
    QByteArray pixels = ramp(false, 2);
    QVERIFY(blankPixels(pixels, layout, {{0, 0, 1, 1}, {7, 5, 1, 1}}).hasValue());
    QCOMPARE(int{wordAt(pixels, 0)}, 0x8000 | 100);
    QCOMPARE(int{wordAt(pixels, 47)}, 0x8000 | 100);
    QCOMPARE(int{wordAt(pixels, 48)}, 0x8000 | 148);
    QCOMPARE(int{wordAt(pixels, 95)}, 0x8000 | 148);
    QCOMPARE(int{wordAt(pixels, 94)}, 0x8000 | 194);
}

void TestPixelBlanking::fillsColours_data()
{
    QTest::addColumn<QString>("photometric");
    QTest::addColumn<bool>("byPlane");
    QTest::addColumn<int>("others");
    QTest::newRow("RGB") << u"RGB"_s << false << 0;
    QTest::newRow("RGB by planes") << u"RGB"_s << true << 0;
    QTest::newRow("YBR") << u"YBR_FULL"_s << false << 128;
}

void TestPixelBlanking::fillsColours()
{
    QFETCH(QString, photometric);
    QFETCH(bool, byPlane);
    QFETCH(int, others);
    PixelLayout layout = grey(8, 8, photometric);
    layout.samplesPerPixel = 3;
    layout.isColorByPlane = byPlane;
    QByteArray pixels(3 * columns * rows, '\x55');
    QVERIFY(blankPixels(pixels, layout, {{1, 0, 1, 1}}).hasValue());
    for (int i = 0; i < 3 * columns * rows; ++i) {
        const int sample = byPlane ? i / (columns * rows) : i % 3;
        const int pixel = byPlane ? i % (columns * rows) : i / 3;
        const int expected = pixel != 1 ? 0x55 : sample == 0 ? 0 : others;
        QCOMPARE(int{static_cast<std::uint8_t>(pixels[i])}, expected);
    }
}

void TestPixelBlanking::ignoresWhatIsOutside()
{
    const PixelLayout layout = grey(16, 12, u"MONOCHROME2"_s);
    QByteArray pixels = ramp(false);
    QVERIFY(
        blankPixels(pixels, layout, {{-5, -5, 6, 6}, {7, 5, 100, 100}, {50, 50, 5, 5}}).hasValue());
    QCOMPARE(int{wordAt(pixels, 0)}, 0x8000 | 100);
    QCOMPARE(int{wordAt(pixels, 47)}, 0x8000 | 100);
    QCOMPARE(int{wordAt(pixels, 46)}, 0x8000 | 146);
}

void TestPixelBlanking::refusesOtherKinds_data()
{
    QTest::addColumn<PixelLayout>("layout");
    QTest::addColumn<ErrorCode>("code");
    PixelLayout layout = grey(16, 12, u"MONOCHROME2"_s);
    layout.frames = 2;
    QTest::newRow("fewer bytes than frames") << layout << ErrorCode::FileBroken;
    layout.frames = qint64{1} << 62;
    QTest::newRow("frames beyond counting") << layout << ErrorCode::FileBroken;
    layout = grey(16, 17, u"MONOCHROME2"_s);
    QTest::newRow("more bits than there are") << layout << ErrorCode::FileBroken;
    layout = grey(16, 12, u"MONOCHROME2"_s);
    layout.highBit = 3;
    QTest::newRow("bits below the lowest") << layout << ErrorCode::FileBroken;
    layout = grey(16, 12, u"MONOCHROME2"_s);
    layout.rows = 0;
    QTest::newRow("no rows") << layout << ErrorCode::FileBroken;
    QTest::newRow("32 bits") << grey(32, 32, u"MONOCHROME2"_s) << ErrorCode::Unsupported;
    QTest::newRow("a palette") << grey(8, 8, u"PALETTE COLOR"_s) << ErrorCode::Unsupported;
    layout = grey(8, 8, u"YBR_FULL_422"_s);
    layout.samplesPerPixel = 3;
    QTest::newRow("shared colours") << layout << ErrorCode::Unsupported;
}

void TestPixelBlanking::refusesOtherKinds()
{
    QFETCH(PixelLayout, layout);
    QFETCH(ErrorCode, code);
    const QByteArray before = ramp(false);
    QByteArray after = before;
    const auto done = blankPixels(after, layout, {{0, 0, 8, 8}});
    QVERIFY(!done.hasValue());
    QCOMPARE(done.error().code, code);
    QCOMPARE(after, before);
}

void TestPixelBlanking::clearsSpareBits()
{
    const PixelLayout layout = grey(16, 12, u"MONOCHROME2"_s);
    QByteArray pixels = ramp(false);
    QVERIFY(clearSpareBits(pixels, layout));
    for (int i = 0; i < columns * rows; ++i)
        QCOMPARE(int{wordAt(pixels, i)}, 100 + i);
    QVERIFY(!clearSpareBits(pixels, layout));
}

void TestPixelBlanking::blanksAFilm_data()
{
    QTest::addColumn<QByteArray>("syntax");
    QTest::addColumn<int>("bits");
    QTest::addColumn<bool>("isLossy");
    QTest::newRow("uncompressed") << "1.2.840.10008.1.2.1"_ba << 12 << false;
    QTest::newRow("big endian") << "1.2.840.10008.1.2.2"_ba << 12 << false;
    QTest::newRow("baseline JPEG") << "1.2.840.10008.1.2.4.50"_ba << 8 << true;
    QTest::newRow("JPEG of 12 bits") << "1.2.840.10008.1.2.4.51"_ba << 12 << true;
    QTest::newRow("lossless JPEG") << "1.2.840.10008.1.2.4.70"_ba << 12 << false;
    QTest::newRow("JPEG-LS") << "1.2.840.10008.1.2.4.80"_ba << 12 << false;
    QTest::newRow("JPEG 2000") << "1.2.840.10008.1.2.4.90"_ba << 12 << false;
}

void TestPixelBlanking::blanksAFilm()
{
    QFETCH(QByteArray, syntax);
    QFETCH(int, bits);
    QFETCH(bool, isLossy);
    DicomSpec spec;
    spec.columns = 64;
    spec.rows = 48;
    spec.bitsAllocated = bits > 8 ? 16 : 8;
    spec.bitsStored = bits;
    spec.highBit = bits - 1;
    spec.values = drawChest(spec.columns, spec.rows, (1 << bits) - 1);
    spec.transferSyntax = syntax;
    spec.tags = [](DcmDataset& dataset) {
        dataset.putAndInsertString(DCM_ImageType, "ORIGINAL\\PRIMARY");
    };
    const QByteArray before = writeDicom(spec);
    const PixelBox box{5, 7, 20, 9};
    const auto untouched = deidentified(before);
    const auto done = deidentified(before, {}, PixelDecision::Looked, {box});
    QVERIFY2(done.hasValue(), done ? "" : qPrintable(done.error().message));
    const auto file = readBack(done->file);
    QVERIFY(file);
    DcmDataset& dataset = *file->getDataset();
    const bool isNative = syntax.startsWith("1.2.840.10008.1.2.1") || syntax.endsWith(".1.2.2");
    QCOMPARE(textOf(*file->getMetaInfo(), DCM_TransferSyntaxUID),
             isNative ? syntax : "1.2.840.10008.1.2.1"_ba);
    QCOMPARE(done->notes.size(), isNative ? 0 : 1);
    QCOMPARE(textOf(dataset, DCM_LossyImageCompression), isLossy ? "01"_ba : ""_ba);
    QCOMPARE(textOf(dataset, DCM_BurnedInAnnotation), "NO"_ba);
    QCOMPARE(textOf(dataset, DCM_ImageType), "DERIVED\\PRIMARY"_ba);

    // What DCMTK decodes of the file that was not blanked, but for the box.
    DJDecoderRegistration::registerCodecs();
    DJLSDecoderRegistration::registerCodecs();
    const auto original = readBack(untouched->file);
    const bool isDecoded
        = original->getDataset()->chooseRepresentation(EXS_LittleEndianExplicit, nullptr).good();
    QVERIFY(isDecoded || syntax.endsWith(".90")); // DCMTK has no decoder of JPEG 2000
    QVERIFY(dataset.chooseRepresentation(EXS_LittleEndianExplicit, nullptr).good());
    const auto pixelsOf = [&](DcmDataset& from) {
        std::vector<std::int32_t> pixels;
        unsigned long count = 0;
        const Uint16* words = nullptr;
        const Uint8* bytes = nullptr;
        if (bits > 8 && from.findAndGetUint16Array(DCM_PixelData, words, &count).good())
            pixels.assign(words, words + count);
        else if (from.findAndGetUint8Array(DCM_PixelData, bytes, &count).good())
            pixels.assign(bytes, bytes + count);
        return pixels;
    };
    const auto expected = isDecoded ? pixelsOf(*original->getDataset()) : spec.values;
    const auto pixels = pixelsOf(dataset);
    QCOMPARE(pixels.size(), expected.size());
    QVERIFY(pixels.size() >= std::size_t{64} * 48);
    const int dark = *std::min_element(expected.begin(), expected.end());
    for (int i = 0; i < 64 * 48; ++i) {
        const int column = i % 64;
        const int row = i / 64;
        const bool isBlank
            = column >= box.left && column < box.right() && row >= box.top && row < box.bottom();
        QCOMPARE(pixels[static_cast<std::size_t>(i)],
                 isBlank ? dark : expected[static_cast<std::size_t>(i)]);
    }
}

void TestPixelBlanking::refusesCompressedFrames()
{
    DicomSpec spec;
    spec.columns = 16;
    spec.rows = 12;
    spec.frames = 2;
    spec.values = drawChest(16, 24, 4095);
    spec.transferSyntax = "1.2.840.10008.1.2.4.70";
    const auto done = deidentified(writeDicom(spec), {}, PixelDecision::Looked, {{0, 0, 4, 4}});
    QVERIFY(!done.hasValue());
    QCOMPARE(done.error().code, ErrorCode::Unsupported);
    spec.transferSyntax = "1.2.840.10008.1.2.1";
    QVERIFY(deidentified(writeDicom(spec), {}, PixelDecision::Looked, {{0, 0, 4, 4}}).hasValue());
}

QTEST_GUILESS_MAIN(TestPixelBlanking)
#include "test_pixel_blanking.moc"
