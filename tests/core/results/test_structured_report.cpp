// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/results/ohif_reader.h"
#include "tests/core/results/result_fixture.h"

#include <dcmtk/dcmsr/dsrdoc.h>

#include <QTest>
#include <set>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;
using namespace ccad;
using namespace ccad::results;
using namespace ccad::test;

namespace {

std::unique_ptr<DcmFileFormat> report(const ReadyFilm& film)
{
    auto read = readBack(madeObject(ObjectKind::StructuredReport, film.request()).bytes);
    if (!read)
        qFatal("DCMTK does not read the report.");
    return read;
}

QString firstText(DcmDataset& dataset)
{
    for (DcmItem* item : contentOf(dataset))
        if (textIn(*item, DCM_RelationshipType) == u"CONTAINS")
            return textIn(*item, DCM_TextValue);
    return {};
}

/// The reference to the film that the first outline was selected from.
DcmItem& outlinedFilm(DcmFileFormat& file)
{
    DcmItem& outline = *allNamed(*file.getDataset(), "111030").front();
    DcmItem& image = *contentOf(outline).front();
    return *itemsOf(image, DCM_ReferencedSOPSequence).front();
}

ReaderVerdict reader(bool isComplete)
{
    return {u"Curie^Marie"_s,
            u"Radium Institute"_s,
            u"disagrees"_s,
            u"No finding"_s,
            u"Über die Lunge: klar."_s,
            QDateTime(QDate(2026, 11, 30), QTime(9, 30), Qt::UTC),
            isComplete};
}

} // namespace

class TestStructuredReport : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void dcmtkFindsItsTreeValid()
    {
        for (const auto kind : {GateDecision::Kind::Accepted, GateDecision::Kind::Refused}) {
            FilmResult result = madeUpResult(0, kind);
            result.reader = reader(true);
            const auto file = report({{}, result});
            DSRDocument document;
            QVERIFY2(document.read(*file->getDataset()).good(), "not a valid SR document");
            QVERIFY(document.isValid());
            QCOMPARE(document.getDocumentType(), DSRTypes::DT_Comprehensive3DSR);
        }
    }

    void ohifShowsIt_data()
    {
        QTest::addColumn<int>("label");
        QTest::addColumn<int>("frames");
        for (int label = 0; label < 3; ++label)
            for (const int frames : {1, 2})
                QTest::addRow("label %d, %d frames", label, frames) << label << frames;
    }
    void ohifShowsIt()
    {
        QFETCH(int, label);
        QFETCH(int, frames);
        FilmFixture fixture;
        fixture.frames = frames;
        const ReadyFilm film(fixture, madeUpResult(label, GateDecision::Kind::Warned));
        const auto file = report(film);
        OhifReport shown;
        try {
            shown = readAsOhif(*file->getDataset());
        } catch (const std::runtime_error& error) {
            QFAIL(error.what());
        }
        QCOMPARE(shown.referencedImages, QStringList{film.source().sopInstanceUid});
        QCOMPARE(shown.measurements.size(), std::size_t{3});
        for (std::size_t i = 0; i < 3; ++i) {
            const ClassResult& one = film.result().classes[i];
            const OhifMeasurement& measurement = shown.measurements[i];
            QVERIFY(measurement.trackingIdentifier.startsWith(one.title));
            QCOMPARE(measurement.labels,
                     QStringList{u"Probability: %1 %"_s.arg(one.probability * 100, 0, 'f', 2)});
            QCOMPARE(measurement.referencedSopInstanceUid, film.source().sopInstanceUid);
            QVERIFY(measurement.graphicData.size() >= 8);
        }
    }

    void numbersAndOutlinesComeBackAsTheyWere()
    {
        const ReadyFilm film({}, madeUpResult(1, GateDecision::Kind::Accepted));
        const auto file = report(film);
        const auto groups = allNamed(*file->getDataset(), "125007");
        QCOMPARE(groups.size(), std::size_t{3});
        for (std::size_t i = 0; i < 3; ++i) {
            const ClassResult& one = film.result().classes[i];
            DcmItem* number = contentNamed(*groups[i], "122157");
            QVERIFY(number != nullptr);
            DcmItem& value = *itemsOf(*number, DCM_MeasuredValueSequence).front();
            QVERIFY(std::abs(textIn(value, DCM_NumericValue).toDouble() / 100 - one.probability)
                    < 1e-12);
            QCOMPARE(codeIn(value, DCM_MeasurementUnitsCodeSequence), u"%"_s);
            QCOMPARE(codeIn(*contentNamed(*groups[i], "121071"), DCM_ConceptCodeSequence),
                     one.code.value);
            if (one.regions.empty())
                continue;
            const auto data = graphicData(*contentNamed(*groups[i], "111030"));
            const auto& points = one.regions.front().points;
            QCOMPARE(data.size(), 2 * (points.size() + 1));
            for (std::size_t p = 0; p < points.size(); ++p) {
                QVERIFY(std::abs(data[2 * p] - points[p].x * film.source().columns) < 0.001);
                QVERIFY(std::abs(data[2 * p + 1] - points[p].y * film.source().rows) < 0.001);
            }
            QCOMPARE(data[0], data[data.size() - 2]); // closed
            QCOMPARE(data[1], data[data.size() - 1]);
        }
    }

    /// Coordinates count pixels of the file, however CCAD has read it.
    void coordinatesAreThoseOfTheFile()
    {
        FilmFixture fixture;
        fixture.tags = [](DcmDataset& dataset) {
            dataset.putAndInsertString(DCM_PixelAspectRatio, "2\\1"); // read with square pixels
        };
        const ReadyFilm film(fixture, madeUpResult(0, GateDecision::Kind::Accepted));
        QVERIFY(film.radiograph().stored.has_value());
        const auto file = report(film);
        const auto data = graphicData(*allNamed(*file->getDataset(), "111030").front());
        float bottom = 0;
        for (std::size_t i = 1; i < data.size(); i += 2)
            bottom = std::max(bottom, data[i]);
        QVERIFY(bottom <= 112);
        double lowest = 0;
        for (const ContourPoint& point : film.result().classes[0].regions.front().points)
            lowest = std::max(lowest, point.y);
        QVERIFY(std::abs(bottom - lowest * 112) < 1);
    }

    /// A number needs a region, or OHIF shows nothing of the report.
    void aFlatMapHasTheWholeFilmAsItsRegion()
    {
        const ReadyFilm film({}, madeUpResult(0, GateDecision::Kind::Accepted));
        QVERIFY(film.result().classes[2].regions.empty());
        const auto file = report(film);
        DcmItem& group = *allNamed(*file->getDataset(), "125007")[2];
        const auto data = graphicData(*contentNamed(group, "111030"));
        QCOMPARE(data, (std::vector<float>{0, 0, 96, 0, 96, 112, 0, 112, 0, 0}));
        QVERIFY(
            textIn(*contentNamed(group, "region-words"), DCM_TextValue).contains(u"whole film"));
    }

    void framesAreNamed()
    {
        FilmFixture fixture;
        fixture.modality = "SC";
        fixture.frames = 2;
        const auto file = report({fixture, madeUpResult(0, GateDecision::Kind::Accepted)});
        QCOMPARE(textIn(outlinedFilm(*file), DCM_ReferencedFrameNumber), u"1"_s);
        DcmItem& study
            = *itemsOf(*file->getDataset(), DCM_CurrentRequestedProcedureEvidenceSequence).front();
        DcmItem& series = *itemsOf(study, DCM_ReferencedSeriesSequence).front();
        QCOMPARE(textIn(series, DCM_SeriesInstanceUID), u"2.25.103"_s);
        QCOMPARE(
            textIn(*itemsOf(series, DCM_ReferencedSOPSequence).front(), DCM_ReferencedSOPClassUID),
            QString::fromLatin1(UID_MultiframeGrayscaleWordSecondaryCaptureImageStorage));
    }

    /// PS3.3 10.3: only of a multi-frame image.
    void framesOfASingleFrameClassAreNotNamed()
    {
        for (const char* modality : {"DX", "CR"}) {
            FilmFixture fixture;
            fixture.modality = modality;
            fixture.frames = 2;
            const auto file = report({fixture, madeUpResult(0, GateDecision::Kind::Accepted)});
            QVERIFY(!outlinedFilm(*file).tagExists(DCM_ReferencedFrameNumber));
        }
    }

    void researchUseOnlyIsSeenFirst()
    {
        const auto file = report({{}, madeUpResult(0, GateDecision::Kind::Accepted)});
        QCOMPARE(firstText(*file->getDataset()), u"Research use only. Not for diagnosis."_s);
        QVERIFY(textIn(*file->getDataset(), DCM_SeriesDescription).contains(u"research only"));
        QVERIFY(!textIn(*file->getDataset(), DCM_SeriesDescription).contains(u"RED"));
    }

    void aRedAuditIsSeenFirst()
    {
        FilmResult result = madeUpResult(0, GateDecision::Kind::Accepted);
        result.audit = {AuditSummary::Colour::Red, u"The border tells the class."_s};
        const auto file = report({{}, result});
        DcmDataset& dataset = *file->getDataset();
        QVERIFY(textIn(dataset, DCM_SeriesDescription).startsWith(u"RED AUDIT"));
        QVERIFY(firstText(dataset).contains(u"Shortcut audit red: The border tells the class."));
        const auto shown = readAsOhif(dataset);
        for (const OhifMeasurement& measurement : shown.measurements)
            QVERIFY(measurement.trackingIdentifier.contains(u"RED AUDIT"));
        QCOMPARE(codeIn(*allNamed(dataset, "audit").front(), DCM_ConceptCodeSequence),
                 u"audit-red"_s);
    }

    void aRefusalIsSeenFirst()
    {
        const auto file = report({{}, madeUpResult(0, GateDecision::Kind::Refused)});
        DcmDataset& dataset = *file->getDataset();
        QVERIFY(firstText(dataset).contains(u"The film was refused: The picture is unlike"));
        QCOMPARE(codeIn(*allNamed(dataset, "gate").front(), DCM_ConceptCodeSequence),
                 u"gate-refused"_s);
        QVERIFY(allNamed(dataset, "possible").empty());
    }

    void evaluationsSayAllThatTheModelDid()
    {
        FilmResult result = madeUpResult(0, GateDecision::Kind::Warned);
        result.warnings << u"The lungs were not found; the whole picture was used."_s;
        const auto file = report({{}, result});
        DcmDataset& dataset = *file->getDataset();
        const auto code = [&dataset](const char* name) {
            return codeIn(*allNamed(dataset, name).front(), DCM_ConceptCodeSequence);
        };
        QCOMPARE(code("gate"), u"gate-warned"_s);
        QCOMPARE(code("audit"), u"audit-amber"_s);
        QCOMPARE(code("threshold"), u"10828004"_s);
        QCOMPARE(code("label"), u"840539006"_s);
        QCOMPARE(code("map-grade"), u"map-fair"_s);
        QCOMPARE(allNamed(dataset, "possible").size(), std::size_t{2});
        QCOMPARE(textIn(*allNamed(dataset, "possible-words").front(), DCM_TextValue),
                 u"Possible at 90 % coverage: COVID-19 pneumonia or No finding; the model does not "
                 "know which."_s);
        QStringList warnings;
        for (DcmItem* item : allNamed(dataset, "warning"))
            warnings << textIn(*item, DCM_TextValue);
        QCOMPARE(warnings, result.warnings);
        QStringList parameters;
        for (DcmItem* item : contentOf(*allNamed(dataset, "122157").front()))
            if (nameIn(*item) == u"111002")
                parameters << textIn(*item, DCM_TextValue);
        QVERIFY(parameters.contains(u"weights SHA-256 = "_s + result.modelSha256));
        QVERIFY(parameters.contains(u"threshold = 0.61"_s));
        QVERIFY(parameters.contains(u"temperature = 1.25"_s));
        QVERIFY(parameters.contains(u"region level = 0.5"_s));
    }

    void withoutAReaderItIsUnverified()
    {
        const auto file = report({{}, madeUpResult(0, GateDecision::Kind::Accepted)});
        DcmDataset& dataset = *file->getDataset();
        QCOMPARE(textIn(dataset, DCM_VerificationFlag), u"UNVERIFIED"_s);
        QCOMPARE(textIn(dataset, DCM_CompletionFlag), u"PARTIAL"_s);
        QCOMPARE(textIn(dataset, DCM_PreliminaryFlag), u"PRELIMINARY"_s);
        QVERIFY(itemsOf(dataset, DCM_VerifyingObserverSequence).empty());
        QVERIFY(allNamed(dataset, "reader").empty());
    }

    void aReaderIsNamed_data()
    {
        QTest::addColumn<bool>("isComplete");
        QTest::newRow("begun") << false;
        QTest::newRow("finished") << true;
    }
    void aReaderIsNamed()
    {
        QFETCH(bool, isComplete);
        FilmResult result = madeUpResult(0, GateDecision::Kind::Accepted);
        result.reader = reader(isComplete);
        const auto file = report({{}, result});
        DcmDataset& dataset = *file->getDataset();
        QCOMPARE(textIn(dataset, DCM_VerificationFlag),
                 isComplete ? u"VERIFIED"_s : u"UNVERIFIED"_s);
        QCOMPARE(textIn(dataset, DCM_CompletionFlag), isComplete ? u"COMPLETE"_s : u"PARTIAL"_s);
        const auto verifiers = itemsOf(dataset, DCM_VerifyingObserverSequence);
        QCOMPARE(verifiers.size(), std::size_t{isComplete ? 1U : 0U});
        if (isComplete) {
            QCOMPARE(textIn(*verifiers[0], DCM_VerifyingObserverName), u"Curie^Marie"_s);
            QCOMPARE(textIn(*verifiers[0], DCM_VerificationDateTime), u"20261130093000"_s);
        }
        DcmItem& said = *allNamed(dataset, "reader").front();
        QCOMPARE(textIn(*contentNamed(said, "121008"), DCM_PersonName), u"Curie^Marie"_s);
        QCOMPARE(textIn(*contentNamed(said, "121106"), DCM_TextValue), u"Über die Lunge: klar."_s);
    }

    void severityComesOnRequestAlone()
    {
        FilmResult result = madeUpResult(0, GateDecision::Kind::Accepted);
        QCOMPARE(allNamed(*report({{}, result})->getDataset(), "severity-extent").size(),
                 std::size_t{0});
        result.isSeverityAsked = true;
        result.severity = {{SeverityScore::Extent, 3.1, 1.2, 5.0}};
        const auto file = report({{}, result});
        QCOMPARE(allNamed(*file->getDataset(), "severity-extent").size(), std::size_t{1});
        QVERIFY(textIn(*allNamed(*file->getDataset(), "severity-words").front(), DCM_TextValue)
                    .contains(u"research output"));
        QCOMPARE(readAsOhif(*file->getDataset()).measurements.size(), std::size_t{4});
    }

    void patientStudyAndSeriesAreRight()
    {
        const ReadyFilm film({}, madeUpResult(0, GateDecision::Kind::Accepted));
        const auto file = report(film);
        DcmDataset& dataset = *file->getDataset();
        QCOMPARE(textIn(dataset, DCM_SpecificCharacterSet), u"ISO_IR 192"_s);
        QCOMPARE(textIn(dataset, DCM_PatientName), u"Müller^Jürgen"_s);
        QCOMPARE(textIn(dataset, DCM_PatientID), u"CXR-0042"_s);
        QCOMPARE(textIn(dataset, DCM_StudyInstanceUID), u"2.25.102"_s);
        QVERIFY(textIn(dataset, DCM_SeriesInstanceUID) != u"2.25.103");
        QCOMPARE(textIn(dataset, DCM_TimezoneOffsetFromUTC), u"+0100"_s);
        QCOMPARE(textIn(dataset, DCM_ContentDate), u"20261130"_s);
        QCOMPARE(textIn(dataset, DCM_ContentTime), u"082311"_s);
        DcmItem& equipment = *itemsOf(dataset, DCM_ContributingEquipmentSequence).front();
        QCOMPARE(textIn(equipment, DCM_DeviceUID), deviceUid(film.result()));
        QCOMPARE(textIn(equipment, DCM_ManufacturerModelName), u"made-up"_s);
        DcmMetaInfo& meta = *file->getMetaInfo();
        QCOMPARE(textIn(meta, DCM_TransferSyntaxUID), u"1.2.840.10008.1.2.1"_s);
        QCOMPARE(textIn(meta, DCM_MediaStorageSOPInstanceUID), textIn(dataset, DCM_SOPInstanceUID));
    }

    void allUidsAreUidsAndDiffer()
    {
        const auto file = report({{}, madeUpResult(0, GateDecision::Kind::Accepted)});
        std::set<QString> tracking;
        for (DcmItem* item : allNamed(*file->getDataset(), "112040"))
            tracking.insert(textIn(*item, DCM_UID));
        QCOMPARE(tracking.size(), std::size_t{3});
        for (const QString& uid : tracking)
            QVERIFY(uid.startsWith(u"2.25."));
    }

    void theSameResultIsTheSameBytes()
    {
        const FilmResult result = madeUpResult(2, GateDecision::Kind::Accepted);
        const ReadyFilm one({}, result);
        const ReadyFilm other({}, result);
        QCOMPARE(madeObject(ObjectKind::StructuredReport, one.request()).bytes,
                 madeObject(ObjectKind::StructuredReport, other.request()).bytes);
    }

    /// Words of a file or a model do not break out of their values.
    void wordsStayInTheirValues()
    {
        FilmResult result = madeUpResult(0, GateDecision::Kind::Accepted);
        result.modelName = u"a\\b\x1B[31m\n"_s + QString(100, u'x');
        result.classes[0].title = u"one\\two"_s;
        result.warnings = {u"Line one\nline two \\ still"_s, QString(20000, u'y')};
        const auto file = report({{}, result});
        DSRDocument document;
        QVERIFY(document.read(*file->getDataset()).good());
        DcmItem& equipment
            = *itemsOf(*file->getDataset(), DCM_ContributingEquipmentSequence).front();
        QCOMPARE(textIn(equipment, DCM_ManufacturerModelName),
                 (u"a/b [31m "_s + QString(100, u'x')).left(64));
        QCOMPARE(readAsOhif(*file->getDataset()).measurements.size(), std::size_t{3});
    }
};

QTEST_APPLESS_MAIN(TestStructuredReport)
#include "test_structured_report.moc"
