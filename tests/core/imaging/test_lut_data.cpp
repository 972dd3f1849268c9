// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/imaging/chest_with_luts.h"

#include <dcmtk/dcmdata/dcsequen.h>

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// Tables whose descriptors say something else than their entries, and elements without a value.
class TestImagingLutData : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void entriesTellWhatWhiteIs_data();
    void entriesTellWhatWhiteIs();
    void laterTablesAreReadByTheirEntriesAsWell();
    void oneStrayEntryDoesNotDarkenThePicture();
    void modalityLutsThatDoNotFitAreNoted();
    void palettesThatMissThePixels();
    void theFirstValueMayHaveTheOtherSign();
    void aPaletteOfBytesInWordsIsNotBlack();
    void emptySequencesAreAbsent_data();
    void emptySequencesAreAbsent();
    void emptyFunctionalGroupsAreAbsent();
};

void TestImagingLutData::entriesTellWhatWhiteIs_data()
{
    QTest::addColumn<DicomSpec>("spec");
    QTest::addColumn<bool>("isSaid");
    QTest::newRow("says 16, fills 12") << chest(voiLut(0, 16, line(4096, 4095))) << true;
    QTest::newRow("says 13, fills 12") << chest(voiLut(0, 13, line(4096, 4095))) << true;
    QTest::newRow("says 12") << chest(voiLut(0, 12, line(4096, 4095))) << false;
    QTest::newRow("says 8, fills 12") << chest(voiLut(0, 8, line(4096, 4095))) << true;
    QTest::newRow("says 0") << chest(voiLut(0, 0, line(4096, 4095))) << true;
    QTest::newRow("says 17") << chest(voiLut(0, 17, line(4096, 4095))) << true;
    Entries packed;
    for (int i = 0; i < 4096; i += 2)
        packed.push_back(static_cast<std::uint16_t>(i / 16 | (i + 1) / 16 << 8));
    QTest::newRow("packed bytes") << chest(described(voiLut(0, 8, packed), 4096, 0, 8)) << false;
    QTest::newRow("packed bytes, says 16")
        << chest(described(voiLut(0, 16, packed), 4096, 0, 16)) << true;
}

void TestImagingLutData::entriesTellWhatWhiteIs()
{
    QFETCH(DicomSpec, spec);
    QFETCH(bool, isSaid);
    const Radiograph r = read(spec);
    QVERIFY2(fromReference(r) <= 1, qPrintable(QString::number(fromReference(r))));
    QVERIFY(std::holds_alternative<VoiTable>(r.initialVoi));
    QCOMPARE(notesWith(r, u"it is read with"_s).size(), isSaid ? 1 : 0);
    QCOMPARE(r.notes.size(), isSaid ? 1 : 0);
}

void TestImagingLutData::laterTablesAreReadByTheirEntriesAsWell()
{
    const Radiograph r = read(
        chest(both(voiLut(0, 12, line(4096, 4095)), voiLut(0, 16, line(4096, 1023), "HARDER"))));
    QCOMPARE(DisplayLut(r, r.vois.at(1)).gray8(4095), std::uint8_t{255});
    QCOMPARE(notesOf(r), QString()); // it is not the one that is shown
}

void TestImagingLutData::oneStrayEntryDoesNotDarkenThePicture()
{
    const Radiograph r = read(chest(voiLut(0, 12, line(4097, 4096))));
    QVERIFY2(fromReference(r) <= 1, qPrintable(QString::number(fromReference(r))));
    QCOMPARE(
        notesOf(r),
        u"1 of 4097 entries of the file's VOI LUT go beyond the 12 bits that it says; they are "
        "read as the highest value."_s);
}

void TestImagingLutData::modalityLutsThatDoNotFitAreNoted()
{
    QCOMPARE(notesOf(read(chest(modalityLut(0, 12, line(4096, 4095))))), QString());
    const Radiograph bits = read(chest(modalityLut(0, 8, line(4096, 4095))));
    QCOMPARE(notesOf(bits),
             u"The file's modality LUT says 8 bits, but its entries take 12; it is "
             "read with 12 bits."_s);
    // Half of the values have no entry: they are one grey.
    const Radiograph reach = read(chest(modalityLut(0, 12, line(2048, 4095))));
    QVERIFY2(notesOf(reach).contains(u"the file's modality LUT has no entries for"_s),
             qPrintable(notesOf(reach)));
    QCOMPARE(reach.notes.codeOf(reach.notes.first()), NoteCode::ValuesCorrected);
}

void TestImagingLutData::palettesThatMissThePixels()
{
    const auto withPalette = [](int first, int count) {
        DicomSpec spec = chest([=](DcmDataset& d) {
            const Entries entries = line(static_cast<std::size_t>(count), 65535);
            const Uint16 descriptor[]
                = {static_cast<Uint16>(count), static_cast<Uint16>(first), 16};
            const std::array<std::pair<DcmTagKey, DcmTagKey>, 3> keys{
                {{DCM_RedPaletteColorLookupTableDescriptor, DCM_RedPaletteColorLookupTableData},
                 {DCM_GreenPaletteColorLookupTableDescriptor, DCM_GreenPaletteColorLookupTableData},
                 {DCM_BluePaletteColorLookupTableDescriptor, DCM_BluePaletteColorLookupTableData}}};
            for (const auto& [about, data] : keys) {
                d.putAndInsertUint16Array(DcmTag(about, EVR_US), descriptor, 3);
                d.putAndInsertUint16Array(DcmTag(data, EVR_OW), entries.data(),
                                          static_cast<unsigned long>(count));
            }
        });
        spec.photometric = u"PALETTE COLOR"_s;
        return readBytes(writeDicom(spec));
    };
    const auto whole = withPalette(0, 4096);
    QVERIFY2(whole, qPrintable(messageOf(whole)));
    QCOMPARE(whole->notes.size(), 1); // of the palette
    auto sorted = chest({}).values;
    std::sort(sorted.begin(), sorted.end());
    const auto reaching = withPalette(0, sorted[sorted.size() * 9 / 10]);
    QVERIFY2(reaching, qPrintable(messageOf(reaching)));
    QVERIFY2(notesOf(*reaching).contains(u"the file's colour palette has no entries for"_s),
             qPrintable(notesOf(*reaching)));
    const auto shorter = withPalette(0, 1024);
    QVERIFY2(messageOf(shorter).contains(u"colour palette is for the values 0 to 1023"_s),
             qPrintable(messageOf(shorter)));
    const auto beyond = withPalette(5000, 256);
    QVERIFY2(messageOf(beyond).contains(u"colour palette is for the values 5000 to 5255"_s),
             qPrintable(messageOf(beyond)));
}

void TestImagingLutData::theFirstValueMayHaveTheOtherSign()
{
    // Values from 39999: the negative intercept makes the first value a signed one.
    const Radiograph high
        = read(chest(both(voiLut(40000, 12, line(4096, 4095)), rescale("1", "-1")), 40000));
    QCOMPARE(std::get<VoiTable>(high.initialVoi).firstValue, 40000);
    QVERIFY2(fromReference(high) <= 1, qPrintable(QString::number(fromReference(high))));
    QCOMPARE(high.notes.filter(u"-25536"_s).size(), 1);
    // Values from -4095, though neither pixels nor intercept are negative.
    const Radiograph low
        = read(chest(both(voiLut(-4095, 12, line(4096, 4095, true)), rescale("-1", "0"))));
    QCOMPARE(std::get<VoiTable>(low.initialVoi).firstValue, -4095);
    QVERIFY2(fromReference(low) <= 1, qPrintable(QString::number(fromReference(low))));
}

void TestImagingLutData::aPaletteOfBytesInWordsIsNotBlack()
{
    const auto shown = [](int bits, int top) {
        DicomSpec spec = chest([=](DcmDataset& d) {
            const Uint16 descriptor[] = {256, 0, static_cast<Uint16>(bits)};
            const Entries entries = line(256, top);
            const DcmTagKey keys[][2] = {
                {DCM_RedPaletteColorLookupTableDescriptor, DCM_RedPaletteColorLookupTableData},
                {DCM_GreenPaletteColorLookupTableDescriptor, DCM_GreenPaletteColorLookupTableData},
                {DCM_BluePaletteColorLookupTableDescriptor, DCM_BluePaletteColorLookupTableData}};
            for (const auto& [about, data] : keys) {
                d.putAndInsertUint16Array(DcmTag(about, EVR_US), descriptor, 3);
                d.putAndInsertUint16Array(DcmTag(data, EVR_OW), entries.data(), 256);
            }
        });
        spec.photometric = u"PALETTE COLOR"_s;
        spec.bitsAllocated = spec.bitsStored = 8;
        spec.highBit = 7;
        for (std::int32_t& value : spec.values)
            value /= 16;
        return read(spec);
    };
    const Radiograph right = shown(16, 65535);
    const Radiograph wrong = shown(16, 255);
    QCOMPARE(wrong.notes.filter(u"palette says 16 bits"_s).size(), 1);
    QCOMPARE(right.notes.filter(u"palette says"_s).size(), 0);
    const std::vector<std::uint8_t> expected = greys(right);
    const std::vector<std::uint8_t> got = greys(wrong);
    for (std::size_t i = 0; i < expected.size(); ++i)
        QVERIFY(std::abs(expected[i] - got[i]) <= 1);
}

void TestImagingLutData::emptySequencesAreAbsent_data()
{
    QTest::addColumn<int>("items");
    QTest::addColumn<bool>("withElements");
    QTest::newRow("no item") << 0 << false;
    QTest::newRow("an item without elements") << 1 << false;
    QTest::newRow("an item of empty elements") << 1 << true;
    QTest::newRow("two of them") << 2 << true;
}

void TestImagingLutData::emptySequencesAreAbsent()
{
    QFETCH(int, items);
    QFETCH(bool, withElements);
    const Radiograph r = read(chest(both(window("2048", "4096"), [&](DcmDataset& d) {
        for (const DcmTagKey& key :
             {DCM_ModalityLUTSequence, DCM_VOILUTSequence, DCM_ViewCodeSequence,
              DCM_AnatomicRegionSequence, DCM_SharedFunctionalGroupsSequence,
              DCM_PerFrameFunctionalGroupsSequence}) {
            d.insertEmptyElement(key);
            for (int i = 0; i < items; ++i) {
                DcmItem* item = nullptr;
                d.findOrCreateSequenceItem(key, item, -2);
                if (!withElements)
                    continue;
                item->putAndInsertUint32(DcmTag(0x0028, 0x0000, EVR_UL), 24);
                item->insertEmptyElement(DcmTag(DCM_LUTDescriptor, EVR_US));
                item->insertEmptyElement(DCM_LUTExplanation);
                item->insertEmptyElement(DcmTag(DCM_LUTData, EVR_US));
                DcmItem* inner = nullptr;
                item->findOrCreateSequenceItem(DCM_FrameVOILUTSequence, inner, -2);
                inner->insertEmptyElement(DCM_WindowCenter);
            }
        }
    })));
    QVERIFY(fromReference(r) <= 1);
    QCOMPARE(r.vois.size(), std::size_t{1});
    QCOMPARE(notesOf(r), QString());
}

void TestImagingLutData::emptyFunctionalGroupsAreAbsent()
{
    const Radiograph r = read(chest([](DcmDataset& d) {
        DcmItem* frame = nullptr;
        d.findOrCreateSequenceItem(DCM_PerFrameFunctionalGroupsSequence, frame, -2);
        frame->putAndInsertString(DCM_FrameComments, "first");
        DcmItem* item = nullptr;
        frame->findOrCreateSequenceItem(DCM_FrameVOILUTSequence, item, -2);
        item->insertEmptyElement(DCM_WindowCenter);
        item->insertEmptyElement(DCM_WindowWidth);
        DcmItem* shared = nullptr;
        d.findOrCreateSequenceItem(DCM_SharedFunctionalGroupsSequence, shared, -2);
        shared->findOrCreateSequenceItem(DCM_FrameVOILUTSequence, item, -2);
        item->putAndInsertString(DCM_WindowCenter, "2048");
        item->putAndInsertString(DCM_WindowWidth, "4096");
    }));
    QVERIFY(fromReference(r) <= 1);
    QCOMPARE(r.vois.size(), std::size_t{1});
}

QTEST_GUILESS_MAIN(TestImagingLutData)
#include "test_lut_data.moc"
