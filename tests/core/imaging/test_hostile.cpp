// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/display_lut.h"
#include "core/imaging/modality_values.h"
#include "tests/core/imaging/small_files.h"
#include "tests/support/hostile_dicom.h"
#include "tests/support/pace.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// Numbers in files that must not be computed with as they are.
class TestImagingHostile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hostileDicom_data();
    void hostileDicom();
    void impossibleBitsReadAsPossibleOnes_data();
    void impossibleBitsReadAsPossibleOnes();
    void theWidestColourCounts();
    void packedFramesAreCountedByBits();
    void ignoredRescaleLeavesStoredValues();
};

void TestImagingHostile::hostileDicom_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("isReadable");
    QTest::addColumn<QString>("words");
    for (const HostileDicom& file : hostileDicoms())
        QTest::newRow(file.name) << file.bytes << file.isReadable << file.words;
}

void TestImagingHostile::hostileDicom()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, isReadable);
    QFETCH(QString, words);
    QElapsedTimer clock;
    clock.start();
    const auto r = readBytes(bytes);
    QVERIFY2(clock.elapsed() < 3000 * slowness, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(r.hasValue(), isReadable);
    const QString said = r ? r->notes.join(u' ') : r.error().message;
    QVERIFY2(said.contains(words), qPrintable(said));
    if (!r)
        return;
    // What everybody behind the reader rests on.
    QCOMPARE(r->pixels->size(),
             static_cast<std::size_t>(r->rows) * static_cast<std::size_t>(r->columns));
    const auto highest = std::max_element(r->pixels->begin(), r->pixels->end());
    QVERIFY(*highest <= r->bits.highest());
    QVERIFY(givesValues(r->bits, r->valueScale, r->valueOffset));
    QVERIFY(r->vois.size() <= 64);
    const VoiWindow automatic = automaticWindow(*r);
    QVERIFY(std::isfinite(automatic.center) && std::isfinite(automatic.width));
    const GrayImage16 image = DisplayLut(*r, r->initialVoi).apply16(*r);
    QVERIFY(*std::max_element(image.pixels.begin(), image.pixels.end()) > 0);
}

void TestImagingHostile::impossibleBitsReadAsPossibleOnes_data()
{
    QTest::addColumn<quint16>("bits");
    QTest::addColumn<bool>("isSegmented");
    for (const quint16 bits : {0, 1, 17, 30, 65535})
        for (const bool isSegmented : {false, true})
            QTest::addRow("%d %s", bits, isSegmented ? "segmented" : "plain")
                << bits << isSegmented;
}

void TestImagingHostile::impossibleBitsReadAsPossibleOnes()
{
    QFETCH(quint16, bits);
    QFETCH(bool, isSegmented);
    const auto right = readBytes(paletteOfBits(16, 16, 16, isSegmented));
    const auto wrong = readBytes(paletteOfBits(bits, bits, bits, isSegmented));
    QVERIFY2(right && wrong, qPrintable(messageOf(right) + messageOf(wrong)));
    QCOMPARE(*wrong->pixels, *right->pixels);
    QCOMPARE(wrong->bits.bits(), 16);
    QCOMPARE(wrong->initialVoi, right->initialVoi);
}

void TestImagingHostile::theWidestColourCounts()
{
    DicomSpec spec;
    spec.columns = 2;
    spec.rows = 1;
    spec.bitsAllocated = spec.bitsStored = 8;
    spec.highBit = 7;
    spec.photometric = u"PALETTE COLOR"_s;
    spec.values = {0, 1};
    spec.tags = [](DcmDataset& d) {
        const Uint16 narrow[] = {2, 0, 8};
        const Uint16 wide[] = {2, 0, 16};
        const Uint16 dark[] = {0, 255};
        const Uint16 bright[] = {0, 65535};
        const auto put = [&](const DcmTagKey& tag, const Uint16* words, int count) {
            d.putAndInsertUint16Array(DcmTag(tag, count == 3 ? EVR_US : EVR_OW), words,
                                      static_cast<unsigned long>(count));
        };
        put(DCM_RedPaletteColorLookupTableDescriptor, narrow, 3);
        put(DCM_RedPaletteColorLookupTableData, dark, 2);
        put(DCM_GreenPaletteColorLookupTableDescriptor, wide, 3);
        put(DCM_GreenPaletteColorLookupTableData, bright, 2);
        put(DCM_BluePaletteColorLookupTableDescriptor, wide, 3);
        put(DCM_BluePaletteColorLookupTableData, bright, 2);
    };
    const auto r = readBytes(writeDicom(spec));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QCOMPARE(r->bits.bits(), 16);
    QVERIFY(DisplayLut(*r, r->initialVoi).gray8(r->pixels->back()) > 170); // not beyond the table
}

void TestImagingHostile::packedFramesAreCountedByBits()
{
    DicomSpec spec;
    spec.columns = 5;
    spec.rows = 2;
    spec.bitsAllocated = spec.bitsStored = 1;
    spec.highBit = 0;
    spec.frames = 3;
    for (int i = 0; i < 30; ++i) // four bytes, of which a frame takes one and a quarter
        spec.values.push_back(i % 3 == 0 ? 1 : 0);
    const auto r = readBytes(writeDicom(spec));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY2(r->notes.join(u' ').contains(u"holds 3 frames"_s), qPrintable(r->notes.join(u' ')));
    QCOMPARE(*r->pixels, (std::vector<std::uint16_t>{1, 0, 0, 1, 0, 0, 1, 0, 0, 1}));
}

void TestImagingHostile::ignoredRescaleLeavesStoredValues()
{
    const Radiograph plain = readSmall({});
    const Radiograph r = readSmall([](DcmDataset& d) {
        d.putAndInsertString(DCM_RescaleSlope, "1e308");
        d.putAndInsertString(DCM_RescaleIntercept, "-1024");
        d.putAndInsertString(DCM_RescaleType, "HU");
    });
    QCOMPARE(r.valueScale, 1.0);
    QCOMPARE(r.valueOffset, 0.0);
    QVERIFY(r.valueUnit.isEmpty());
    QCOMPARE(r.initialVoi, plain.initialVoi);
    QCOMPARE(DisplayLut(r, r.initialVoi).apply16(r).pixels,
             DisplayLut(plain, plain.initialVoi).apply16(plain).pixels);
    QVERIFY(r.notes.join(u' ').contains(u"slope 1e+308 and intercept -1024"_s));
}

QTEST_GUILESS_MAIN(TestImagingHostile)
#include "test_hostile.moc"
