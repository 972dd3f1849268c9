// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/imaging/small_files.h"

#include <dcmtk/dcmdata/dcuid.h>

#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// What a file says of patient, projection and scale, and what is refused for it.
class TestImagingTags : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsPatientAndProjection();
    void readsTextInItsCharset();
    void view_data();
    void view();
    void viewFromCodeSequence();
    void age_data();
    void age();
    void bodyPartFromAnatomicRegion();
    void refusal_data();
    void refusal();
    void modalityOfTheClassWhereTheTagSaysNone_data();
    void modalityOfTheClassWhereTheTagSaysNone();
    void aPresentationStateNamesItsFilm();
    void objectsWithoutPicture_data();
    void objectsWithoutPicture();
};

void TestImagingTags::readsPatientAndProjection()
{
    const Radiograph r = readSmall([](DcmDataset& d) {
        d.putAndInsertString(DCM_PatientSex, "F");
        d.putAndInsertString(DCM_RescaleType, "OD");
    });
    QCOMPARE(r.format, FileFormat::Dicom);
    QCOMPARE(r.modality, u"DX"_s);
    QCOMPARE(r.bodyPart, u"CHEST"_s);
    QCOMPARE(r.view, View::PosteroAnterior);
    QCOMPARE(r.viewText, u"PA"_s);
    QCOMPARE(r.patientSex, u"F"_s);
    QCOMPARE(r.patientId, u"TEST"_s);
    QCOMPARE(r.patientName, u"CCAD^TEST"_s);
    QCOMPARE(r.sopInstanceUid, u"2.25.101"_s);
    QCOMPARE(r.transferSyntaxUid, u"1.2.840.10008.1.2.1"_s);
    QCOMPARE(r.valueUnit, u"OD"_s);
    QVERIFY(!r.refusal);
    QVERIFY2(r.notes.isEmpty(), qPrintable(r.notes.join(u' ')));
}

void TestImagingTags::readsTextInItsCharset()
{
    const Radiograph latin = readSmall([](DcmDataset& d) {
        d.putAndInsertString(DCM_SpecificCharacterSet, "ISO_IR 100");
        d.putAndInsertString(DCM_PatientName, "M\xFCller^J\xFCrgen");
    });
    QCOMPARE(latin.patientName, u"Müller^Jürgen"_s);
    const Radiograph unicode = readSmall([](DcmDataset& d) {
        d.putAndInsertString(DCM_SpecificCharacterSet, "ISO_IR 192");
        d.putAndInsertString(DCM_PatientName, "山田^太郎");
    });
    QCOMPARE(unicode.patientName, u"山田^太郎"_s);
}

void TestImagingTags::view_data()
{
    QTest::addColumn<QString>("position");
    QTest::addColumn<QString>("orientation");
    QTest::addColumn<QString>("description");
    QTest::addColumn<View>("view");
    const auto row
        = [](const char* position, const char* orientation, const char* description, View view) {
              QTest::addRow("%s %s %s", position, orientation, description)
                  << QString::fromLatin1(position) << QString::fromLatin1(orientation)
                  << QString::fromLatin1(description) << view;
          };
    row("PA", "", "", View::PosteroAnterior);
    row("AP", "", "", View::AnteroPosterior);
    row("LL", "", "", View::Lateral);
    row("RAO", "", "", View::Oblique);
    row("", "L\\F", "", View::Unknown);
    row("", "A\\F", "", View::Lateral);
    row("", "", "CHEST PA", View::PosteroAnterior);
    row("", "", "Thorax a.p. bedside", View::AnteroPosterior);
    row("", "", "CHEST PA AND LAT", View::Unknown);
    row("", "", "PACS import", View::Unknown);
    row("AP", "", "CHEST PA", View::AnteroPosterior);
}

void TestImagingTags::view()
{
    QFETCH(QString, position);
    QFETCH(QString, orientation);
    QFETCH(QString, description);
    QFETCH(View, view);
    const Radiograph r = readSmall([&](DcmDataset& d) {
        d.putAndInsertString(DCM_ViewPosition, position.toLatin1().constData());
        d.putAndInsertString(DCM_PatientOrientation, orientation.toLatin1().constData());
        d.putAndInsertString(DCM_SeriesDescription, description.toLatin1().constData());
    });
    QCOMPARE(r.view, view);
}

void TestImagingTags::viewFromCodeSequence()
{
    const Radiograph r = readSmall([](DcmDataset& d) {
        d.findAndDeleteElement(DCM_ViewPosition);
        DcmItem* code = nullptr;
        d.findOrCreateSequenceItem(DCM_ViewCodeSequence, code, -2);
        code->putAndInsertString(DCM_CodeValue, "R-10206");
        code->putAndInsertString(DCM_CodeMeaning, "antero-posterior");
    });
    QCOMPARE(r.view, View::AnteroPosterior);
    QCOMPARE(r.viewText, u"antero-posterior"_s);
}

void TestImagingTags::age_data()
{
    QTest::addColumn<QString>("age");
    QTest::addColumn<QString>("birth");
    QTest::addColumn<double>("years");
    QTest::newRow("years") << u"045Y"_s << QString() << 45.0;
    QTest::newRow("months") << u"018M"_s << QString() << 1.5;
    QTest::newRow("weeks") << u"052W"_s << QString() << 52 * 7 / 365.25;
    QTest::newRow("days") << u"003D"_s << QString() << 3 / 365.25;
    QTest::newRow("dates") << QString() << u"19800101"_s << 40.0;
    QTest::newRow("no age") << u"old"_s << QString() << -1.0;
    QTest::newRow("born later") << QString() << u"20300101"_s << -1.0;
}

void TestImagingTags::age()
{
    QFETCH(QString, age);
    QFETCH(QString, birth);
    QFETCH(double, years);
    const Radiograph r = readSmall([&](DcmDataset& d) {
        d.putAndInsertString(DCM_PatientAge, age.toLatin1().constData());
        d.putAndInsertString(DCM_PatientBirthDate, birth.toLatin1().constData());
        d.putAndInsertString(DCM_StudyDate, "20200101");
    });
    QCOMPARE(r.patientAgeYears.has_value(), years >= 0);
    if (years >= 0)
        QVERIFY(std::abs(*r.patientAgeYears - years) < 0.01);
}

void TestImagingTags::bodyPartFromAnatomicRegion()
{
    const Radiograph r = readSmall([](DcmDataset& d) {
        d.findAndDeleteElement(DCM_BodyPartExamined);
        DcmItem* code = nullptr;
        d.findOrCreateSequenceItem(DCM_AnatomicRegionSequence, code, -2);
        code->putAndInsertString(DCM_CodeMeaning, "Knee");
    });
    QCOMPARE(r.bodyPart, u"KNEE"_s);
    QVERIFY(r.refusal);
}

void TestImagingTags::refusal_data()
{
    QTest::addColumn<QString>("modality");
    QTest::addColumn<QString>("bodyPart");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* modality, const char* part, const char* reason) {
        QTest::addRow("%s %s", modality, part)
            << QString::fromLatin1(modality) << QString::fromLatin1(part)
            << QString::fromLatin1(reason);
    };
    row("DX", "CHEST", "");
    row("CR", "THORAX", "");
    row("CR", "TORAX AP", "");
    row("CR", "", "");
    row("", "", "");
    row("OT", "", "");
    row("SC", "RIBS", "");
    row("DX", "BRUSTKORB", "");
    row("CT", "CHEST", "computed tomography (CT)");
    row("MG", "", "mammography (MG)");
    row("PX", "JAW", "panoramic dental radiography (PX)");
    row("DX", "HAND", "HAND");
    row("CR", "TSPINE", "TSPINE");
    row("DX", "THORACIC SPINE", "THORACIC SPINE");
    row("OT", "SKULL", "SKULL");
}

void TestImagingTags::refusal()
{
    QFETCH(QString, modality);
    QFETCH(QString, bodyPart);
    QFETCH(QString, reason);
    const Radiograph r = readSmall([&](DcmDataset& d) {
        d.putAndInsertString(DCM_Modality, modality.toLatin1().constData());
        d.putAndInsertString(DCM_BodyPartExamined, bodyPart.toLatin1().constData());
    });
    QCOMPARE(r.refusal.has_value(), !reason.isEmpty());
    QVERIFY2(r.refusal.value_or(QString()).contains(reason),
             qPrintable(r.refusal.value_or(QString())));
}

void TestImagingTags::modalityOfTheClassWhereTheTagSaysNone_data()
{
    QTest::addColumn<QByteArray>("sopClass");
    QTest::addColumn<QByteArray>("modality");
    QTest::addColumn<QString>("reason");
    QTest::newRow("MR") << QByteArray(UID_MRImageStorage) << QByteArray("")
                        << u"magnetic resonance (MR)"_s;
    QTest::newRow("MR, other") << QByteArray(UID_EnhancedMRImageStorage) << QByteArray("OT")
                               << u"magnetic resonance (MR)"_s;
    QTest::newRow("CT") << QByteArray(UID_CTImageStorage) << QByteArray("")
                        << u"computed tomography (CT)"_s;
    QTest::newRow("the tag counts") << QByteArray(UID_CTImageStorage) << QByteArray("CR") << u""_s;
    QTest::newRow("capture") << QByteArray(UID_SecondaryCaptureImageStorage) << QByteArray("OT")
                             << u""_s;
    QTest::newRow("film") << QByteArray(UID_DigitalXRayImageStorageForPresentation)
                          << QByteArray("") << u""_s;
    QTest::newRow("unknown") << QByteArray("1.2.3") << QByteArray("") << u""_s;
}

void TestImagingTags::modalityOfTheClassWhereTheTagSaysNone()
{
    QFETCH(QByteArray, sopClass);
    QFETCH(QByteArray, modality);
    QFETCH(QString, reason);
    const Radiograph r = readSmall([&](DcmDataset& d) {
        d.putAndInsertString(DCM_SOPClassUID, sopClass.constData());
        d.putAndInsertString(DCM_Modality, modality.constData());
    });
    QCOMPARE(r.refusal.has_value(), !reason.isEmpty());
    QVERIFY2(r.refusal.value_or(QString()).contains(reason),
             qPrintable(r.refusal.value_or(QString())));
}

void TestImagingTags::aPresentationStateNamesItsFilm()
{
    const auto r = readBytes(writeDicom(small([&](DcmDataset& d) {
        for (const DcmTagKey& tag : {DCM_PixelData, DCM_Rows, DCM_Columns})
            d.findAndDeleteElement(tag);
        d.putAndInsertString(DCM_SOPClassUID, UID_GrayscaleSoftcopyPresentationStateStorage);
        d.putAndInsertString(DCM_Modality, "PR");
        DcmItem* series = nullptr;
        DcmItem* image = nullptr;
        d.findOrCreateSequenceItem(DCM_ReferencedSeriesSequence, series, -2);
        series->findOrCreateSequenceItem(DCM_ReferencedImageSequence, image, -2);
        image->putAndInsertString(DCM_ReferencedSOPInstanceUID, "2.25.4711");
    })));
    QVERIFY(!r);
    QCOMPARE(r.error().code, ErrorCode::Refused);
    QVERIFY2(r.error().message.contains(
                 u"a presentation state (PR) for the film with the SOP Instance UID 2.25.4711"_s),
             qPrintable(r.error().message));
}

void TestImagingTags::objectsWithoutPicture_data()
{
    QTest::addColumn<QByteArray>("sopClass");
    QTest::addColumn<QByteArray>("modality");
    QTest::addColumn<QString>("words");
    QTest::newRow("report") << QByteArray(UID_BasicTextSRStorage) << QByteArray("SR")
                            << u"structured report"_s;
    QTest::newRow("plan") << QByteArray(UID_RTPlanStorage) << QByteArray("RTPLAN")
                          << u"radiotherapy plan"_s;
    QTest::newRow("PDF") << QByteArray(UID_EncapsulatedPDFStorage) << QByteArray("DOC")
                         << u"document"_s;
    QTest::newRow("class only") << QByteArray(UID_GrayscaleSoftcopyPresentationStateStorage)
                                << QByteArray("") << u"PresentationState"_s;
}

void TestImagingTags::objectsWithoutPicture()
{
    QFETCH(QByteArray, sopClass);
    QFETCH(QByteArray, modality);
    QFETCH(QString, words);
    const auto r = readBytes(writeDicom(small([&](DcmDataset& d) {
        for (const DcmTagKey& tag : {DCM_PixelData, DCM_Rows, DCM_Columns})
            d.findAndDeleteElement(tag);
        d.putAndInsertString(DCM_SOPClassUID, sopClass.constData());
        d.putAndInsertString(DCM_Modality, modality.constData());
    })));
    QVERIFY(!r);
    QCOMPARE(r.error().code, ErrorCode::Refused);
    QVERIFY2(r.error().message.contains(words), qPrintable(r.error().message));
}

QTEST_GUILESS_MAIN(TestImagingTags)
#include "test_tags.moc"
