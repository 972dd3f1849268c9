// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/deidentification/film_of_alice.h"

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// What becomes of words, drawings and private attributes.
class TestCleaning : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cleansReports_data();
    void cleansReports();
    void keepsSafePrivateAttributes();
    void whatIsKeptNamesNobody();
    void removesDrawings();
    void cleansDescriptions_data();
    void cleansDescriptions();
    void screensWhatIsNotListed_data();
    void screensWhatIsNotListed();
    void readsOtherScripts();
};

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

void TestCleaning::cleansReports_data()
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

void TestCleaning::cleansReports()
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

void TestCleaning::keepsSafePrivateAttributes()
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

/// An option keeps an attribute, but not the name or number of the patient that somebody typed in.
void TestCleaning::whatIsKeptNamesNobody()
{
    const QByteArray before = filmOfAlice([](DcmDataset& dataset) {
        dataset.putAndInsertString(DCM_DeviceSerialNumber, "MRN4711");
        dataset.putAndInsertString(DCM_StationName, "ROOM 2");
        dataset.putAndInsertString(DCM_PatientSex, "WONDERLAND");
        dataset.putAndInsertString(DCM_InstitutionName, "Clinic of Alice Wonderland");
        dataset.putAndInsertString(DCM_PatientAge, "044Y");
    });
    const auto done = deidentified(before,
                                   DeidOptions(DeidOption::RetainDeviceIdentity)
                                       | DeidOption::RetainPatientCharacteristics
                                       | DeidOption::RetainInstitutionIdentity);
    QVERIFY2(done.hasValue(), done ? "" : qPrintable(done.error().message));
    const QByteArray lowered = done->file.toLower();
    QVERIFY(!lowered.contains("mrn4711"));
    QVERIFY(!lowered.contains("wonderland"));
    const auto file = readBack(done->file);
    QVERIFY(file);
    QCOMPARE(textOf(*file->getDataset(), DCM_StationName), "ROOM 2"_ba);
    QCOMPARE(textOf(*file->getDataset(), DCM_PatientAge), "044Y"_ba);
}

void TestCleaning::removesDrawings()
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

void TestCleaning::cleansDescriptions_data()
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

void TestCleaning::cleansDescriptions()
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

void TestCleaning::screensWhatIsNotListed_data()
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

void TestCleaning::screensWhatIsNotListed()
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

void TestCleaning::readsOtherScripts()
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

QTEST_GUILESS_MAIN(TestCleaning)
#include "test_cleaning.moc"
