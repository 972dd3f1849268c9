// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/display_lut.h"
#include "core/imaging/reading/reader.h"
#include "tests/core/imaging/small_files.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <thread>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// What a radiograph knows besides its pixels; the pixels themselves are held by test_golden.cpp.
class TestImagingDicom : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsAllWindowsAndTables();
    void saysHowStoredValuesBecamePixels();
    void notesWhatWasDone_data();
    void notesWhatWasDone();
    void whatIsAssumedIsNoted_data();
    void whatIsAssumedIsNoted();
    void partialRangeYbrIsStretched();
    void paddingOutsideTheStoredBitsIsIgnored();
    void compressedPixelsOfAnImplicitDataSet();
    void compressedFramesThatAreNotThere_data();
    void compressedFramesThatAreNotThere();
    void bigEndianPixelsOfAnImplicitDataSet();
    void hugePicturesAreTooLarge();
    void timesOutAndCancels();
    void manyThreadsReadAtOnce();
};

void TestImagingDicom::keepsAllWindowsAndTables()
{
    const Radiograph r = readSmall([](DcmDataset& d) {
        d.putAndInsertString(DCM_WindowCenter, "1000\\2000");
        d.putAndInsertString(DCM_WindowWidth, "500\\0.5");
        d.putAndInsertString(DCM_WindowCenterWidthExplanation, "SOFT\\BAD");
        std::vector<std::uint16_t> curve(3000, 0);
        std::fill(curve.begin() + 500, curve.begin() + 1500, std::uint16_t{100});
        std::fill(curve.begin() + 1500, curve.begin() + 2500, std::uint16_t{180});
        std::fill(curve.begin() + 2500, curve.end(), std::uint16_t{255});
        addLut(d, true, 10, 8, curve, "CURVE");
    });
    QCOMPARE(r.vois.size(), std::size_t{2});
    const auto& table = std::get<VoiTable>(r.vois[0]);
    QCOMPARE(table.firstValue, 10);
    QCOMPARE(table.bits.bits(), 8);
    QCOMPARE(table.entries.size(), std::size_t{3000});
    QCOMPARE(table.name, u"CURVE"_s);
    QCOMPARE(std::get<VoiWindow>(r.vois[1]),
             (VoiWindow{1000, 500, VoiFunction::Linear, u"SOFT"_s}));
    QCOMPARE(r.initialVoi, r.vois[0]);
    QVERIFY(r.notes.join(u' ').contains(u"width is 0.5"_s));
}

void TestImagingDicom::saysHowStoredValuesBecamePixels()
{
    QCOMPARE(readSmall({}).lowestStored, std::optional(0));
    QVERIFY(!readSmall({}).modalityTable);
    const Radiograph isSigned
        = readSmall([](DcmDataset& d) { d.putAndInsertUint16(DCM_PixelRepresentation, 1); });
    QCOMPARE(isSigned.lowestStored, std::optional(-2048));

    const Radiograph mapped = readSmall([](DcmDataset& d) {
        std::vector<std::uint16_t> entries(4096);
        for (std::size_t i = 0; i < entries.size(); ++i)
            entries[i] = static_cast<std::uint16_t>(i / 2);
        addLut(d, false, 0, 11, entries, "half");
    });
    QVERIFY(!mapped.lowestStored); // pixels are values of the table
    QVERIFY(mapped.modalityTable != nullptr);
    QCOMPARE(mapped.modalityTable->firstValue, 0);
    QCOMPARE(mapped.modalityTable->bits.bits(), 11);
    QCOMPARE(mapped.modalityTable->entries.size(), std::size_t{4096});
    QCOMPARE(mapped.modalityTable->entries[4095], std::uint16_t{2047});

    DicomSpec colour = small();
    colour.samplesPerPixel = 3;
    colour.photometric = u"RGB"_s;
    colour.bitsAllocated = colour.bitsStored = 8;
    colour.highBit = 7;
    colour.values = drawColours(24, 16, 255);
    const auto read = readBytes(writeDicom(colour));
    QVERIFY(read);
    QVERIFY(!read->lowestStored);
}

void TestImagingDicom::notesWhatWasDone_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<DicomSpec>("spec");
    DicomSpec frames = small();
    frames.frames = 2;
    frames.values.insert(frames.values.end(), frames.values.begin(),
                         frames.values.begin() + 24 * 16);
    QTest::newRow("frames") << u"2 frames"_s << frames;
    DicomSpec colours = small();
    colours.samplesPerPixel = 3;
    colours.photometric = u"RGB"_s;
    colours.bitsAllocated = 8;
    colours.bitsStored = 8;
    colours.highBit = 7;
    colours.values = drawColours(24, 16, 255);
    QTest::newRow("colour") << u"luminance"_s << colours;
    DicomSpec raw = small(setText(DCM_PresentationIntentType, "FOR PROCESSING"));
    QTest::newRow("raw") << u"FOR PROCESSING"_s << raw;
    QTest::newRow("slope") << u"slope is zero"_s << small(setText(DCM_RescaleSlope, "0"));
    QTest::newRow("window") << u"no number"_s << small([](DcmDataset& d) {
        d.putAndInsertString(DCM_WindowCenter, "bright");
        d.putAndInsertString(DCM_WindowWidth, "100");
    });
}

void TestImagingDicom::notesWhatWasDone()
{
    QFETCH(QString, words);
    QFETCH(DicomSpec, spec);
    const auto r = readBytes(writeDicom(spec));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY2(r->notes.join(u' ').contains(words), qPrintable(r->notes.join(u' ')));
}

void TestImagingDicom::whatIsAssumedIsNoted_data()
{
    QTest::addColumn<quint32>("tag");
    QTest::addColumn<QString>("words");
    QTest::newRow("Photometric Interpretation")
        << 0x00280004U << u"(Photometric Interpretation); they are read as MONOCHROME2"_s;
    QTest::newRow("Pixel Representation")
        << 0x00280103U << u"(Pixel Representation); they are taken to have none"_s;
    QTest::newRow("Bits Stored") << 0x00280101U << u"(Bits Stored); all 16 are read"_s;
    QTest::newRow("nothing") << 0x00280107U << QString();
}

void TestImagingDicom::whatIsAssumedIsNoted()
{
    QFETCH(quint32, tag);
    QFETCH(QString, words);
    DicomSpec spec = small([tag](DcmDataset& d) {
        d.findAndDeleteElement(DcmTagKey(static_cast<Uint16>(tag >> 16), static_cast<Uint16>(tag)));
    });
    spec.bitsStored = 16;
    spec.highBit = 15;
    const auto r = readBytes(writeDicom(spec));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QCOMPARE(r->notes.filter(u"The file does not say"_s).size(), words.isEmpty() ? 0 : 1);
    QVERIFY2(r->notes.join(u' ').contains(words), qPrintable(r->notes.join(u' ')));
    if (!words.isEmpty())
        QVERIFY(r->notes.coded().front().code != NoteCode::Other);
}

void TestImagingDicom::partialRangeYbrIsStretched()
{
    DicomSpec spec = small();
    spec.columns = 2;
    spec.rows = 2;
    spec.samplesPerPixel = 3;
    spec.bitsAllocated = spec.bitsStored = 8;
    spec.highBit = 7;
    spec.photometric = u"YBR_PARTIAL_422"_s;
    spec.values = {16, 235, 128, 128, 126, 10, 128, 128};
    const auto r = readBytes(writeDicom(spec));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QCOMPARE(*r->pixels, (std::vector<std::uint16_t>{0, 255, 128, 0}));
}

void TestImagingDicom::paddingOutsideTheStoredBitsIsIgnored()
{
    const Radiograph r = readSmall(
        [](DcmDataset& d) { d.putAndInsertUint16(DcmTag(DCM_PixelPaddingValue, EVR_US), 63536); });
    QVERIFY(!r.paddingFirst);
}

void TestImagingDicom::compressedPixelsOfAnImplicitDataSet()
{
    // The data set of an implicit file with the fragments of a compressed one, as some writers do.
    DicomSpec spec = small();
    spec.transferSyntax = "1.2.840.10008.1.2.4.80";
    const QByteArray compressed = writeDicom(spec);
    const QByteArray pixelTag = QByteArray::fromHex("e07f1000");
    const QByteArray meta = compressed.left(compressed.indexOf(QByteArray::fromHex("08001600")));
    const QByteArray fragments = compressed.mid(compressed.lastIndexOf(pixelTag) + 12);
    spec.transferSyntax = "1.2.840.10008.1.2";
    spec.withMeta = false;
    const QByteArray implicit = writeDicom(spec);
    const QByteArray mixed = meta + implicit.left(implicit.lastIndexOf(pixelTag)) + pixelTag
        + QByteArray::fromHex("ffffffff") + fragments;
    const auto r = readBytes(mixed);
    QVERIFY2(r, qPrintable(messageOf(r)));
    const auto plain = readBytes(implicit);
    QVERIFY2(plain, qPrintable(messageOf(plain)));
    QCOMPARE(*r->pixels, *plain->pixels);
}

void TestImagingDicom::compressedFramesThatAreNotThere_data()
{
    QTest::addColumn<QByteArray>("syntax");
    for (const char* syntax :
         {"1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.70",
          "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.90"})
        QTest::newRow(syntax) << QByteArray(syntax);
}

void TestImagingDicom::compressedFramesThatAreNotThere()
{
    QFETCH(QByteArray, syntax);
    DicomSpec spec = small(setText(DCM_NumberOfFrames, "1"));
    spec.transferSyntax = syntax;
    QByteArray file = writeDicom(spec);
    const auto one = readBytes(file);
    QVERIFY2(one, qPrintable(messageOf(one)));
    const QByteArray begin = QByteArray::fromHex("28000800") + "IS" + QByteArray::fromHex("0200");
    QCOMPARE(file.count(begin + "1 "), 1);
    file.replace(begin + "1 ", begin + "2 ");
    const auto r = readBytes(file);
    QVERIFY2(r, qPrintable(messageOf(r)));
    QCOMPARE(*r->pixels, *one->pixels);
    const QString notes = r->notes.join(u' ');
    QVERIFY2(notes.contains(u"declares 2 frames, but its pixel data ends after 1"_s),
             qPrintable(notes));
}

void TestImagingDicom::bigEndianPixelsOfAnImplicitDataSet()
{
    DicomSpec spec = small();
    spec.transferSyntax = "1.2.840.10008.1.2";
    const QByteArray usual = writeDicom(spec);
    spec.transferSyntax = "1.2.840.113619.5.2"; // GE's own
    const QByteArray file = writeDicom(spec);
    const qsizetype bytes = qsizetype{2} * spec.columns * spec.rows;
    QVERIFY(file.right(bytes) != usual.right(bytes));
    const auto expected = readBytes(usual);
    QVERIFY2(expected, qPrintable(messageOf(expected)));
    const auto r = readBytes(file);
    QVERIFY2(r, qPrintable(messageOf(r)));
    QCOMPARE(*r->pixels, *expected->pixels);
}

void TestImagingDicom::hugePicturesAreTooLarge()
{
    ReadLimits limits;
    limits.maxPixels = 24 * 16 - 1;
    const auto r = readBytes(writeDicom(small()), limits);
    QVERIFY(!r);
    QCOMPARE(r.error().code, ErrorCode::TooLarge);
    QVERIFY(r.error().message.contains(u"24 x 16"_s));
    limits = {};
    limits.maxFileBytes = 100;
    QCOMPARE(readBytes(writeDicom(small()), limits).error().code, ErrorCode::TooLarge);
}

void TestImagingDicom::timesOutAndCancels()
{
    ReadLimits limits;
    limits.timeoutMs = -1;
    QCOMPARE(readBytes(writeDicom(small()), limits).error().code, ErrorCode::TimedOut);

    const QTemporaryDir folder;
    QFile file(folder.filePath(u"a.dcm"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(writeDicom(small()));
    file.close();
    const CancelToken token;
    token.cancel();
    QCOMPARE(readRadiograph(file.fileName(), {}, token).error().code, ErrorCode::Cancelled);
}

void TestImagingDicom::manyThreadsReadAtOnce()
{
    std::vector<QByteArray> files;
    for (const char* syntax :
         {"1.2.840.10008.1.2.1", "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.70",
          "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.90"}) {
        DicomSpec spec = small();
        spec.transferSyntax = syntax;
        files.push_back(writeDicom(spec));
    }
    const auto expected = readBytes(files.front());
    QVERIFY2(expected, qPrintable(messageOf(expected)));
    std::atomic_int same{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&] {
            for (int round = 0; round < 10; ++round) {
                for (const QByteArray& file : files) {
                    const auto r = readBytes(file);
                    same += r && *r->pixels == *expected->pixels ? 1 : 0;
                }
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    QCOMPARE(same.load(), 8 * 10 * static_cast<int>(files.size()));
}

QTEST_GUILESS_MAIN(TestImagingDicom)
#include "test_dicom.moc"
