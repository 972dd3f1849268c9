// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/display_lut.h"
#include "core/results/internal/ascii_text.h"
#include "core/results/result_picture.h"
#include "tests/core/results/judged_chest.h"

#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::results;
using namespace ccad::test;

namespace {

using Rgb = std::array<std::uint8_t, 3>;

Rgb at(const ColourPicture& picture, int column, int row)
{
    const std::size_t i = 3
        * (static_cast<std::size_t>(row) * static_cast<std::size_t>(picture.columns)
           + static_cast<std::size_t>(column));
    return {picture.rgb[i], picture.rgb[i + 1], picture.rgb[i + 2]};
}

/// The pixel at a place of the film, in fractions.
Rgb atPart(const ColourPicture& picture, double x, double y)
{
    return at(picture, static_cast<int>(x * picture.columns), static_cast<int>(y * picture.rows));
}

bool isGrey(const Rgb& colour)
{
    return colour[0] == colour[1] && colour[1] == colour[2];
}

ColourPicture pictureOf(const JudgedChest& chest, const ShownAs& shown, int side = 192)
{
    return chest.with(shown,
                      [side](const ObjectRequest& request) { return filmPicture(request, side); });
}

int litPixels(const ColourPicture& picture, int fromRow)
{
    int lit = 0;
    for (int row = fromRow; row < picture.rows; ++row)
        for (int column = 0; column < picture.columns; ++column)
            lit += at(picture, column, row)[0] > 128;
    return lit;
}

} // namespace

/// The picture of a finding, and the Secondary Capture that holds it.
class TestPictureObjects : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theFilmIsShownInItsGreys();
    void inversionExchangesGreys();
    void outlinesAreDrawnWhereTheMapIs();
    void coloursAreLaidOver();
    void aMapOfALowGradeIsGrey();
    void aTurnedPictureIsTurned();
    void aSmallFilmIsEnlargedAndALargeOneReduced();
    void wordsStandBelowTheFilm();
    void longWordsAreBroken();
    void lettersAreSpelled();
    void captionsSayWhatTheyShow();
    void theCaptureHoldsThePicture();
    void aTurnedCaptureSaysHowItLies();
    void lossIsNotForgotten();
};

void TestPictureObjects::theFilmIsShownInItsGreys()
{
    JudgedChest chest;
    chest.result.classes[0].regions.clear();
    const ColourPicture picture = pictureOf(chest, chest.shown(), 96);
    QCOMPARE(picture.columns, 96);
    QCOMPARE(picture.rows, 64);
    const GrayImage8 screen
        = DisplayLut(chest.radiograph, chest.radiograph.initialVoi).apply8(chest.radiograph);
    for (std::size_t i = 0; i < screen.pixels.size(); ++i)
        for (std::size_t part = 0; part < 3; ++part)
            QCOMPARE(picture.rgb[3 * i + part], screen.pixels[i]);
}

void TestPictureObjects::inversionExchangesGreys()
{
    JudgedChest chest;
    chest.result.classes[0].regions.clear();
    ShownAs shown = chest.shown();
    const ColourPicture picture = pictureOf(chest, shown, 96);
    shown.inverted = true;
    const ColourPicture inverted = pictureOf(chest, shown, 96);
    for (std::size_t i = 0; i < picture.rgb.size(); ++i)
        QCOMPARE(int(inverted.rgb[i]), 255 - picture.rgb[i]);
}

void TestPictureObjects::outlinesAreDrawnWhereTheMapIs()
{
    JudgedChest chest;
    const ShownAs shown = chest.shown();
    const ColourPicture with = pictureOf(chest, shown);
    chest.result.classes[0].regions.clear();
    const ColourPicture without = pictureOf(chest, shown);
    int changed = 0;
    for (int row = 0; row < with.rows; ++row)
        for (int column = 0; column < with.columns; ++column) {
            if (at(with, column, row) == at(without, column, row))
                continue;
            ++changed;
            const double away
                = std::hypot((column + 0.5) / with.columns - 0.7, (row + 0.5) / with.rows - 0.5);
            QVERIFY2(away > 0.1 && away < 0.3, "a line far from the map's half");
        }
    QVERIFY(changed > 50);
}

void TestPictureObjects::coloursAreLaidOver()
{
    const JudgedChest chest;
    ShownAs shown = chest.shown();
    shown.map = MapStyle::Colours;
    const ColourPicture picture = pictureOf(chest, shown);
    QVERIFY(!isGrey(atPart(picture, 0.7, 0.5)));
    QVERIFY(isGrey(atPart(picture, 0.05, 0.05)));
}

void TestPictureObjects::aMapOfALowGradeIsGrey()
{
    JudgedChest chest;
    chest.result.saliencyGrade = u"low"_s;
    ShownAs shown = chest.shown();
    shown.map = MapStyle::Colours;
    const ColourPicture picture = pictureOf(chest, shown);
    QVERIFY(isGrey(atPart(picture, 0.7, 0.5)));
}

void TestPictureObjects::aTurnedPictureIsTurned()
{
    const JudgedChest chest;
    ShownAs shown = chest.shown();
    shown.map = MapStyle::Both;
    const ColourPicture straight = pictureOf(chest, shown);
    shown.mirrored = true;
    shown.quarterTurns = 1;
    const ColourPicture turned = pictureOf(chest, shown);
    QCOMPARE(turned.columns, straight.rows);
    QCOMPARE(turned.rows, straight.columns);
    // Mirrored and turned clockwise is exchanged along the other diagonal.
    for (int row = 0; row < turned.rows; row += 7)
        for (int column = 0; column < turned.columns; column += 5)
            QCOMPARE(at(turned, column, row),
                     at(straight, straight.columns - 1 - row, straight.rows - 1 - column));
}

void TestPictureObjects::aSmallFilmIsEnlargedAndALargeOneReduced()
{
    const JudgedChest chest;
    QCOMPARE(pictureOf(chest, chest.shown(), 48).columns, 48);
    QCOMPARE(pictureOf(chest, chest.shown(), 48).rows, 32);
    const ColourPicture large = pictureOf(chest, chest.shown(), 1024);
    QCOMPARE(large.rows, 256); // a quarter of the longest side
    QCOMPARE(large.columns, 384);
    JudgedChest none;
    none.radiograph.pixels.reset();
    QVERIFY(pictureOf(none, none.shown()).rgb.empty());
}

void TestPictureObjects::wordsStandBelowTheFilm()
{
    const JudgedChest chest;
    const ColourPicture film = pictureOf(chest, chest.shown(), 1024);
    const ColourPicture words
        = withCaption(film, {u"Research use only."_s, u"COVID-19 pneumonia 87.25 %"_s});
    QCOMPARE(words.columns, film.columns);
    QVERIFY(words.rows > film.rows + 24);
    QVERIFY(std::equal(film.rgb.begin(), film.rgb.end(), words.rgb.begin()));
    QVERIFY(litPixels(words, film.rows) > 100);
    QCOMPARE(litPixels(withCaption(film, {}), film.rows), 0);
}

void TestPictureObjects::longWordsAreBroken()
{
    const JudgedChest chest;
    const ColourPicture film = pictureOf(chest, chest.shown(), 1024);
    const int one = withCaption(film, {u"x"_s}).rows;
    const int two = withCaption(film, {u"x"_s, u"x"_s}).rows;
    const ColourPicture sentence
        = withCaption(film, {u"many short words of a long sentence "_s.repeated(8)});
    QVERIFY(sentence.rows > one + 2 * (two - one));
    const ColourPicture word = withCaption(film, {u"W"_s.repeated(200)});
    QVERIFY(word.rows > one + 2 * (two - one));
    // Nothing runs out of the picture: its last columns stay black.
    for (int row = film.rows; row < word.rows; ++row)
        QVERIFY(at(word, word.columns - 1, row)[0] < 128);
}

void TestPictureObjects::lettersAreSpelled()
{
    QCOMPARE(asciiText(u"Müller, Ångström: 37 °C"_s), u"Muller, Angstrom: 37  degC"_s);
    QCOMPARE(asciiText(u"Stra\u00DFe \u2265 5 \u00B5m"_s), u"Strasse >= 5 um"_s);
    QCOMPARE(asciiText(u"a\nb\tc"_s), u"a b c"_s);
    QCOMPARE(asciiText(u"\u4E2D\U0001F600"_s), u"??"_s);
}

void TestPictureObjects::captionsSayWhatTheyShow()
{
    FilmResult result = madeUpResult(0, GateDecision::Kind::Accepted);
    result.audit.colour = AuditSummary::Colour::Red;
    QStringList lines = captionOf(result, MapStyle::Contours);
    QCOMPARE(lines.first(), u"Research use only. Not for diagnosis."_s);
    QVERIFY2(lines.value(1).contains(u"audit"_s), qPrintable(lines.value(1)));
    QVERIFY(lines.contains(u"COVID-19 pneumonia 87.25 %"_s));
    QVERIFY(lines.contains(u"No finding 10.00 %, Other pneumonia 2.75 %"_s));
    QVERIFY(lines.join(u' ').contains(u"Outline: "_s));
    QVERIFY(!lines.join(u' ').contains(u"Colours: "_s));
    lines = captionOf(result, MapStyle::Colours);
    QVERIFY(!lines.join(u' ').contains(u"Outline: "_s));
    QVERIFY(lines.join(u' ').contains(u"Colours: "_s));
}

void TestPictureObjects::theCaptureHoldsThePicture()
{
    const JudgedChest chest;
    const auto file = readBack(chest.make(ObjectKind::SecondaryCapture).bytes);
    QVERIFY(file != nullptr);
    DcmDataset& capture = *file->getDataset();
    const ColourPicture expected = withCaption(pictureOf(chest, chest.shown(), 1536),
                                               captionOf(chest.result, MapStyle::Contours));
    QCOMPARE(textIn(capture, DCM_Rows), QString::number(expected.rows));
    QCOMPARE(textIn(capture, DCM_Columns), QString::number(expected.columns));
    std::vector<std::uint8_t> pixels = bytesOf(capture, DCM_PixelData);
    QVERIFY(pixels.size() - expected.rgb.size() < 2);
    pixels.resize(expected.rgb.size());
    QVERIFY(pixels == expected.rgb);
    QCOMPARE(textIn(capture, DCM_BurnedInAnnotation), u"YES"_s);
    QCOMPARE(textIn(capture, DCM_PatientOrientation), u"L\\F"_s);
    QVERIFY(textIn(capture, DCM_ImageComments).contains(u"COVID-19 pneumonia 87.25 %"_s));
    DcmItem& source = itemOf(capture, DCM_SourceImageSequence);
    QCOMPARE(referenceOf(source), chest.film.sopClassUid + u"/2.25.101"_s);
    QCOMPARE(textIn(itemOf(source, DCM_PurposeOfReferenceCodeSequence), DCM_CodeValue),
             u"121322"_s);
}

void TestPictureObjects::aTurnedCaptureSaysHowItLies()
{
    const JudgedChest chest;
    ShownAs shown = chest.shown();
    shown.quarterTurns = 3;
    const auto file = readBack(chest.make(ObjectKind::SecondaryCapture, shown).bytes);
    QVERIFY(file != nullptr);
    QCOMPARE(textIn(*file->getDataset(), DCM_PatientOrientation), u"F\\R"_s);
}

void TestPictureObjects::lossIsNotForgotten()
{
    JudgedChest chest;
    QVERIFY(!chest.film.lossy);
    FilmFixture fixture = lyingFilm();
    fixture.tags = [](DcmDataset& dataset) {
        dataset.putAndInsertString(DCM_LossyImageCompression, "01");
        dataset.putAndInsertString(DCM_LossyImageCompressionRatio, "12\\1.5");
        dataset.putAndInsertString(DCM_LossyImageCompressionMethod, "ISO_10918_1\\ISO_15444_1");
    };
    const JudgedChest lossy(fixture);
    for (const ObjectKind kind :
         {ObjectKind::SecondaryCapture, ObjectKind::ParametricMap, ObjectKind::Segmentation}) {
        const auto file = readBack(lossy.make(kind).bytes);
        QVERIFY(file != nullptr);
        DcmDataset& made = *file->getDataset();
        QCOMPARE(textIn(made, DCM_LossyImageCompression), u"01"_s);
        QCOMPARE(textIn(made, DCM_LossyImageCompressionRatio), u"12\\1.5"_s);
        QCOMPARE(textIn(made, DCM_LossyImageCompressionMethod), u"ISO_10918_1\\ISO_15444_1"_s);
    }
    const auto file = readBack(chest.make(ObjectKind::ParametricMap).bytes);
    QVERIFY(file != nullptr);
    QCOMPARE(textIn(*file->getDataset(), DCM_LossyImageCompression), u"00"_s);
}

QTEST_GUILESS_MAIN(TestPictureObjects)
#include "test_picture_objects.moc"
