// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/display_lut.h"
#include "tests/core/results/judged_chest.h"
#include "tests/support/dicom_writer.h"

#include <dcmtk/dcmpstat/dvpstat.h>

#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::results;
using namespace ccad::test;

namespace {

/// The state as DCMTK reads it; fails the program where it does not.
std::unique_ptr<DcmFileFormat> stateOf(const JudgedChest& chest, const ShownAs& shown)
{
    auto file = readBack(chest.make(ObjectKind::PresentationState, shown).bytes);
    if (!file)
        qFatal("DCMTK cannot read the presentation state.");
    return file;
}

/// The item of Graphic Annotation Sequence with that layer, or null.
DcmItem* layerOf(DcmItem& state, const QString& layer)
{
    for (DcmItem* item : itemsOf(state, DCM_GraphicAnnotationSequence))
        if (textIn(*item, DCM_GraphicLayer) == layer)
            return item;
    return nullptr;
}

/// The greatest difference between the greys that DCMTK's own viewer shows of film and state, and
/// those of the window.
int worstDifference(const JudgedChest& chest, const ShownAs& shown)
{
    const auto stateFile = stateOf(chest, shown);
    const auto film = readBack(chest.bytes);
    DVPresentationState state;
    const void* pixels = nullptr;
    unsigned long width = 0;
    unsigned long height = 0;
    if (state.read(*stateFile->getDataset()).bad() || state.attachImage(film.get(), OFFalse).bad()
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

FilmFixture signedFilm()
{
    FilmFixture kind = lyingFilm();
    kind.tags = [](DcmDataset& d) {
        d.putAndInsertUint16(DCM_PixelRepresentation, 1);
        d.putAndInsertString(DCM_RescaleIntercept, "-100.5");
        d.putAndInsertString(DCM_RescaleSlope, "2.5");
    };
    return kind;
}

FilmFixture filmWithModalityLut()
{
    FilmFixture kind = lyingFilm();
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
    void lutsHaveSixteenBits();
    void aPairedPartHasASide();
    void coloursHaveNone();
};

void TestPresentationState::aViewerShowsTheGreysOfTheWindow_data()
{
    QTest::addColumn<FilmFixture>("kind");
    FilmFixture negative = lyingFilm();
    negative.inverted = true;
    FilmFixture byte = lyingFilm();
    byte.bits = 8;
    FilmFixture deep = lyingFilm();
    deep.bits = 16;
    QTest::newRow("12 bits") << lyingFilm();
    QTest::newRow("MONOCHROME1") << negative;
    QTest::newRow("8 bits") << byte;
    QTest::newRow("16 bits") << deep;
    QTest::newRow("signed, rescaled") << signedFilm();
    QTest::newRow("modality LUT") << filmWithModalityLut();
}

void TestPresentationState::aViewerShowsTheGreysOfTheWindow()
{
    QFETCH(const FilmFixture, kind);
    const JudgedChest chest(kind);
    ShownAs shown = chest.shown();
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
    FilmFixture kind = lyingFilm();
    kind.columns = 480;
    kind.rows = 640;
    const JudgedChest chest(kind);
    const auto file = stateOf(chest, chest.shown());
    DcmItem* layer = layerOf(*file->getDataset(), u"OUTLINES"_s);
    QVERIFY(layer != nullptr);
    const auto& regions = chest.result.classes[0].regions;
    QCOMPARE(itemsOf(*layer, DCM_GraphicObjectSequence).size(), regions.size());
    for (std::size_t r = 0; r < regions.size(); ++r) {
        DcmItem& graphic = itemOf(*layer, DCM_GraphicObjectSequence, r);
        QCOMPARE(textIn(graphic, DCM_GraphicType), u"POLYLINE"_s);
        QCOMPARE(textIn(graphic, DCM_GraphicAnnotationUnits), u"PIXEL"_s);
        const std::vector<float> points = floatsOf(graphic, DCM_GraphicData);
        const std::size_t count = regions[r].points.size();
        QCOMPARE(points.size(), 2 * (count + 1)); // the first again
        QCOMPARE(textIn(graphic, DCM_NumberOfGraphicPoints), QString::number(count + 1));
        for (std::size_t i = 0; i <= count; ++i) {
            const ContourPoint point = regions[r].points[i % count];
            QVERIFY(std::abs(double(points[2 * i]) - point.x * 480) < 0.01);
            QVERIFY(std::abs(double(points[2 * i + 1]) - point.y * 640) < 0.01);
            // The label's map has its half at a known distance from its middle.
            const double away = std::hypot(double(points[2 * i]) / 480 - 0.7,
                                           double(points[2 * i + 1]) / 640 - 0.5);
            QVERIFY(away > 0.12 && away < 0.26);
        }
    }
}

void TestPresentationState::outlinesLieInPixelsOfTheFile()
{
    // Pixels twice as high as wide: the radiograph has 128 rows, the file 64.
    FilmFixture kind = lyingFilm();
    kind.tags = [](DcmDataset& d) { d.putAndInsertString(DCM_ImagerPixelSpacing, "0.4\\0.2"); };
    const JudgedChest chest(kind);
    QCOMPARE(chest.radiograph.rows, 128);
    QCOMPARE(chest.film.rows, 64);
    const auto file = stateOf(chest, chest.shown());
    DcmItem* layer = layerOf(*file->getDataset(), u"OUTLINES"_s);
    QVERIFY(layer != nullptr);
    const std::vector<float> points
        = floatsOf(itemOf(*layer, DCM_GraphicObjectSequence), DCM_GraphicData);
    double sum = 0;
    for (std::size_t i = 1; i < points.size(); i += 2)
        sum += double(points[i]);
    QVERIFY(std::abs(sum / double(points.size() / 2) - 0.5 * 64) < 2);
    DcmItem& area = itemOf(*file->getDataset(), DCM_DisplayedAreaSelectionSequence);
    QCOMPARE(textIn(area, DCM_DisplayedAreaBottomRightHandCorner), u"96\\64"_s);
    QCOMPARE(textIn(area, DCM_PresentationPixelSpacing), u"0.4\\0.2"_s);
}

void TestPresentationState::measurementsLieInPixelsOfTheFile()
{
    FilmFixture kind = lyingFilm();
    kind.tags = [](DcmDataset& d) { d.putAndInsertString(DCM_ImagerPixelSpacing, "0.4\\0.2"); };
    const JudgedChest chest(kind);
    ShownAs shown = chest.shown();
    shown.measurements = {{{{10, 20}, {30, 100}}, u"16.5 mm at the detector"_s},
                          {{{1, 2}, {3, 4}, {5, 2}}, u"90 degrees"_s},
                          {{{1, 2}}, u"not finished"_s}};
    const auto file = stateOf(chest, shown);
    DcmItem* layer = layerOf(*file->getDataset(), u"MEASUREMENTS"_s);
    QVERIFY(layer != nullptr);
    QCOMPARE(int(itemsOf(*layer, DCM_GraphicObjectSequence).size()), 2);
    QCOMPARE(floatsOf(itemOf(*layer, DCM_GraphicObjectSequence), DCM_GraphicData),
             (std::vector<float>{10, 10, 30, 50}));
    QCOMPARE(floatsOf(itemOf(*layer, DCM_GraphicObjectSequence, 1), DCM_GraphicData),
             (std::vector<float>{1, 1, 3, 2, 5, 1}));
    QCOMPARE(textIn(itemOf(*layer, DCM_TextObjectSequence), DCM_UnformattedTextValue),
             u"16.5 mm at the detector"_s);
    QCOMPARE(int(itemsOf(*file->getDataset(), DCM_GraphicLayerSequence).size()), 3);
}

void TestPresentationState::turnsAreSaid()
{
    const JudgedChest chest;
    ShownAs shown = chest.shown();
    shown.quarterTurns = 1;
    shown.mirrored = true;
    const auto file = stateOf(chest, shown);
    DcmDataset& state = *file->getDataset();
    QCOMPARE(textIn(state, DCM_ImageRotation), u"270"_s);
    QCOMPARE(textIn(state, DCM_ImageHorizontalFlip), u"Y"_s);
    DcmItem& area = itemOf(state, DCM_DisplayedAreaSelectionSequence);
    // Mirrored and turned clockwise, the film's lower right pixel is at the upper left.
    QCOMPARE(textIn(area, DCM_DisplayedAreaTopLeftHandCorner), u"96\\64"_s);
    QCOMPARE(textIn(area, DCM_DisplayedAreaBottomRightHandCorner), u"1\\1"_s);
}

void TestPresentationState::theFilmIsReferredTo()
{
    const JudgedChest chest;
    const auto file = stateOf(chest, chest.shown());
    DcmDataset& state = *file->getDataset();
    const QString film = chest.film.sopClassUid + u"/2.25.101"_s;
    DcmItem& series = itemOf(state, DCM_ReferencedSeriesSequence);
    QCOMPARE(textIn(series, DCM_SeriesInstanceUID), u"2.25.103"_s);
    QCOMPARE(referenceOf(itemOf(series, DCM_ReferencedImageSequence)), film);
    for (const DcmTagKey& sequence : {DCM_DisplayedAreaSelectionSequence,
                                      DCM_SoftcopyVOILUTSequence, DCM_GraphicAnnotationSequence})
        QCOMPARE(referenceOf(itemOf(itemOf(state, sequence), DCM_ReferencedImageSequence)), film);
    QCOMPARE(textIn(state, DCM_StudyInstanceUID), u"2.25.102"_s);
    QVERIFY(textIn(state, DCM_SeriesInstanceUID) != u"2.25.103"_s);
    QCOMPARE(textIn(state, DCM_PresentationCreationDate), u"20261130"_s);
    QCOMPARE(textIn(state, DCM_PresentationCreationTime), u"082311"_s);
}

void TestPresentationState::wordsComeWithIt()
{
    const JudgedChest chest;
    const auto file = stateOf(chest, chest.shown());
    DcmItem* layer = layerOf(*file->getDataset(), u"TEXT"_s);
    QVERIFY(layer != nullptr);
    const QString words = textIn(itemOf(*layer, DCM_TextObjectSequence), DCM_UnformattedTextValue);
    QVERIFY2(words.startsWith(u"Research use only. Not for diagnosis."_s), qPrintable(words));
    QVERIFY2(words.contains(u"COVID-19 pneumonia 87.25 %"_s), qPrintable(words));
    QVERIFY2(words.contains(u"made-up 1.2.0"_s), qPrintable(words));
}

void TestPresentationState::withoutARegionThereIsNoOutline()
{
    JudgedChest chest;
    chest.result.classes[0].regions.clear();
    const auto file = stateOf(chest, chest.shown());
    QVERIFY(layerOf(*file->getDataset(), u"OUTLINES"_s) == nullptr);
    QCOMPARE(int(itemsOf(*file->getDataset(), DCM_GraphicLayerSequence).size()), 1);
}

void TestPresentationState::lutsHaveSixteenBits()
{
    const JudgedChest chest(filmWithModalityLut());
    ShownAs shown = chest.shown();
    shown.voi = VoiTable{7, bitDepth<12>, {0, 1, 2048, 4095, 4095}, u"curve"_s};
    const auto file = stateOf(chest, shown);
    DcmItem& curve
        = itemOf(itemOf(*file->getDataset(), DCM_SoftcopyVOILUTSequence), DCM_VOILUTSequence);
    QCOMPARE(textIn(curve, DCM_LUTDescriptor), u"5\\7\\16"_s);
    const Uint16* entries = nullptr;
    unsigned long count = 0;
    QVERIFY(curve.findAndGetUint16Array(DCM_LUTData, entries, &count).good());
    QCOMPARE(std::vector<int>(entries, entries + count),
             (std::vector<int>{0, 16, 32776, 65535, 65535}));

    // A film's own values keep their numbers.
    DcmItem& modality = itemOf(*file->getDataset(), DCM_ModalityLUTSequence);
    QVERIFY(textIn(modality, DCM_LUTDescriptor).endsWith(u"\\16"_s));
    QVERIFY(modality.findAndGetUint16Array(DCM_LUTData, entries, &count).good());
    const auto& own = chest.radiograph.modalityTable->entries;
    QCOMPARE(std::vector<std::uint16_t>(entries, entries + count), own);
}

void TestPresentationState::aPairedPartHasASide()
{
    struct Part
    {
        QString bodyPart;
        QString laterality;
        bool isSideWritten;
    };
    const std::vector<Part> parts = {{{}, {}, false},
                                     {u"CHEST"_s, u"R"_s, false},
                                     {u"LUNG"_s, u"R"_s, true},
                                     {u"HAND"_s, {}, true}};
    for (const Part& part : parts) {
        JudgedChest chest;
        chest.film.bodyPart = part.bodyPart;
        chest.film.laterality = part.laterality;
        const auto file = stateOf(chest, chest.shown());
        DcmDataset& state = *file->getDataset();
        QCOMPARE(textIn(state, DCM_BodyPartExamined),
                 part.bodyPart.isEmpty() ? u"CHEST"_s : part.bodyPart);
        QCOMPARE(bool(state.tagExists(DCM_Laterality)), part.isSideWritten);
        QCOMPARE(textIn(state, DCM_Laterality), part.isSideWritten ? part.laterality : QString());
    }
}

void TestPresentationState::coloursHaveNone()
{
    JudgedChest chest;
    chest.radiograph.lowestStored.reset();
    const auto made = chest.tryToMake(ObjectKind::PresentationState);
    QVERIFY(!made);
    QCOMPARE(made.error().code, ErrorCode::Unsupported);
    QVERIFY(made.error().message.contains(u"colour"_s));
}

QTEST_GUILESS_MAIN(TestPresentationState)
#include "test_presentation_state.moc"
