// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deidentification/pixels/burned_in_text.h"
#include "core/deidentification/pixels/internal/text_lines.h"
#include "tests/core/deidentification/written_film.h"
#include "tests/support/varied_chest.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestBurnedInText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void findsText();
    void findsTextThatRunsDown();
    void keepsSideMarkers();
    void findsNothingOnEmptyFilms();
    void tellsBoxesInPixelsOfTheFile();
    void survivesAnySize_data();
    void survivesAnySize();
    void takesLinesTogether();
    void goesOnInOtherPieces();
    void unitesBoxes();
};

namespace {

constexpr int side = 1024;
constexpr const char* words[] = {"WONDERLAND^ALICE 12.03.1957", "MRN 4711-0815",
                                 "St. Mary Hospital", "01/03/2024 10:15:42", "Smith, J."};

cv::Mat filmOf(unsigned seed)
{
    const GrayImage8 chest = variedChest(side, seed);
    cv::Mat film;
    cv::Mat(side, side, CV_8U, const_cast<std::uint8_t*>(chest.pixels.data()))
        .convertTo(film, CV_16U, 16);
    return film;
}

} // namespace

void TestBurnedInText::findsText()
{
    int all = 0;
    int found = 0;
    QStringList missed;
    for (unsigned seed = 1; seed <= 4; ++seed)
        for (int corner = 0; corner < 4; ++corner)
            for (const int height : {11, 20, 44})
                for (const double contrast : {1.0, 0.45, 0.2}) {
                    cv::Mat film = filmOf(seed);
                    // Large letters leave room for few.
                    const char* text = words[height > 40 ? 1 : all % std::ssize(words)];
                    const cv::Mat ink = write(film, {text, height, corner, contrast});
                    const double share = coveredShare(ink, findBurnedInText(radiographOf(film)));
                    ++all;
                    found += share >= 0.98 ? 1 : 0;
                    if (share < 0.98)
                        missed << u"film %1, corner %2, height %3, contrast %4, \"%5\": %6"_s
                                      .arg(seed)
                                      .arg(corner)
                                      .arg(height)
                                      .arg(contrast)
                                      .arg(QLatin1StringView(text))
                                      .arg(share);
                }
    qInfo("found %d of %d", found, all);
    QVERIFY2(found >= 0.99 * all, qPrintable(missed.join(u'\n')));
}

void TestBurnedInText::findsTextThatRunsDown()
{
    cv::Mat film = filmOf(2);
    cv::Mat turned;
    cv::rotate(film, turned, cv::ROTATE_90_CLOCKWISE);
    cv::Mat ink = write(turned, {words[0], 20, 0, 0.6});
    cv::rotate(turned, film, cv::ROTATE_90_COUNTERCLOCKWISE);
    cv::rotate(ink, ink, cv::ROTATE_90_COUNTERCLOCKWISE);
    QVERIFY(coveredShare(ink, findBurnedInText(radiographOf(film))) >= 0.98);
}

void TestBurnedInText::keepsSideMarkers()
{
    int all = 0;
    int kept = 0;
    QStringList lost;
    for (unsigned seed = 1; seed <= 5; ++seed)
        for (int corner = 0; corner < 4; ++corner)
            for (const char* letter : {"L", "R"})
                for (const double contrast : {1.0, 0.4}) {
                    cv::Mat film = filmOf(seed);
                    const cv::Mat marker = write(film, {letter, 52, corner, contrast, 8});
                    // A film with both: the name in the corner across.
                    (void)write(film, {words[0], 18, 3 - corner, 0.8});
                    const double share = coveredShare(marker, findBurnedInText(radiographOf(film)));
                    ++all;
                    kept += share <= 0.05 ? 1 : 0;
                    if (share > 0.05)
                        lost << u"film %1, corner %2, %3, contrast %4: %5"_s.arg(seed)
                                    .arg(corner)
                                    .arg(QLatin1StringView(letter))
                                    .arg(contrast)
                                    .arg(share);
                }
    qInfo("kept %d of %d markers", kept, all);
    QVERIFY2(kept >= 0.95 * all, qPrintable(lost.join(u'\n')));
}

void TestBurnedInText::findsNothingOnEmptyFilms()
{
    int suspected = 0;
    for (unsigned seed = 1; seed <= 20; ++seed)
        suspected += findBurnedInText(radiographOf(filmOf(seed))).empty() ? 0 : 1;
    qInfo("suspected text on %d of 20 films without any", suspected);
    QVERIFY(suspected <= 2);
}

void TestBurnedInText::tellsBoxesInPixelsOfTheFile()
{
    cv::Mat film = filmOf(3);
    const cv::Mat ink = write(film, {words[0], 24, 3, 1.0});
    Radiograph radiograph = radiographOf(film);
    // In the file, it had half the columns.
    radiograph.stored = StoredSize{side / 2, side};
    cv::Mat stored;
    cv::resize(ink, stored, {side / 2, side}, 0, 0, cv::INTER_AREA);
    const auto boxes = findBurnedInText(radiograph);
    QVERIFY(coveredShare(stored > 127, boxes) >= 0.98);
    for (const PixelBox& box : boxes) {
        QVERIFY(box.left >= 0 && box.top >= 0 && box.width > 0 && box.height > 0);
        QVERIFY(box.right() <= side / 2 && box.bottom() <= side);
    }
}

void TestBurnedInText::survivesAnySize_data()
{
    QTest::addColumn<int>("columns");
    QTest::addColumn<int>("rows");
    QTest::newRow("one pixel") << 1 << 1;
    QTest::newRow("a row") << 5000 << 1;
    QTest::newRow("a column") << 1 << 5000;
    QTest::newRow("small") << 17 << 9;
    QTest::newRow("large") << 4000 << 3500;
}

void TestBurnedInText::survivesAnySize()
{
    QFETCH(int, columns);
    QFETCH(int, rows);
    cv::Mat film(rows, columns, CV_16U, cv::Scalar(1000));
    QVERIFY(findBurnedInText(radiographOf(film)).empty());
    QVERIFY(findBurnedInText(Radiograph()).empty());
}

void TestBurnedInText::takesLinesTogether()
{
    constexpr float clear = 100;
    const auto letter = [](int left, int top, int width = 8, int height = 12) {
        return TextPiece{{left, top, width, height}, true, clear};
    };
    // Three letters in a row, one of them with a point behind it that is no letter.
    const TextPiece point{{40, 20, 2, 2}, false, clear};
    const auto lines = linesOf({letter(10, 10), letter(20, 10), letter(30, 10), point});
    QCOMPARE(lines.size(), std::size_t{1});
    QVERIFY(lines[0].left <= 10 && lines[0].right() >= 42);
    QVERIFY(lines[0].top <= 10 && lines[0].bottom() >= 22);
    // Two letters, letters far apart, letters at different heights, letters of different sizes.
    QVERIFY(linesOf({letter(10, 10), letter(20, 10)}).empty());
    QVERIFY(linesOf({letter(10, 10), letter(60, 10), letter(110, 10)}).empty());
    QVERIFY(linesOf({letter(10, 10), letter(20, 30), letter(30, 50)}).empty());
    QVERIFY(linesOf({letter(10, 10), letter(20, 10, 30, 40), letter(55, 10)}).empty());
    // Along a column.
    QCOMPARE(linesOf({letter(10, 10), letter(10, 24), letter(10, 38)}).size(), std::size_t{1});
    QVERIFY(linesOf({}).empty());

    // Faint letters make a line from five on, and letters of many values none.
    std::vector<TextPiece> faint;
    for (int i = 0; i < 5; ++i)
        faint.push_back({{10 + 10 * i, 10, 8, 12}, true, 30, 90});
    QCOMPARE(linesOf(faint).size(), std::size_t{1});
    QVERIFY(linesOf({faint[0], faint[1], faint[2]}).empty());
    for (std::size_t i = 0; i < faint.size(); ++i)
        faint[i].peak = 90 + 10 * static_cast<float>(i);
    QVERIFY(linesOf(faint).empty());
    // Neither do letters without a sharp edge.
    for (TextPiece& piece : faint)
        piece = {piece.box, true, clear, 90, 0.7F};
    QVERIFY(linesOf(faint).empty());
}

void TestBurnedInText::goesOnInOtherPieces()
{
    std::vector<TextPiece> letters;
    for (int i = 0; i < 4; ++i)
        letters.push_back({{100 + 10 * i, 10, 8, 12}, true, 100, 200});
    const auto reach = [&](const TextPiece& other) { return linesOf(letters, {other}).at(0); };
    const TextPiece ofInk{{150, 10, 8, 12}, false, 15, 200};
    QVERIFY(reach(ofInk).right() >= 158 + 12);
    // Of another value, above the line, or too far along it.
    QVERIFY(reach({{150, 10, 8, 12}, false, 15, 150}).right() < 158);
    QVERIFY(reach({{150, 0, 8, 12}, false, 15, 200}).right() < 158);
    QVERIFY(reach({{180, 10, 8, 12}, false, 15, 200}).right() < 180);
}

void TestBurnedInText::unitesBoxes()
{
    const auto boxes = united({{50, 50, 10, 10}, {0, 0, 10, 10}, {8, 8, 4, 4}, {11, 11, 5, 5}});
    QCOMPARE(boxes, (std::vector<PixelBox>{{0, 0, 16, 16}, {50, 50, 10, 10}}));
}

QTEST_GUILESS_MAIN(TestBurnedInText)
#include "test_burned_in_text.moc"
