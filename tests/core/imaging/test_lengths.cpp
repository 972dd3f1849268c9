// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/imaging/small_files.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

using Values = std::vector<std::pair<DcmTagKey, const char*>>;

Radiograph read(const Values& values, int side = 64)
{
    DicomSpec spec;
    spec.columns = side;
    spec.rows = side;
    spec.values = drawChest(side, side, 4095);
    spec.tags = [&](DcmDataset& dataset) {
        for (const auto& [tag, value] : values)
            dataset.putAndInsertString(tag, value);
    };
    auto radiograph = readBytes(writeDicom(spec));
    if (!radiograph)
        qFatal("%s", qPrintable(radiograph.error().message));
    return *std::move(radiograph);
}

const DcmTagKey pixel = DCM_PixelSpacing;
const DcmTagKey imager = DCM_ImagerPixelSpacing;
const DcmTagKey scanned = DCM_NominalScannedPixelSpacing;
const DcmTagKey factor = DCM_EstimatedRadiographicMagnificationFactor;
const DcmTagKey toDetector = DCM_DistanceSourceToDetector;
const DcmTagKey toPatient = DCM_DistanceSourceToPatient;
const DcmTagKey type = DCM_PixelSpacingCalibrationType;

} // namespace

/// What the millimetres of a file are, and in which plane they hold.
class TestImagingLengths final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void planes_data()
    {
        QTest::addColumn<Values>("values");
        QTest::addColumn<double>("mm");
        QTest::addColumn<SpacingSource>("source");
        QTest::addColumn<QString>("note"); // part of it; empty: there is none
        const auto row = [](const char* name, const Values& values, double mm, SpacingSource source,
                            const QString& note = {}) {
            QTest::newRow(name) << values << mm << source << note;
        };
        using S = SpacingSource;
        row("at the detector", {{imager, "0.2\\0.2"}}, 0.2, S::ImagerPixelSpacing);
        row("on the film", {{scanned, "0.1\\0.1"}}, 0.1, S::NominalScannedPixelSpacing);
        row("not stated", {{pixel, "0.2\\0.2"}}, 0.2, S::PixelSpacing);
        row("never corrected", {{imager, "0.2\\0.2"}, {pixel, "0.2\\0.20001"}}, 0.2,
            S::ImagerPixelSpacing);
        row("film never corrected", {{scanned, "0.2\\0.2"}, {pixel, "0.2\\0.2"}}, 0.2,
            S::NominalScannedPixelSpacing);
        row("corrected", {{imager, "0.2\\0.2"}, {pixel, "0.16\\0.16"}}, 0.16, S::Calibrated);
        row("by an object", {{pixel, "0.16\\0.16"}, {type, "FIDUCIAL"}}, 0.16,
            S::CalibratedByObject);
        row("by geometry", {{imager, "0.2\\0.2"}, {pixel, "0.16\\0.16"}, {type, "GEOMETRY"}}, 0.16,
            S::CalibratedByGeometry);
        row("described", {{pixel, "0.16\\0.16"}, {DCM_PixelSpacingCalibrationDescription, "ruler"}},
            0.16, S::Calibrated);
        row("a type, but nothing corrected",
            {{imager, "0.2\\0.2"}, {pixel, "0.2\\0.2"}, {type, "GEOMETRY"}}, 0.2,
            S::ImagerPixelSpacing);
        row("the patient larger than the picture", {{imager, "0.2\\0.2"}, {pixel, "0.4\\0.4"}}, 0.4,
            S::PixelSpacing, u"contradicts itself"_s);
        row("magnified", {{imager, "0.2\\0.2"}, {factor, "1.25"}}, 0.16, S::MagnificationFactor);
        row("magnified, decimal comma", {{imager, "0.2\\0.2"}, {factor, "1,25"}}, 0.16,
            S::MagnificationFactor, u"read as 1.25"_s);
        row("magnified, never corrected",
            {{imager, "0.2\\0.2"}, {pixel, "0.2\\0.2"}, {factor, "1.25"}}, 0.16,
            S::MagnificationFactor);
        row("distances", {{imager, "0.2\\0.2"}, {toDetector, "1800"}, {toPatient, "1500"}},
            0.2 / 1.2, S::SourceDistances);
        row("factor and distances",
            {{imager, "0.2\\0.2"}, {factor, "1.2"}, {toDetector, "1800"}, {toPatient, "1500"}},
            0.2 / 1.2, S::MagnificationFactor);
        row("factor against distances",
            {{imager, "0.2\\0.2"}, {factor, "1.5"}, {toDetector, "1800"}, {toPatient, "1500"}},
            0.2 / 1.5, S::MagnificationFactor, u"contradicts itself"_s);
        row("a factor of 1 says nothing", {{imager, "0.2\\0.2"}, {factor, "1"}}, 0.2,
            S::ImagerPixelSpacing);
        row("an impossible factor", {{imager, "0.2\\0.2"}, {factor, "12.5"}}, 0.2,
            S::ImagerPixelSpacing, u"was ignored"_s);
        row("a negative factor", {{imager, "0.2\\0.2"}, {factor, "-1.25"}}, 0.2,
            S::ImagerPixelSpacing, u"was ignored"_s);
        row("a factor that is no number", {{imager, "0.2\\0.2"}, {factor, "nan"}}, 0.2,
            S::ImagerPixelSpacing, u"is no number"_s);
        row("an impossible factor, but distances",
            {{imager, "0.2\\0.2"}, {factor, "0"}, {toDetector, "1800"}, {toPatient, "1500"}},
            0.2 / 1.2, S::SourceDistances, u"was ignored"_s);
        row("unknown distances", {{imager, "0.2\\0.2"}, {toDetector, "1800"}, {toPatient, "0"}},
            0.2, S::ImagerPixelSpacing);
        row("distances of two units",
            {{imager, "0.2\\0.2"}, {toDetector, "1800"}, {toPatient, "1.5"}}, 0.2,
            S::ImagerPixelSpacing, u"contradict each other"_s);
        row("a factor for the film changes nothing", {{scanned, "0.1\\0.1"}, {factor, "1.25"}}, 0.1,
            S::NominalScannedPixelSpacing);
        row("magnified or not?", {{pixel, "0.2\\0.2"}, {factor, "1.25"}}, 0.2, S::PixelSpacing,
            u"does not say whether"_s);
        row("decimal comma", {{pixel, "0,143\\0,143"}}, 0.143, S::PixelSpacing,
            u"read as 0.143 and 0.143"_s);
        row("a comma for the backslash", {{pixel, "0.143,0.143"}}, 0.143, S::PixelSpacing,
            u"read as 0.143 and 0.143"_s);
        row("one value", {{imager, "0.143"}}, 0.143, S::ImagerPixelSpacing, u"read as 0.143"_s);
        row("three values", {{pixel, "0.143\\0.143\\1"}}, 0.143, S::PixelSpacing,
            u"read as 0.143"_s);
        row("metres", {{imager, "0.000143\\0.000143"}}, 0.143, S::ImagerPixelSpacing,
            u"in metres"_s);
        row("micrometres", {{imager, "143\\143"}}, 0.143, S::ImagerPixelSpacing,
            u"in micrometres"_s);
        row("a unit", {{imager, "0.0143 cm\\0.0143 cm"}}, 0.143, S::ImagerPixelSpacing,
            u"in centimetres"_s);
        row("zero, but at the detector", {{pixel, "0\\0"}, {imager, "0.2\\0.2"}}, 0.2,
            S::ImagerPixelSpacing, u"was ignored"_s);
    }
    void planes()
    {
        QFETCH(Values, values);
        QFETCH(double, mm);
        QFETCH(SpacingSource, source);
        QFETCH(QString, note);
        const Radiograph r = read(values);
        QVERIFY(r.spacing);
        QCOMPARE(r.spacing->source, source);
        QVERIFY2(std::abs(r.spacing->rowMm - mm) < 1e-4 * mm,
                 qPrintable(QString::number(r.spacing->rowMm)));
        QVERIFY2(std::abs(r.spacing->columnMm - mm) < 1e-4 * mm,
                 qPrintable(QString::number(r.spacing->columnMm)));
        const QString notes = r.notes.join(u' ');
        QVERIFY2(note.isEmpty() ? notes.isEmpty() : notes.contains(note), qPrintable(notes));
    }

    void noMillimetresAreBetterThanWrongOnes_data()
    {
        QTest::addColumn<QByteArray>("written");
        for (const char* written :
             {"0\\0", "-0.2\\-0.2", "0.2\\0", "nan\\nan", "inf\\inf", "wide\\high", "1e300\\1e300",
              "1e-300\\1e-300", "0.2\\40", "40 HU\\40 HU", "1e9\\1e9"})
            QTest::newRow(written) << QByteArray(written);
    }
    void noMillimetresAreBetterThanWrongOnes()
    {
        QFETCH(QByteArray, written);
        for (const DcmTagKey& tag : {pixel, imager, scanned}) {
            const Radiograph r = read({{tag, written.constData()}});
            QVERIFY(!r.spacing);
            QCOMPARE(r.columns, 64);
            QVERIFY2(r.notes.join(u' ').contains(u"Spacing was ignored"_s),
                     qPrintable(r.notes.join(u' ')));
        }
    }

    void noSpacingIsNothingToTell()
    {
        const Radiograph r = read({});
        QVERIFY(!r.spacing && r.notes.isEmpty());
    }

    void aPictureOfFourCentimetresIsNoChest()
    {
        const Radiograph r = read({{imager, "0.0143\\0.0143"}}, 1024);
        QVERIFY(r.spacing);
        QVERIFY2(r.notes.join(u' ').contains(u"too small for a chest"_s),
                 qPrintable(r.notes.join(u' ')));
    }

    void aPictureOfFiveMetresHasNoMillimetres()
    {
        QVERIFY(!read({{imager, "5\\5"}}, 1024).spacing);
        QVERIFY(read({{imager, "5\\5"}}, 64).spacing); // a thumbnail has such pixels
    }

    void groupsOfEnhancedObjects()
    {
        const Radiograph r = readSmall([](DcmDataset& dataset) {
            DcmItem* groups = nullptr;
            DcmItem* measures = nullptr;
            dataset.findOrCreateSequenceItem(DCM_SharedFunctionalGroupsSequence, groups, -2);
            groups->findOrCreateSequenceItem(DCM_PixelMeasuresSequence, measures, -2);
            measures->putAndInsertString(DCM_PixelSpacing, "0,3\\0,3");
        });
        QVERIFY(r.spacing);
        QCOMPARE(r.spacing->rowMm, 0.3);
    }

    void windowsAndRescaleWithDecimalCommas()
    {
        const Radiograph r = read({{DCM_WindowCenter, "2048,5\\nan\\1000"},
                                   {DCM_WindowWidth, "4096,0\\7\\500"},
                                   {DCM_RescaleSlope, "0,5"},
                                   {DCM_RescaleIntercept, "-1024,5"}});
        QCOMPARE(r.valueScale, 0.5);
        QCOMPARE(r.valueOffset, -1024.5);
        QCOMPARE(r.vois.size(), std::size_t{2});
        QCOMPARE(std::get<VoiWindow>(r.vois[0]).center, 2048.5);
        QCOMPARE(std::get<VoiWindow>(r.vois[0]).width, 4096.0);
        QCOMPARE(std::get<VoiWindow>(r.vois[1]).width, 500.0);
        const QString notes = r.notes.join(u' ');
        for (const QString& attribute :
             {u"Window Center"_s, u"Window Width"_s, u"Rescale Slope"_s, u"Rescale Intercept"_s})
            QVERIFY2(notes.contains(u"The file's %1 is not written"_s.arg(attribute)),
                     qPrintable(notes));
        QVERIFY2(notes.contains(u"missing or no number"_s), qPrintable(notes));
    }

    void aSlopeThatIsAListIsNoSlope()
    {
        const Radiograph r = read({{DCM_RescaleSlope, "2 3"}});
        QCOMPARE(r.valueScale, 1.0);
        QVERIFY2(r.notes.join(u' ').contains(u"ignored"_s), qPrintable(r.notes.join(u' ')));
    }

    void framesMayHaveDecimals()
    {
        DicomSpec spec = small(setText(DCM_NumberOfFrames, "2.0"));
        spec.values.insert(spec.values.end(), spec.values.begin(), spec.values.end());
        const auto r = readBytes(writeDicom(spec));
        QVERIFY2(r, qPrintable(messageOf(r)));
        QVERIFY2(r->notes.join(u' ').contains(u"2 frames"_s), qPrintable(r->notes.join(u' ')));
    }
};

QTEST_GUILESS_MAIN(TestImagingLengths)
#include "test_lengths.moc"
