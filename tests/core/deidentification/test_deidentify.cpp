// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/deidentification/deid_fixture.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestDeidentify : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void takesThePatientAway();
    void saysWhatWasDone_data();
    void saysWhatWasDone();
    void replacesUidsConsistently();
    void keepsPixels_data();
    void keepsPixels();
    void keepsTheEncoding_data();
    void keepsTheEncoding();
    void walksIntoSequences();
    void cleansReports_data();
    void cleansReports();
    void movesDatesTogether();
    void keepsSafePrivateAttributes();
    void removesDrawings();
    void clearsOverlaysInPixels();
    void cleansDescriptions_data();
    void cleansDescriptions();
    void screensWhatIsNotListed_data();
    void screensWhatIsNotListed();
    void readsOtherScripts();
    void writesNothingElse();
    void refusesWhatItCannotDo_data();
    void refusesWhatItCannotDo();
    void isTheSameAgain();
};

namespace {

constexpr auto secret = "WONDERLAND^ALICE";

/// A film of somebody, with what a hospital writes.
QByteArray filmOfAlice(const std::function<void(DcmDataset&)>& more = {},
                       const QByteArray& syntax = "1.2.840.10008.1.2.1")
{
    return film(
        [&](DcmDataset& dataset) {
            dataset.putAndInsertString(DCM_PatientName, secret);
            dataset.putAndInsertString(DCM_PatientID, "MRN4711");
            dataset.putAndInsertString(DCM_PatientBirthDate, "19570312");
            dataset.putAndInsertString(DCM_StudyDate, "20240301");
            dataset.putAndInsertString(DCM_StudyTime, "101500");
            dataset.putAndInsertString(DCM_InstitutionName, "Looking Glass Hospital");
            dataset.putAndInsertString(DCM_Manufacturer, "ACME");
            if (more)
                more(dataset);
        },
        syntax);
}

/// The bytes of the pixel data as they stand in a file, behind its last tag.
QByteArray pixelBytes(const QByteArray& file)
{
    return file.mid(file.lastIndexOf(QByteArray("\xE0\x7F\x10\x00", 4)));
}

} // namespace

void TestDeidentify::takesThePatientAway()
{
    const auto done = deidentified(filmOfAlice());
    QVERIFY2(done.hasValue(), done ? "" : qPrintable(done.error().message));
    const auto file = readBack(done->file);
    QVERIFY(file);
    DcmDataset& dataset = *file->getDataset();
    const QByteArray name = textOf(dataset, DCM_PatientName);
    QVERIFY(name.startsWith("CCAD-"));
    QCOMPARE(textOf(dataset, DCM_PatientID), name);
    QCOMPARE(done->patientPseudonym, name);
    QVERIFY(dataset.tagExistsWithValue(DCM_PatientName));
    QVERIFY(!dataset.tagExistsWithValue(DCM_PatientBirthDate));
    QVERIFY(dataset.tagExists(DCM_PatientBirthDate));
    QVERIFY(dataset.tagExists(DCM_StudyDate));
    QVERIFY(!dataset.tagExistsWithValue(DCM_StudyDate));
    QVERIFY(!dataset.tagExists(DCM_InstitutionName));
    QCOMPARE(textOf(dataset, DCM_Manufacturer), "ACME"_ba);
    QCOMPARE(textOf(dataset, DCM_BodyPartExamined), "CHEST"_ba);
    for (const char* word : {"WONDERLAND", "ALICE", "MRN4711", "19570312", "Glass", "20240301"})
        QVERIFY2(!done->file.contains(word), word);
}

void TestDeidentify::saysWhatWasDone_data()
{
    QTest::addColumn<DeidOptions>("options");
    QTest::addColumn<PixelDecision>("decision");
    QTest::addColumn<QByteArray>("codes");
    QTest::addColumn<QByteArray>("dates");
    using enum DeidOption;
    QTest::newRow("basic profile") << DeidOptions() << PixelDecision::Unseen << "113100"_ba
                                   << "REMOVED"_ba;
    QTest::newRow("looked at its pixels")
        << DeidOptions() << PixelDecision::Looked << "113100 113101"_ba
        << "REMOVED"_ba;
    QTest::newRow("dates moved, descriptors cleaned")
        << DeidOptions(RetainModifiedDates | CleanDescriptors) << PixelDecision::Unseen
        << "113100 113105 113107"_ba
        << "MODIFIED"_ba;
    QTest::newRow("dates kept, and much more")
        << DeidOptions(RetainFullDates | RetainSafePrivate | RetainUids | RetainDeviceIdentity
                       | RetainInstitutionIdentity | RetainPatientCharacteristics
                       | CleanStructuredContent | CleanGraphics)
        << PixelDecision::Unseen
        << "113100 113103 113104 113106 113108 113109 113110 113111 113112"_ba
        << "UNMODIFIED"_ba;
}

void TestDeidentify::saysWhatWasDone()
{
    QFETCH(DeidOptions, options);
    QFETCH(PixelDecision, decision);
    QFETCH(QByteArray, codes);
    QFETCH(QByteArray, dates);
    const auto done = deidentified(filmOfAlice(), options, decision);
    QVERIFY2(done.hasValue(), done ? "" : qPrintable(done.error().message));
    const auto file = readBack(done->file);
    QVERIFY(file);
    DcmDataset& dataset = *file->getDataset();
    QCOMPARE(textOf(dataset, DCM_PatientIdentityRemoved), "YES"_ba);
    QVERIFY(textOf(dataset, DCM_DeidentificationMethod).contains("PS3.15 2025b"));
    QCOMPARE(textOf(dataset, DcmTagKey(0x0028, 0x0303)), dates);
    QByteArrayList found;
    DcmItem* item = nullptr;
    for (long i = 0;
         dataset.findAndGetSequenceItem(DCM_DeidentificationMethodCodeSequence, item, i).good();
         ++i) {
        QCOMPARE(textOf(*item, DCM_CodingSchemeDesignator), "DCM"_ba);
        QVERIFY(!textOf(*item, DCM_CodeMeaning).isEmpty());
        found << textOf(*item, DCM_CodeValue);
    }
    QCOMPARE(found.join(' '), codes);
    const QByteArray burned = textOf(dataset, DCM_BurnedInAnnotation);
    QCOMPARE(burned, decision == PixelDecision::Looked ? "NO"_ba : ""_ba);
}

void TestDeidentify::replacesUidsConsistently()
{
    const auto refer = [](DcmDataset& dataset) {
        DcmItem* series = nullptr;
        dataset.findOrCreateSequenceItem(DCM_ReferencedSeriesSequence, series, -2);
        series->putAndInsertString(DCM_SeriesInstanceUID, "2.25.103");
        DcmItem* instance = nullptr;
        series->findOrCreateSequenceItem(DCM_ReferencedInstanceSequence, instance, -2);
        instance->putAndInsertString(DCM_ReferencedSOPInstanceUID, "2.25.101");
        instance->putAndInsertString(DCM_ReferencedSOPClassUID,
                                     UID_DigitalXRayImageStorageForPresentation);
        dataset.putAndInsertString(DCM_FrameOfReferenceUID, "1.2.840.10008.1.4.1.1");
    };
    const auto done = deidentified(filmOfAlice(refer));
    QVERIFY(done.hasValue());
    const auto file = readBack(done->file);
    QVERIFY(file);
    DcmDataset& dataset = *file->getDataset();
    DcmItem* series = nullptr;
    DcmItem* instance = nullptr;
    QVERIFY(dataset.findAndGetSequenceItem(DCM_ReferencedSeriesSequence, series).good());
    QVERIFY(series->findAndGetSequenceItem(DCM_ReferencedInstanceSequence, instance).good());
    const QByteArray sop = textOf(dataset, DCM_SOPInstanceUID);
    QVERIFY(sop.startsWith("2.25.") && sop != "2.25.101");
    QCOMPARE(textOf(*instance, DCM_ReferencedSOPInstanceUID), sop);
    QCOMPARE(textOf(*series, DCM_SeriesInstanceUID), textOf(dataset, DCM_SeriesInstanceUID));
    QCOMPARE(textOf(*instance, DCM_ReferencedSOPClassUID),
             QByteArray(UID_DigitalXRayImageStorageForPresentation));
    QCOMPARE(textOf(dataset, DCM_FrameOfReferenceUID), "1.2.840.10008.1.4.1.1"_ba);
    QCOMPARE(textOf(*file->getMetaInfo(), DCM_MediaStorageSOPInstanceUID), sop);
    QCOMPARE(done->uids.at("2.25.101"), sop);

    const auto kept = deidentified(filmOfAlice(refer), DeidOption::RetainUids);
    QVERIFY(kept.hasValue());
    QCOMPARE(textOf(*readBack(kept->file)->getDataset(), DCM_SOPInstanceUID), "2.25.101"_ba);
}

void TestDeidentify::keepsPixels_data()
{
    QTest::addColumn<QByteArray>("syntax");
    QTest::newRow("implicit") << "1.2.840.10008.1.2"_ba;
    QTest::newRow("explicit") << "1.2.840.10008.1.2.1"_ba;
    QTest::newRow("big endian") << "1.2.840.10008.1.2.2"_ba;
    QTest::newRow("RLE") << "1.2.840.10008.1.2.5"_ba;
    QTest::newRow("JPEG, 12 bits") << "1.2.840.10008.1.2.4.51"_ba;
    QTest::newRow("lossless JPEG") << "1.2.840.10008.1.2.4.70"_ba;
    QTest::newRow("JPEG-LS") << "1.2.840.10008.1.2.4.80"_ba;
    QTest::newRow("JPEG 2000") << "1.2.840.10008.1.2.4.90"_ba;
}

void TestDeidentify::keepsPixels()
{
    QFETCH(QByteArray, syntax);
    const QByteArray before = filmOfAlice({}, syntax);
    const auto done = deidentified(before);
    QVERIFY2(done.hasValue(), done ? "" : qPrintable(done.error().message));
    if (syntax == "1.2.840.10008.1.2.2") {
        const QByteArray tag("\x7F\xE0\x00\x10", 4);
        QCOMPARE(done->file.mid(done->file.lastIndexOf(tag)), before.mid(before.lastIndexOf(tag)));
    } else {
        QCOMPARE(pixelBytes(done->file), pixelBytes(before));
    }
    const auto file = readBack(done->file);
    QVERIFY(file);
    QCOMPARE(textOf(*file->getMetaInfo(), DCM_TransferSyntaxUID), syntax);
}

void TestDeidentify::keepsTheEncoding_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("expected");
    DicomSpec spec;
    spec.columns = 16;
    spec.rows = 12;
    spec.values = drawChest(16, 12, 4095);
    spec.transferSyntax = "1.2.840.10008.1.2.1.99";
    QTest::newRow("deflated") << writeDicom(spec) << "1.2.840.10008.1.2.1"_ba;
    spec.transferSyntax = "1.2.840.10008.1.2";
    spec.withMeta = false;
    QTest::newRow("without a meta header") << writeDicom(spec) << "1.2.840.10008.1.2"_ba;
    spec.transferSyntax = "1.2.840.10008.1.2.1";
    spec.withMeta = true;
    spec.withPreamble = false;
    QTest::newRow("without a preamble") << writeDicom(spec) << "1.2.840.10008.1.2.1"_ba;
}

void TestDeidentify::keepsTheEncoding()
{
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, expected);
    const auto done = deidentified(content);
    QVERIFY2(done.hasValue(), done ? "" : qPrintable(done.error().message));
    const auto file = readBack(done->file);
    QVERIFY(file);
    QCOMPARE(textOf(*file->getMetaInfo(), DCM_TransferSyntaxUID), expected);
    QCOMPARE(textOf(*file->getDataset(), DCM_BodyPartExamined), "CHEST"_ba);
    const Uint16* pixels = nullptr;
    unsigned long count = 0;
    QVERIFY(file->getDataset()->findAndGetUint16Array(DCM_PixelData, pixels, &count).good());
    QCOMPARE(count, 16UL * 12UL);
    QCOMPARE(int{pixels[100]}, drawChest(16, 12, 4095)[100]);
}

void TestDeidentify::walksIntoSequences()
{
    const auto done = deidentified(filmOfAlice([](DcmDataset& dataset) {
        DcmItem* equipment = nullptr;
        dataset.findOrCreateSequenceItem(DCM_ContributingEquipmentSequence, equipment, -2);
        equipment->putAndInsertString(DCM_Manufacturer, "ACME");
        equipment->putAndInsertString(DCM_InstitutionName, "Looking Glass Hospital");
        equipment->putAndInsertString(DCM_OperatorsName, "HATTER^MAD");
        DcmItem* purpose = nullptr;
        equipment->findOrCreateSequenceItem(DCM_PurposeOfReferenceCodeSequence, purpose, -2);
        purpose->putAndInsertString(DCM_CodeValue, "109103");
        purpose->putAndInsertString(DCM_CodingSchemeDesignator, "DCM");
        purpose->putAndInsertString(DCM_CodeMeaning, "Modifying Equipment");
    }));
    QVERIFY(done.hasValue());
    const auto file = readBack(done->file);
    QVERIFY(file);
    DcmItem* equipment = nullptr;
    DcmItem* purpose = nullptr;
    QVERIFY(file->getDataset()
                ->findAndGetSequenceItem(DCM_ContributingEquipmentSequence, equipment)
                .good());
    QVERIFY(equipment->findAndGetSequenceItem(DCM_PurposeOfReferenceCodeSequence, purpose).good());
    QCOMPARE(textOf(*equipment, DCM_Manufacturer), "ACME"_ba);
    QCOMPARE(textOf(*equipment, DCM_OperatorsName), "ANONYMOUS"_ba);
    QCOMPARE(textOf(*purpose, DCM_CodeMeaning), "Modifying Equipment"_ba);
    QVERIFY(!done->file.contains("HATTER"));
    QVERIFY(!done->file.contains("Glass"));
}

namespace {

/// A report on Alice, with words, a name, a number and codes.
QByteArray reportOfAlice()
{
    return filmOfAlice([](DcmDataset& dataset) {
        dataset.putAndInsertString(DCM_SOPClassUID, UID_ComprehensiveSRStorage);
        dataset.putAndInsertString(DCM_Modality, "SR");
        dataset.putAndInsertString(DCM_ValueType, "CONTAINER");
        const auto add = [&](const char* type) {
            DcmItem* item = nullptr;
            dataset.findOrCreateSequenceItem(DCM_ContentSequence, item, -2);
            item->putAndInsertString(DCM_RelationshipType, "CONTAINS");
            item->putAndInsertString(DCM_ValueType, type);
            DcmItem* name = nullptr;
            item->findOrCreateSequenceItem(DCM_ConceptNameCodeSequence, name, -2);
            name->putAndInsertString(DCM_CodeValue, "121071");
            name->putAndInsertString(DCM_CodingSchemeDesignator, "DCM");
            name->putAndInsertString(DCM_CodeMeaning, "Finding");
            return item;
        };
        add("TEXT")->putAndInsertString(
            DCM_TextValue, "Alice Wonderland has a small nodule in the left lung, 12.03.2024");
        add("PNAME")->putAndInsertString(DCM_PersonName, "HATTER^MAD");
        add("DATE")->putAndInsertString(DCM_Date, "20240301");
        DcmItem* code = nullptr;
        add("CODE")->findOrCreateSequenceItem(DCM_ConceptCodeSequence, code, -2);
        code->putAndInsertString(DCM_CodeValue, "HATTERS-DISEASE");
        code->putAndInsertString(DCM_CodingSchemeDesignator, "99GLASS");
        code->putAndInsertString(DCM_CodeMeaning, "Disease of the mad hatter");
    });
}

} // namespace

void TestDeidentify::cleansReports_data()
{
    QTest::addColumn<DeidOptions>("options");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("meaning");
    QTest::newRow("dummies") << DeidOptions() << "REMOVED"_ba
                             << "REMOVED"_ba;
    QTest::newRow("cleaned") << DeidOptions(DeidOption::CleanStructuredContent)
                             << "small nodule in the left lung"_ba
                             << "Disease of the"_ba;
}

void TestDeidentify::cleansReports()
{
    QFETCH(DeidOptions, options);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, meaning);
    const auto done = deidentified(reportOfAlice(), options);
    QVERIFY2(done.hasValue(), done ? "" : qPrintable(done.error().message));
    const auto file = readBack(done->file);
    QVERIFY(file);
    DcmItem* item = nullptr;
    const auto content = [&](long number) {
        return file->getDataset()->findAndGetSequenceItem(DCM_ContentSequence, item, number).good();
    };
    QVERIFY(content(0));
    QCOMPARE(textOf(*item, DCM_TextValue), text);
    DcmItem* name = nullptr;
    QVERIFY(item->findAndGetSequenceItem(DCM_ConceptNameCodeSequence, name).good());
    QCOMPARE(textOf(*name, DCM_CodeMeaning), "Finding"_ba);
    QVERIFY(content(1));
    QCOMPARE(textOf(*item, DCM_PersonName), "ANONYMOUS"_ba);
    QVERIFY(content(2));
    QCOMPARE(textOf(*item, DCM_Date), "19000101"_ba);
    QVERIFY(content(3));
    DcmItem* code = nullptr;
    QVERIFY(item->findAndGetSequenceItem(DCM_ConceptCodeSequence, code).good());
    QCOMPARE(textOf(*code, DCM_CodeMeaning), meaning);
    for (const char* word : {"HATTER", "hatter", "Alice", "GLASS", "2024"})
        QVERIFY2(!done->file.contains(word), word);
}

void TestDeidentify::movesDatesTogether()
{
    const auto withDates = [](const char* patient, const char* day) {
        return film([=](DcmDataset& dataset) {
            dataset.putAndInsertString(DCM_PatientID, patient);
            dataset.putAndInsertString(DCM_StudyDate, day);
            dataset.putAndInsertString(DCM_StudyTime, "101500");
            dataset.putAndInsertString(DCM_AcquisitionDateTime, "20240401235959+0100");
        });
    };
    const auto dayOf = [](const Result<Deidentified>& done) {
        const auto file = readBack(done->file);
        return QDate::fromString(QString::fromLatin1(textOf(*file->getDataset(), DCM_StudyDate)),
                                 u"yyyyMMdd"_s);
    };
    const DeidOptions moved = DeidOption::RetainModifiedDates;
    const auto first = deidentified(withDates("A", "20240301"), moved);
    const auto later = deidentified(withDates("A", "20240311"), moved);
    const auto other = deidentified(withDates("B", "20240301"), moved);
    QVERIFY(first.hasValue() && later.hasValue() && other.hasValue());
    QVERIFY(dayOf(first).isValid());
    QCOMPARE(dayOf(first), QDate(2024, 3, 1).addDays(first->daysMoved));
    QCOMPARE(dayOf(first).daysTo(dayOf(later)), 10);
    QVERIFY(dayOf(first) != dayOf(other));
    const auto file = readBack(first->file);
    QCOMPARE(textOf(*file->getDataset(), DCM_StudyTime), "101500"_ba);
    QCOMPARE(textOf(*file->getDataset(), DCM_AcquisitionDateTime),
             QDate(2024, 4, 1).addDays(first->daysMoved).toString(u"yyyyMMdd"_s).toLatin1()
                 + "235959+0100");
}

void TestDeidentify::keepsSafePrivateAttributes()
{
    const QByteArray before = filmOfAlice([](DcmDataset& dataset) {
        const auto put = [&](quint16 group, quint16 element, DcmEVR vr, const char* value) {
            dataset.putAndInsertString(DcmTag(group, element, vr), value);
        };
        put(0x0019, 0x0010, EVR_LO, "GEMS_ACQU_01");
        put(0x0019, 0x1023, EVR_DS, "12.5");
        put(0x0019, 0x1022, EVR_LO, "not known");
        put(0x0019, 0x0011, EVR_LO, "GEMS_ACQU_01");
        put(0x0019, 0x1127, EVR_LO, "for Wonderland");
        put(0x0029, 0x0010, EVR_LO, "SOMEBODY");
        put(0x0029, 0x1001, EVR_LO, "something");
    });
    const auto none = deidentified(before);
    QVERIFY(none.hasValue());
    QVERIFY(!none->file.contains("GEMS_ACQU_01"));
    const auto safe = deidentified(before, DeidOption::RetainSafePrivate);
    QVERIFY(safe.hasValue());
    const auto file = readBack(safe->file);
    QVERIFY(file);
    DcmDataset& dataset = *file->getDataset();
    QCOMPARE(textOf(dataset, DcmTagKey(0x0019, 0x0010)), "GEMS_ACQU_01"_ba);
    QCOMPARE(textOf(dataset, DcmTagKey(0x0019, 0x1023)), "12.5"_ba);
    QVERIFY(!dataset.tagExists(DcmTagKey(0x0019, 0x1022)));
    QVERIFY(!dataset.tagExists(DcmTagKey(0x0029, 0x0010)));
    QVERIFY(!safe->file.contains("Wonderland"));
}

void TestDeidentify::removesDrawings()
{
    const auto done = deidentified(
        filmOfAlice([](DcmDataset& dataset) {
            dataset.putAndInsertUint16(DcmTag(0x6000, 0x0010, EVR_US), 8);
            const Uint8 plane[] = {1, 2, 3, 4, 5, 6, 7, 8};
            dataset.putAndInsertUint8Array(DcmTag(0x6000, 0x3000, EVR_OB), plane, 8);
            dataset.putAndInsertString(DcmTag(0x6002, 0x1500, EVR_LO), "ROI of Alice");
            dataset.putAndInsertUint16(DcmTag(0x5000, 0x0005, EVR_US), 2);
            dataset.putAndInsertString(DcmTag(0x5000, 0x0022, EVR_LO), "Curve of Alice");
        }),
        DeidOption::CleanGraphics);
    QVERIFY(done.hasValue());
    const auto file = readBack(done->file);
    QVERIFY(file);
    for (unsigned long i = 0; i < file->getDataset()->card(); ++i) {
        const Uint16 group = file->getDataset()->getElement(i)->getGTag();
        QVERIFY((group & 0xFF00) != 0x6000 && (group & 0xFF00) != 0x5000);
    }
}

void TestDeidentify::clearsOverlaysInPixels()
{
    DicomSpec spec;
    spec.columns = 16;
    spec.rows = 12;
    spec.values = drawChest(16, 12, 4095);
    spec.foreignBits = 0x8000;
    const QByteArray spare = writeDicom(spec);
    spec.tags = [](DcmDataset& dataset) {
        dataset.putAndInsertUint16(DcmTag(0x6000, 0x0100, EVR_US), 16);
        dataset.putAndInsertUint16(DcmTag(0x6000, 0x0102, EVR_US), 15);
    };
    const auto done = deidentified(writeDicom(spec));
    QVERIFY(done.hasValue());
    QCOMPARE(done->notes.size(), 1);
    const Uint16* pixels = nullptr;
    unsigned long count = 0;
    const auto file = readBack(done->file);
    QVERIFY(file->getDataset()->findAndGetUint16Array(DCM_PixelData, pixels, &count).good());
    for (unsigned long i = 0; i < count; ++i)
        QCOMPARE(int{pixels[i]}, spec.values[i]);
    // Where nobody says that there is an overlay, these bits are pixels like any others.
    QCOMPARE(pixelBytes(deidentified(spare)->file), pixelBytes(spare));
}

void TestDeidentify::cleansDescriptions_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    const auto row = [](const char* name, const char* before, const char* after) {
        QTest::newRow(name) << QByteArray(before) << QByteArray(after);
    };
    row("radiology alone", "Chest PA and lateral", "Chest PA and lateral");
    row("a name", "Chest of Wonderland, Alice", "Chest of");
    row("a doctor", "Thorax for Dr. Rabbit", "Thorax for Dr");
    row("dates and numbers", "Thorax 12.03.2024 2 views 4711", "Thorax 2 views");
    row("nothing harmless", "Rabbit", "");
}

void TestDeidentify::cleansDescriptions()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    const QByteArray content = filmOfAlice([&](DcmDataset& dataset) {
        dataset.putAndInsertString(DCM_StudyDescription, before.constData());
    });
    const auto cleaned = deidentified(content, DeidOption::CleanDescriptors);
    QVERIFY(cleaned.hasValue());
    const auto file = readBack(cleaned->file);
    QVERIFY(file->getDataset()->tagExists(DCM_StudyDescription));
    QCOMPARE(textOf(*file->getDataset(), DCM_StudyDescription), after);
    const auto basic = readBack(deidentified(content)->file);
    QVERIFY(!basic->getDataset()->tagExists(DCM_StudyDescription));
}

void TestDeidentify::screensWhatIsNotListed_data()
{
    QTest::addColumn<quint32>("tag");
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    const auto row = [](const char* name, quint32 tag, const char* before, const char* after) {
        QTest::newRow(name) << tag << QByteArray(before) << QByteArray(after);
    };
    row("a maker", 0x00080070, "ACME Imaging Ltd.", "ACME Imaging Ltd.");
    row("a maker with a name behind", 0x00080070, "ACME (Alice Wonderland)", "");
    row("versions are no dates", 0x00181020, "V 20240301.7", "V 20240301.7");
    row("a version with a number of hers", 0x00181020, "V 1 MRN4711", "1");
    row("a body part", 0x00180015, "CHEST", "CHEST");
    row("a body part in small letters", 0x00180015, "Chest", "Chest");
    row("a body part with a name", 0x00180015, "CHEST ALICE", "CHEST");
    row("a number", 0x00181110, "1800.5", "1800.5");
    row("words for a number", 0x00181110, "ALICE", "");
    row("a telephone number", 0x00181405, "0", "0");
    row("a note with an address", 0x00181016, "write to a@b.org", "to");
}

void TestDeidentify::screensWhatIsNotListed()
{
    QFETCH(quint32, tag);
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    const DcmTagKey key(static_cast<Uint16>(tag >> 16), static_cast<Uint16>(tag & 0xFFFF));
    const auto done = deidentified(filmOfAlice(
        [&](DcmDataset& dataset) { dataset.putAndInsertString(key, before.constData()); }));
    QVERIFY2(done.hasValue(), done ? "" : qPrintable(done.error().message));
    const auto file = readBack(done->file);
    QVERIFY(file->getDataset()->tagExists(key));
    QCOMPARE(textOf(*file->getDataset(), key), after);
}

void TestDeidentify::readsOtherScripts()
{
    const QString name = u"山田^太郎"_s;
    const auto done = deidentified(film([&](DcmDataset& dataset) {
        dataset.putAndInsertString(DCM_SpecificCharacterSet, "ISO_IR 192");
        dataset.putAndInsertString(DCM_PatientName, name.toUtf8().constData());
        dataset.putAndInsertString(DCM_Manufacturer, u"ACME for 山田さん"_s.toUtf8().constData());
        dataset.putAndInsertString(DCM_ManufacturerModelName, u"胸部"_s.toUtf8().constData());
    }));
    QVERIFY2(done.hasValue(), done ? "" : qPrintable(done.error().message));
    QVERIFY(!done->file.contains(u"山田"_s.toUtf8()));
    const auto file = readBack(done->file);
    QCOMPARE(textOf(*file->getDataset(), DCM_ManufacturerModelName), u"胸部"_s.toUtf8());
    QCOMPARE(textOf(*file->getDataset(), DCM_SpecificCharacterSet), "ISO_IR 192"_ba);
}

void TestDeidentify::writesNothingElse()
{
    QByteArray before = filmOfAlice();
    before.replace(0, 128, QByteArray("Alice Wonderland").leftJustified(128, '\0'));
    before += "\xFC\xFF\xFC\xFFOB\0\0\x0A\0\0\0" + QByteArray("Alice here");
    const auto done = deidentified(before);
    QVERIFY2(done.hasValue(), done ? "" : qPrintable(done.error().message));
    QCOMPARE(done->file.left(132), QByteArray(128, '\0') + "DICM");
    QVERIFY(!done->file.contains("Alice"));
    const auto meta = readBack(done->file);
    QVERIFY(!meta->getMetaInfo()->tagExists(DCM_SourceApplicationEntityTitle));
}

void TestDeidentify::refusesWhatItCannotDo_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<DeidOptions>("options");
    QTest::addColumn<ErrorCode>("code");
    using enum DeidOption;
    QTest::newRow("a picture") << "\x89PNG\r\n\x1A\n"_ba << DeidOptions() << ErrorCode::Unsupported;
    QTest::newRow("nothing") << QByteArray() << DeidOptions() << ErrorCode::Unsupported;
    QTest::newRow("dates both kept and moved")
        << film() << DeidOptions(RetainFullDates | RetainModifiedDates)
        << ErrorCode::InvalidArgument;
    const QByteArray whole = film({}, "1.2.840.10008.1.2.4.70");
    QTest::newRow("cut off within its pixels")
        << whole.left(whole.size() - 30) << DeidOptions() << ErrorCode::FileBroken;
    const QByteArray plain = film();
    QTest::newRow("cut off before them")
        << plain.left(200) << DeidOptions() << ErrorCode::FileBroken;
    QByteArray foreign = film();
    foreign.replace(QByteArray("1.2.840.10008.1.2.1\0", 20),
                    QByteArray("1.2.840.113619.5.2\0\0", 20));
    QTest::newRow("a private transfer syntax")
        << foreign << DeidOptions() << ErrorCode::Unsupported;
}

void TestDeidentify::refusesWhatItCannotDo()
{
    QFETCH(QByteArray, content);
    QFETCH(DeidOptions, options);
    QFETCH(ErrorCode, code);
    const auto done = deidentified(content, options);
    QVERIFY(!done.hasValue());
    QCOMPARE(done.error().code, code);
    QVERIFY(!done.error().message.isEmpty());
}

void TestDeidentify::isTheSameAgain()
{
    const QByteArray before = filmOfAlice();
    const auto first = deidentified(before);
    const auto second = deidentified(before);
    QVERIFY(first.hasValue() && second.hasValue());
    QCOMPARE(first->file, second->file);
    QCOMPARE(first->fileName, second->fileName);
    static const QRegularExpression form(u"^[0-9a-f]{16}$"_s);
    QVERIFY(form.match(QString::fromLatin1(first->fileName)).hasMatch());
}

QTEST_GUILESS_MAIN(TestDeidentify)
#include "test_deidentify.moc"
