// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/deidentification/film_of_alice.h"

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
    void movesDatesTogether();
    void clearsOverlaysInPixels();
    void writesNothingElse();
    void refusesWhatItCannotDo_data();
    void refusesWhatItCannotDo();
    void isTheSameAgain();
};

namespace {

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
