// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/display_lut.h"
#include "tests/core/results/judged_film.h"
#include "tests/core/results/read_object.h"

#include <dcmtk/dcmpstat/dvpstat.h>

#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::results;
using namespace ccad::test;

namespace {

void readState(const JudgedChest& chest, const ShownAs& shown, DcmFileFormat& file)
{
    readFile(chest.make(ObjectKind::PresentationState, shown).bytes, file);
}

ShownAs firstShown(const JudgedChest& chest)
{
    ShownAs shown;
    shown.voi = chest.radiograph.initialVoi;
    return shown;
}

/// The item of Graphic Annotation Sequence with that layer, or null.
DcmItem* layerOf(DcmItem& state, const QString& layer)
{
    for (int i = 0; i < countOf(state, DCM_GraphicAnnotationSequence); ++i) {
        DcmItem& item = itemOf(state, DCM_GraphicAnnotationSequence, static_cast<unsigned long>(i));
        if (textOf(item, DCM_GraphicLayer) == layer)
            return &item;
    }
    return nullptr;
}

/// The greatest difference between the greys that DCMTK's own viewer shows of film and state, and
/// those of the window.
int worstDifference(const JudgedChest& chest, const ShownAs& shown)
{
    DcmFileFormat stateFile;
    readState(chest, shown, stateFile);
    DcmFileFormat filmFile;
    readFile(chest.bytes, filmFile);
    DVPresentationState state;
    const void* pixels = nullptr;
    unsigned long width = 0;
    unsigned long height = 0;
    if (state.read(*stateFile.getDataset()).bad() || state.attachImage(&filmFile, OFFalse).bad()
        || state.getPixelData(pixels, width, height).bad())
        qFatal("DCMTK cannot show the presentation state");
    GrayImage8 screen = DisplayLut(chest.radiograph, shown.voi).apply8(chest.radiograph);
    if (int(width) != screen.width || int(height) != screen.height)
        return 256;
    int worst = 0;
    for (std::size_t i = 0; i < screen.pixels.size(); ++i) {
        const int grey = shown.inverted ? 255 - screen.pixels[i] : screen.pixels[i];
        worst = std::max(worst, std::abs(static_cast<const Uint8*>(pixels)[i] - grey));
    }
    return worst;
}

FilmKind signedFilm()
{
    FilmKind kind;
    kind.tags = [](DcmDataset& d) {
        d.putAndInsertUint16(DCM_PixelRepresentation, 1);
        d.putAndInsertString(DCM_RescaleIntercept, "-100.5");
        d.putAndInsertString(DCM_RescaleSlope, "2.5");
    };
    return kind;
}

FilmKind filmWithModalityLut()
{
    FilmKind kind;
    kind.bits = 8;
    kind.tags = [](DcmDataset& d) {
        std::vector<std::uint16_t> entries;
        for (int i = 0; i < 256; ++i)
            entries.push_back(static_cast<std::uint16_t>(i * i / 16));
        addLut(d, false, 0, 12, entries, "square");
    };
    return kind;
}

} // namespace

/// Grey presentation states, read back by DCMTK's own classes.
class TestPresentationState : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aViewerShowsTheGreysOfTheWindow_data();
    void aViewerShowsTheGreysOfTheWindow();
    void outlinesAreWithinAPixel();
    void outlinesLieInPixelsOfTheFile();
    void measurementsLieInPixelsOfTheFile();
    void turnsAreSaid();
    void theFilmIsReferredTo();
    void wordsComeWithIt();
    void withoutARegionThereIsNoOutline();
    void coloursHaveNone();
};

void TestPresentationState::aViewerShowsTheGreysOfTheWindow_data()
{
    QTest::addColumn<FilmKind>("kind");
    FilmKind negative;
    negative.isMonochrome1 = true;
    FilmKind byte;
    byte.bits = 8;
    FilmKind deep;
    deep.bits = 16;
    QTest::newRow("12 bits") << FilmKind();
    QTest::newRow("MONOCHROME1") << negative;
    QTest::newRow("8 bits") << byte;
    QTest::newRow("16 bits") << deep;
    QTest::newRow("signed, rescaled") << signedFilm();
    QTest::newRow("modality LUT") << filmWithModalityLut();
}

void TestPresentationState::aViewerShowsTheGreysOfTheWindow()
{
    QFETCH(const FilmKind, kind);
    const JudgedChest chest(kind);
    ShownAs shown = firstShown(chest);
    QVERIFY2(worstDifference(chest, shown) <= 1, "as it is first shown");

    const VoiWindow full = fullRangeWindow(chest.radiograph);
    shown.voi = VoiWindow{full.center * 0.9, full.width / 3, VoiFunction::Linear, u"narrow"_s};
    QVERIFY2(worstDifference(chest, shown) <= 1, "through a narrow window");
    shown.inverted = true;
    QVERIFY2(worstDifference(chest, shown) <= 1, "inverted");

    VoiTable table{static_cast<int>(full.center - full.width / 4), bitDepth<10>, {}, u"curve"_s};
    for (int i = 0; i < 64; ++i)
        table.entries.push_back(static_cast<std::uint16_t>(1023 - 16 * i));
    shown.voi = table;
    QVERIFY2(worstDifference(chest, shown) <= 1, "through a LUT");
}

void TestPresentationState::outlinesAreWithinAPixel()
{
    FilmKind kind;
    kind.columns = 480;
    kind.rows = 640;
    const JudgedChest chest(kind, 1);
    DcmFileFormat file;
    readState(chest, firstShown(chest), file);
    DcmItem* layer = layerOf(*file.getDataset(), u"OUTLINES"_s);
    QVERIFY(layer != nullptr);
    const auto& regions = chest.result.classes[1].regions;
    QCOMPARE(countOf(*layer, DCM_GraphicObjectSequence), int(regions.size()));
    for (std::size_t r = 0; r < regions.size(); ++r) {
        DcmItem& graphic = itemOf(*layer, DCM_GraphicObjectSequence, r);
        QCOMPARE(textOf(graphic, DCM_GraphicType), u"POLYLINE"_s);
        QCOMPARE(textOf(graphic, DCM_GraphicAnnotationUnits), u"PIXEL"_s);
        const std::vector<float> points = floatsOf(graphic, DCM_GraphicData);
        const std::size_t count = regions[r].points.size();
        QCOMPARE(points.size(), 2 * (count + 1)); // the first again
        QCOMPARE(textOf(graphic, DCM_NumberOfGraphicPoints), QString::number(count + 1));
        for (std::size_t i = 0; i <= count; ++i) {
            const ContourPoint point = regions[r].points[i % count];
            QVERIFY(std::abs(double(points[2 * i]) - point.x * 480) < 0.01);
            QVERIFY(std::abs(double(points[2 * i + 1]) - point.y * 640) < 0.01);
            // The label's map has its half at a known distance from its middle.
            const double away = std::hypot(double(points[2 * i]) / 480 - 0.7,
                                           double(points[2 * i + 1]) / 640 - 0.6);
            QVERIFY(away > 0.08 && away < 0.2);
        }
    }
}

void TestPresentationState::outlinesLieInPixelsOfTheFile()
{
    // Pixels twice as high as wide: the radiograph has 128 rows, the file 64.
    FilmKind kind;
    kind.tags = [](DcmDataset& d) {
        d.putAndInsertString(DCM_ImagerPixelSpacing, "0.4\\0.2");
    };
    const JudgedChest chest(kind, 1);
    QCOMPARE(chest.radiograph.rows, 128);
    QCOMPARE(chest.film.rows, 64);
    DcmFileFormat file;
    readState(chest, firstShown(chest), file);
    DcmItem* layer = layerOf(*file.getDataset(), u"OUTLINES"_s);
    QVERIFY(layer != nullptr);
    const std::vector<float> points
        = floatsOf(itemOf(*layer, DCM_GraphicObjectSequence), DCM_GraphicData);
    double sum = 0;
    for (std::size_t i = 1; i < points.size(); i += 2)
        sum += double(points[i]);
    QVERIFY(std::abs(sum / double(points.size() / 2) - 0.6 * 64) < 2);
    DcmItem& area = itemOf(*file.getDataset(), DCM_DisplayedAreaSelectionSequence);
    QCOMPARE(textOf(area, DCM_DisplayedAreaBottomRightHandCorner), u"96\\64"_s);
    QCOMPARE(textOf(area, DCM_PresentationPixelSpacing), u"0.4\\0.2"_s);
}

void TestPresentationState::measurementsLieInPixelsOfTheFile()
{
    FilmKind kind;
    kind.tags = [](DcmDataset& d) {
        d.putAndInsertString(DCM_ImagerPixelSpacing, "0.4\\0.2");
    };
    const JudgedChest chest(kind);
    ShownAs shown = firstShown(chest);
    shown.measurements = {{{{10, 20}, {30, 100}}, u"16.5 mm at the detector"_s},
                          {{{1, 2}, {3, 4}, {5, 2}}, u"90 degrees"_s},
                          {{{1, 2}}, u"not finished"_s}};
    DcmFileFormat file;
    readState(chest, shown, file);
    DcmItem* layer = layerOf(*file.getDataset(), u"MEASUREMENTS"_s);
    QVERIFY(layer != nullptr);
    QCOMPARE(countOf(*layer, DCM_GraphicObjectSequence), 2);
    QCOMPARE(floatsOf(itemOf(*layer, DCM_GraphicObjectSequence), DCM_GraphicData),
             (std::vector<float>{10, 10, 30, 50}));
    QCOMPARE(floatsOf(itemOf(*layer, DCM_GraphicObjectSequence, 1), DCM_GraphicData),
             (std::vector<float>{1, 1, 3, 2, 5, 1}));
    QCOMPARE(textOf(itemOf(*layer, DCM_TextObjectSequence), DCM_UnformattedTextValue),
             u"16.5 mm at the detector"_s);
    QCOMPARE(countOf(*file.getDataset(), DCM_GraphicLayerSequence), 3);
}

void TestPresentationState::turnsAreSaid()
{
    const JudgedChest chest;
    ShownAs shown = firstShown(chest);
    shown.quarterTurns = 1;
    shown.mirrored = true;
    DcmFileFormat file;
    readState(chest, shown, file);
    DcmDataset& state = *file.getDataset();
    QCOMPARE(textOf(state, DCM_ImageRotation), u"270"_s);
    QCOMPARE(textOf(state, DCM_ImageHorizontalFlip), u"Y"_s);
    DcmItem& area = itemOf(state, DCM_DisplayedAreaSelectionSequence);
    // Mirrored and turned clockwise, the film's lower right pixel is at the upper left.
    QCOMPARE(textOf(area, DCM_DisplayedAreaTopLeftHandCorner), u"96\\64"_s);
    QCOMPARE(textOf(area, DCM_DisplayedAreaBottomRightHandCorner), u"1\\1"_s);
}

void TestPresentationState::theFilmIsReferredTo()
{
    const JudgedChest chest;
    DcmFileFormat file;
    readState(chest, firstShown(chest), file);
    DcmDataset& state = *file.getDataset();
    const QString film = chest.film.sopClassUid + u"/2.25.101"_s;
    DcmItem& series = itemOf(state, DCM_ReferencedSeriesSequence);
    QCOMPARE(textOf(series, DCM_SeriesInstanceUID), u"2.25.103"_s);
    QCOMPARE(referenceOf(itemOf(series, DCM_ReferencedImageSequence)), film);
    for (const DcmTagKey& sequence : {DCM_DisplayedAreaSelectionSequence,
                                      DCM_SoftcopyVOILUTSequence, DCM_GraphicAnnotationSequence})
        QCOMPARE(referenceOf(itemOf(itemOf(state, sequence), DCM_ReferencedImageSequence)), film);
    QCOMPARE(textOf(state, DCM_StudyInstanceUID), u"2.25.102"_s);
    QVERIFY(textOf(state, DCM_SeriesInstanceUID) != u"2.25.103"_s);
    QCOMPARE(textOf(state, DCM_PresentationCreationDate), u"20260102"_s);
    QCOMPARE(textOf(state, DCM_PresentationCreationTime), u"101500"_s);
}

void TestPresentationState::wordsComeWithIt()
{
    const JudgedChest chest({}, 1);
    DcmFileFormat file;
    readState(chest, firstShown(chest), file);
    DcmItem* layer = layerOf(*file.getDataset(), u"TEXT"_s);
    QVERIFY(layer != nullptr);
    const QString words
        = textOf(itemOf(*layer, DCM_TextObjectSequence), DCM_UnformattedTextValue);
    QVERIFY2(words.startsWith(u"Research use only. Not for diagnosis."_s), qPrintable(words));
    QVERIFY2(words.contains(u"COVID-19 pneumonia 90.00 %"_s), qPrintable(words));
    QVERIFY2(words.contains(u"made-up 1.2.3"_s), qPrintable(words));
}

void TestPresentationState::withoutARegionThereIsNoOutline()
{
    JudgedChest chest;
    chest.result.classes[0].regions.clear();
    DcmFileFormat file;
    readState(chest, firstShown(chest), file);
    QVERIFY(layerOf(*file.getDataset(), u"OUTLINES"_s) == nullptr);
    QCOMPARE(countOf(*file.getDataset(), DCM_GraphicLayerSequence), 1);
}

void TestPresentationState::coloursHaveNone()
{
    JudgedChest chest;
    chest.radiograph.lowestStored.reset();
    const ResultUids uids(chest.film, u"picture"_s, chest.result);
    const auto made = makeObject(ObjectKind::PresentationState,
                                 {chest.film, chest.result, uids, chest.radiograph,
                                  firstShown(chest)});
    QVERIFY(!made);
    QCOMPARE(made.error().code, ErrorCode::Unsupported);
    QVERIFY(made.error().message.contains(u"colour"_s));
}

QTEST_GUILESS_MAIN(TestPresentationState)
#include "test_presentation_state.moc"
