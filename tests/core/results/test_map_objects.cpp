// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/overlay/contours.h"
#include "core/overlay/saliency_grid.h"
#include "core/results/parametric_map.h"
#include "tests/core/results/judged_chest.h"

#include <dcmtk/dcmpmap/dpmparametricmapiod.h>
#include <dcmtk/dcmseg/segdoc.h>
#include <dcmtk/dcmseg/segment.h>

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::results;
using namespace ccad::test;

namespace {

/// Of a point from a piece of a line, all in pixels.
double distanceTo(std::array<double, 2> a, std::array<double, 2> b, std::array<double, 2> point)
{
    const double x = b[0] - a[0];
    const double y = b[1] - a[1];
    const double length = x * x + y * y;
    const double along = length == 0
        ? 0
        : std::clamp(((point[0] - a[0]) * x + (point[1] - a[1]) * y) / length, 0.0, 1.0);
    return std::hypot(a[0] + along * x - point[0], a[1] + along * y - point[1]);
}

/// In pixels of a film of that size.
double distanceTo(const std::vector<ContourLine>& lines, const ContourPoint& point, int columns,
                  int rows)
{
    const auto inPixels = [&](const ContourPoint& p) {
        return std::array{p.x * columns, p.y * rows};
    };
    double best = 1e9;
    for (const ContourLine& line : lines)
        for (std::size_t i = 1; i < line.points.size(); ++i)
            best = std::min(best,
                            distanceTo(inPixels(line.points[i - 1]), inPixels(line.points[i]),
                                       inPixels(point)));
    return best;
}

} // namespace

/// Parametric maps and segmentations, read back by DCMTK's own classes for them.
class TestMapObjects : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aMapKeepsItsNumbers();
    void aMapGivesTheOutlineAgain();
    void aMapSaysWhatItsNumbersMean();
    void aMapCoversTheFilm();
    void dcmtkReadsTheMap();
    void withoutMapsThereIsNone();
    void lungsAreBitsOfTheFilm();
    void dcmtkReadsTheLungs();
    void withoutLungsThereAreNone();
};

void TestMapObjects::aMapKeepsItsNumbers()
{
    FilmFixture kind;
    kind.columns = 700;
    kind.rows = 900;
    const JudgedChest chest(kind);
    const auto file = readBack(chest.make(ObjectKind::ParametricMap).bytes);
    QVERIFY(file != nullptr);
    const MapGrid grid = mapGridOf(700, 900);
    QCOMPARE(grid, (MapGrid{398, 512}));
    const std::vector<float> values = floatsOf(*file->getDataset(), DCM_FloatPixelData);
    const std::size_t frame = std::size_t{398} * 512;
    QCOMPARE(values.size(), 3 * frame);
    for (std::size_t i = 0; i < 3; ++i) {
        const PlacedMap& map = chest.result.classes[i].map;
        const std::vector<float> expected = enlarged(map.map, map.window, 398, 512);
        QVERIFY(std::equal(expected.begin(), expected.end(),
                           values.begin() + static_cast<std::ptrdiff_t>(i * frame)));
    }
}

void TestMapObjects::aMapGivesTheOutlineAgain()
{
    FilmFixture kind;
    kind.columns = 700;
    kind.rows = 900;
    const JudgedChest chest(kind);
    const auto file = readBack(chest.make(ObjectKind::ParametricMap).bytes);
    QVERIFY(file != nullptr);
    const std::vector<float> values = floatsOf(*file->getDataset(), DCM_FloatPixelData);
    const std::size_t frame = std::size_t{398} * 512;
    const std::vector<ContourLine> again
        = contourLines(std::span(values).first(frame), 398, 512, 0.5F);
    const auto& regions = chest.result.classes[0].regions;
    QVERIFY(!regions.empty());
    for (const ContourLine& region : regions)
        for (const ContourPoint& point : region.points) {
            const double away = distanceTo(again, point, 700, 900);
            QVERIFY2(away <= 1, qPrintable(QString::number(away)));
        }
}

void TestMapObjects::aMapSaysWhatItsNumbersMean()
{
    const JudgedChest chest;
    const auto file = readBack(chest.make(ObjectKind::ParametricMap).bytes);
    QVERIFY(file != nullptr);
    DcmDataset& map = *file->getDataset();
    QCOMPARE(textIn(map, DCM_ContentQualification), u"RESEARCH"_s);
    QCOMPARE(textIn(map, DCM_BurnedInAnnotation), u"NO"_s);
    QCOMPARE(int(itemsOf(map, DCM_PerFrameFunctionalGroupsSequence).size()), 3);
    const QStringList names{u"covid"_s, u"normal"_s, u"pneumonia"_s};
    for (std::size_t i = 0; i < 3; ++i) {
        DcmItem& frame = itemOf(map, DCM_PerFrameFunctionalGroupsSequence, i);
        DcmItem& meaning = itemOf(frame, DCM_RealWorldValueMappingSequence);
        QCOMPARE(textIn(meaning, DCM_LUTLabel), names[qsizetype(i)]);
        QCOMPARE(textIn(meaning, DCM_RealWorldValueSlope), u"1"_s);
        QCOMPARE(textIn(meaning, DCM_RealWorldValueIntercept), u"0"_s);
        DcmItem& quantity = itemOf(meaning, DCM_QuantityDefinitionSequence);
        QCOMPARE(textIn(itemOf(quantity, DCM_ConceptCodeSequence), DCM_CodeValue), u"130404"_s);
    }
    DcmItem& shared = itemOf(map, DCM_SharedFunctionalGroupsSequence);
    DcmItem& transformation = itemOf(shared, DCM_PixelValueTransformationSequence);
    QCOMPARE(textIn(transformation, DCM_RescaleSlope), u"1"_s);
    QCOMPARE(textIn(transformation, DCM_RescaleIntercept), u"0"_s);
    DcmItem& source = itemOf(itemOf(shared, DCM_DerivationImageSequence), DCM_SourceImageSequence);
    QCOMPARE(referenceOf(source), chest.film.sopClassUid + u"/2.25.101"_s);
}

void TestMapObjects::aMapCoversTheFilm()
{
    FilmFixture kind;
    kind.columns = 1024;
    kind.rows = 512;
    kind.tags = [](DcmDataset& d) { d.putAndInsertString(DCM_ImagerPixelSpacing, "0.2\\0.2"); };
    const JudgedChest chest(kind);
    const auto file = readBack(chest.make(ObjectKind::ParametricMap).bytes);
    QVERIFY(file != nullptr);
    DcmItem& shared = itemOf(*file->getDataset(), DCM_SharedFunctionalGroupsSequence);
    QCOMPARE(textIn(itemOf(shared, DCM_PixelMeasuresSequence), DCM_PixelSpacing), u"0.4\\0.4"_s);
    QCOMPARE(textIn(itemOf(shared, DCM_PlanePositionSequence), DCM_ImagePositionPatient),
             u"0.1\\0.1\\0"_s);
}

void TestMapObjects::dcmtkReadsTheMap()
{
    const JudgedChest chest;
    const auto file = readBack(chest.make(ObjectKind::ParametricMap).bytes);
    QVERIFY(file != nullptr);
    auto read = DPMParametricMapIOD::loadDataset(*file->getDataset());
    auto* const* map = OFget<DPMParametricMapIOD*>(&read);
    QVERIFY2(map != nullptr, "DCMTK cannot read the parametric map");
    const std::unique_ptr<DPMParametricMapIOD> owned(*map);
    QCOMPARE(int(owned->getFunctionalGroups().getNumberOfFrames()), 3);
}

void TestMapObjects::withoutMapsThereIsNone()
{
    JudgedChest chest;
    for (ClassResult& one : chest.result.classes)
        one.map = {};
    const auto made = chest.tryToMake(ObjectKind::ParametricMap);
    QVERIFY(!made);
    QCOMPARE(made.error().code, ErrorCode::Unsupported);
}

void TestMapObjects::lungsAreBitsOfTheFilm()
{
    FilmFixture kind;
    kind.columns = 101; // rows do not end with bytes
    kind.rows = 67;
    const JudgedChest chest(kind);
    const auto file = readBack(chest.make(ObjectKind::Segmentation).bytes);
    QVERIFY(file != nullptr);
    DcmDataset& lungs = *file->getDataset();
    QCOMPARE(textIn(lungs, DCM_Columns), u"101"_s);
    QCOMPARE(textIn(lungs, DCM_Rows), u"67"_s);
    const std::vector<std::uint8_t> bits = bytesOf(lungs, DCM_PixelData);
    const std::vector<float> expected = enlarged(*chest.lungs, 101, 67);
    QVERIFY(bits.size() >= (expected.size() + 7) / 8);
    int inside = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const bool isLung = (bits[i / 8] >> i % 8 & 1) != 0;
        inside += isLung;
        if (std::abs(expected[i] - 0.5F) > 1e-4F)
            QCOMPARE(isLung, expected[i] >= 0.5F);
    }
    QVERIFY(inside > 500 && inside < 5000);
}

void TestMapObjects::dcmtkReadsTheLungs()
{
    const JudgedChest chest;
    const auto file = readBack(chest.make(ObjectKind::Segmentation).bytes);
    QVERIFY(file != nullptr);
    DcmSegmentation* read = nullptr;
    const OFCondition state = DcmSegmentation::loadDataset(*file->getDataset(), read);
    QVERIFY2(state.good(), state.text());
    const std::unique_ptr<DcmSegmentation> lungs(read);
    QCOMPARE(int(lungs->getNumberOfSegments()), 1);
    QCOMPARE(int(lungs->getNumberOfFrames()), 1);
    DcmSegment* segment = lungs->getSegment(1);
    QVERIFY(segment != nullptr);
    OFString label;
    QVERIFY(segment->getSegmentLabel(label).good());
    QCOMPARE(QString::fromLatin1(label.c_str()), u"Lungs"_s);
}

void TestMapObjects::withoutLungsThereAreNone()
{
    JudgedChest chest;
    chest.lungs.reset();
    const auto made = chest.tryToMake(ObjectKind::Segmentation);
    QVERIFY(!made);
    QCOMPARE(made.error().code, ErrorCode::Unsupported);
    QVERIFY(made.error().message.contains(u"lungs"_s));
}

QTEST_GUILESS_MAIN(TestMapObjects)
#include "test_map_objects.moc"
