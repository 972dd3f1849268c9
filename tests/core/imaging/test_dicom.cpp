// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/display_lut.h"
#include "tests/core/imaging/read_bytes.h"
#include "tests/support/dicom_writer.h"
#include "tests/support/phantom.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcuid.h>

#include <QTest>

#include <algorithm>
#include <thread>

using namespace ccad;
using namespace ccad::test;

namespace {

using Tags = std::function<void(DcmDataset&)>;

DicomSpec small(const Tags& tags = {})
{
    DicomSpec spec;
    spec.columns = 24;
    spec.rows = 16;
    spec.values = drawChest(24, 16, 4095);
    spec.tags = tags;
    return spec;
}

Radiograph readSmall(const Tags& tags)
{
    auto radiograph = readBytes(writeDicom(small(tags)));
    if (!radiograph)
        qFatal("%s", qPrintable(radiograph.error().message));
    return *std::move(radiograph);
}

Tags setText(const DcmTagKey& tag, const char* value)
{
    return [=](DcmDataset& d) { d.putAndInsertString(tag, value); };
}

} // namespace

/// What a radiograph knows besides its pixels; the pixels themselves are held by test_golden.cpp.
class TestImagingDicom : public QObject
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
    void spacingPrefersPixelSpacing();
    void bodyPartFromAnatomicRegion();
    void refusal_data();
    void refusal();
    void objectsWithoutPicture_data();
    void objectsWithoutPicture();
    void keepsAllWindowsAndTables();
    void notesWhatWasDone_data();
    void notesWhatWasDone();
    void partialRangeYbrIsStretched();
    void paddingOutsideTheStoredBitsIsIgnored();
    void compressedPixelsOfAnImplicitDataSet();
    void hugePicturesAreTooLarge();
    void timesOutAndCancels();
    void manyThreadsReadAtOnce();
};

void TestImagingDicom::readsPatientAndProjection()
{
    const Radiograph r = readSmall([](DcmDataset& d) {
        d.putAndInsertString(DCM_PatientSex, "F");
        d.putAndInsertString(DCM_RescaleType, "OD");
    });
    QCOMPARE(r.format, FileFormat::Dicom);
    QCOMPARE(r.modality, QStringLiteral("DX"));
    QCOMPARE(r.bodyPart, QStringLiteral("CHEST"));
    QCOMPARE(r.view, View::PosteroAnterior);
    QCOMPARE(r.viewText, QStringLiteral("PA"));
    QCOMPARE(r.patientSex, QStringLiteral("F"));
    QCOMPARE(r.patientId, QStringLiteral("TEST"));
    QCOMPARE(r.patientName, QStringLiteral("CCAD^TEST"));
    QCOMPARE(r.sopInstanceUid, QStringLiteral("2.25.101"));
    QCOMPARE(r.transferSyntaxUid, QStringLiteral("1.2.840.10008.1.2.1"));
    QCOMPARE(r.valueUnit, QStringLiteral("OD"));
    QVERIFY(!r.refusal);
    QVERIFY2(r.notes.isEmpty(), qPrintable(r.notes.join(u' ')));
}

void TestImagingDicom::readsTextInItsCharset()
{
    const Radiograph latin = readSmall([](DcmDataset& d) {
        d.putAndInsertString(DCM_SpecificCharacterSet, "ISO_IR 100");
        d.putAndInsertString(DCM_PatientName, "M\xFCller^J\xFCrgen");
    });
    QCOMPARE(latin.patientName, QStringLiteral("Müller^Jürgen"));
    const Radiograph unicode = readSmall([](DcmDataset& d) {
        d.putAndInsertString(DCM_SpecificCharacterSet, "ISO_IR 192");
        d.putAndInsertString(DCM_PatientName, "山田^太郎");
    });
    QCOMPARE(unicode.patientName, QStringLiteral("山田^太郎"));
}

void TestImagingDicom::view_data()
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

void TestImagingDicom::view()
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

void TestImagingDicom::viewFromCodeSequence()
{
    const Radiograph r = readSmall([](DcmDataset& d) {
        d.findAndDeleteElement(DCM_ViewPosition);
        DcmItem* code = nullptr;
        d.findOrCreateSequenceItem(DCM_ViewCodeSequence, code, -2);
        code->putAndInsertString(DCM_CodeValue, "R-10206");
        code->putAndInsertString(DCM_CodeMeaning, "antero-posterior");
    });
    QCOMPARE(r.view, View::AnteroPosterior);
    QCOMPARE(r.viewText, QStringLiteral("antero-posterior"));
}

void TestImagingDicom::age_data()
{
    QTest::addColumn<QString>("age");
    QTest::addColumn<QString>("birth");
    QTest::addColumn<double>("years");
    QTest::newRow("years") << QStringLiteral("045Y") << QString() << 45.0;
    QTest::newRow("months") << QStringLiteral("018M") << QString() << 1.5;
    QTest::newRow("weeks") << QStringLiteral("052W") << QString() << 52 * 7 / 365.25;
    QTest::newRow("days") << QStringLiteral("003D") << QString() << 3 / 365.25;
    QTest::newRow("dates") << QString() << QStringLiteral("19800101") << 40.0;
    QTest::newRow("no age") << QStringLiteral("old") << QString() << -1.0;
    QTest::newRow("born later") << QString() << QStringLiteral("20300101") << -1.0;
}

void TestImagingDicom::age()
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

void TestImagingDicom::spacingPrefersPixelSpacing()
{
    const auto imager = setText(DCM_ImagerPixelSpacing, "0.2\\0.25");
    const Radiograph detector = readSmall(imager);
    QVERIFY(detector.spacing);
    QCOMPARE(detector.spacing->rowMm, 0.2);
    QCOMPARE(detector.spacing->columnMm, 0.25);
    QCOMPARE(detector.spacing->source, SpacingSource::ImagerPixelSpacing);
    const Radiograph both = readSmall([&](DcmDataset& d) {
        imager(d);
        d.putAndInsertString(DCM_PixelSpacing, "0.15\\0.15");
    });
    QCOMPARE(both.spacing->source, SpacingSource::PixelSpacing);
    QCOMPARE(readSmall(setText(DCM_NominalScannedPixelSpacing, "0.1\\0.1")).spacing->source,
             SpacingSource::NominalScannedPixelSpacing);
    QVERIFY(!readSmall(setText(DCM_PixelSpacing, "0\\0")).spacing);
    QVERIFY(!readSmall({}).spacing);
}

void TestImagingDicom::bodyPartFromAnatomicRegion()
{
    const Radiograph r = readSmall([](DcmDataset& d) {
        d.findAndDeleteElement(DCM_BodyPartExamined);
        DcmItem* code = nullptr;
        d.findOrCreateSequenceItem(DCM_AnatomicRegionSequence, code, -2);
        code->putAndInsertString(DCM_CodeMeaning, "Knee");
    });
    QCOMPARE(r.bodyPart, QStringLiteral("KNEE"));
    QVERIFY(r.refusal);
}

void TestImagingDicom::refusal_data()
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

void TestImagingDicom::refusal()
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

void TestImagingDicom::objectsWithoutPicture_data()
{
    QTest::addColumn<QByteArray>("sopClass");
    QTest::addColumn<QByteArray>("modality");
    QTest::addColumn<QString>("words");
    QTest::newRow("report") << QByteArray(UID_BasicTextSRStorage) << QByteArray("SR")
                            << QStringLiteral("structured report");
    QTest::newRow("plan") << QByteArray(UID_RTPlanStorage) << QByteArray("RTPLAN")
                          << QStringLiteral("radiotherapy plan");
    QTest::newRow("PDF") << QByteArray(UID_EncapsulatedPDFStorage) << QByteArray("DOC")
                         << QStringLiteral("document");
    QTest::newRow("class only") << QByteArray(UID_GrayscaleSoftcopyPresentationStateStorage)
                                << QByteArray("") << QStringLiteral("PresentationState");
}

void TestImagingDicom::objectsWithoutPicture()
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

void TestImagingDicom::keepsAllWindowsAndTables()
{
    const Radiograph r = readSmall([](DcmDataset& d) {
        d.putAndInsertString(DCM_WindowCenter, "1000\\2000");
        d.putAndInsertString(DCM_WindowWidth, "500\\0.5");
        d.putAndInsertString(DCM_WindowCenterWidthExplanation, "SOFT\\BAD");
        addLut(d, true, 10, 8, {0, 100, 255}, "CURVE");
    });
    QCOMPARE(r.vois.size(), std::size_t{2});
    const auto& table = std::get<VoiTable>(r.vois[0]);
    QCOMPARE(table.firstValue, 10);
    QCOMPARE(table.bits, 8);
    QCOMPARE(table.entries.size(), std::size_t{3});
    QCOMPARE(table.name, QStringLiteral("CURVE"));
    QCOMPARE(std::get<VoiWindow>(r.vois[1]),
             (VoiWindow{1000, 500, VoiFunction::Linear, QStringLiteral("SOFT")}));
    QCOMPARE(r.initialVoi, r.vois[0]);
    QVERIFY(r.notes.join(u' ').contains(QStringLiteral("width is 0.5")));
}

void TestImagingDicom::notesWhatWasDone_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<DicomSpec>("spec");
    DicomSpec frames = small();
    frames.frames = 2;
    frames.values.insert(frames.values.end(), frames.values.begin(),
                         frames.values.begin() + 24 * 16);
    QTest::newRow("frames") << QStringLiteral("2 frames") << frames;
    DicomSpec colours = small();
    colours.samplesPerPixel = 3;
    colours.photometric = QStringLiteral("RGB");
    colours.bitsAllocated = 8;
    colours.bitsStored = 8;
    colours.highBit = 7;
    colours.values = drawColours(24, 16, 255);
    QTest::newRow("colour") << QStringLiteral("luminance") << colours;
    DicomSpec raw = small(setText(DCM_PresentationIntentType, "FOR PROCESSING"));
    QTest::newRow("raw") << QStringLiteral("FOR PROCESSING") << raw;
    QTest::newRow("slope") << QStringLiteral("slope is zero")
                           << small(setText(DCM_RescaleSlope, "0"));
    QTest::newRow("window") << QStringLiteral("no number") << small([](DcmDataset& d) {
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

void TestImagingDicom::partialRangeYbrIsStretched()
{
    DicomSpec spec = small();
    spec.columns = 2;
    spec.rows = 2;
    spec.samplesPerPixel = 3;
    spec.bitsAllocated = spec.bitsStored = 8;
    spec.highBit = 7;
    spec.photometric = QStringLiteral("YBR_PARTIAL_422");
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

void TestImagingDicom::hugePicturesAreTooLarge()
{
    ReadLimits limits;
    limits.maxPixels = 24 * 16 - 1;
    const auto r = readBytes(writeDicom(small()), limits);
    QVERIFY(!r);
    QCOMPARE(r.error().code, ErrorCode::TooLarge);
    QVERIFY(r.error().message.contains(QStringLiteral("24 x 16")));
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
    QFile file(folder.filePath(QStringLiteral("a.dcm")));
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
