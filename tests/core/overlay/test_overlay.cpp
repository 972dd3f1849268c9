// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/overlay/overlay.h"
#include "core/overlay/saliency_grid.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <opencv2/imgcodecs.hpp>

#include <cmath>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

PlacedMap placed(const SaliencyMap& map)
{
    return {map, {}};
}

std::uint8_t alphaAt(const OverlayImage& image, int x, int y)
{
    return image.rgba[static_cast<std::size_t>(4 * (y * image.width + x) + 3)];
}

GrayImage8 greyPicture(int width, int height, std::uint8_t value)
{
    return {width, height,
            std::vector<std::uint8_t>(static_cast<std::size_t>(width * height), value)};
}

} // namespace

class TestOverlay : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tablesGrowBrighter_data();
    void tablesGrowBrighter();
    void keepsConstantMaps();
    void passesThroughCellCentres();
    void staysWithinRange();
    void drawsOnlyTheWindow();
    void drawsNothingBeyondTheMap();
    void fadesWithValueAndOpacity();
    void drawsNothingWithoutAMap();
    void writesTheBlendedPicture();
    void replacesItsOwnAlone();
    void reportsFailures();
};

void TestOverlay::tablesGrowBrighter_data()
{
    QTest::addColumn<int>("map");
    QTest::newRow("inferno") << static_cast<int>(ColourMap::Inferno);
    QTest::newRow("viridis") << static_cast<int>(ColourMap::Viridis);
    QTest::newRow("cividis") << static_cast<int>(ColourMap::Cividis);
}

void TestOverlay::tablesGrowBrighter()
{
    QFETCH(int, map);
    const auto& table = colourTable(static_cast<ColourMap>(map));
    const auto luminance = [&](std::size_t i) {
        return 0.2126 * table[i][0] + 0.7152 * table[i][1] + 0.0722 * table[i][2];
    };
    for (std::size_t i = 16; i < 256; i += 16)
        QVERIFY(luminance(i) > luminance(i - 16));
    QVERIFY(table[255][0] > table[255][2]); // all three end in yellow: red before blue
}

void TestOverlay::keepsConstantMaps()
{
    for (const float value : enlarged({7, 7, std::vector<float>(49, 0.4F)}, {}, 31, 17))
        QVERIFY(std::abs(value - 0.4F) < 1e-5F);
}

void TestOverlay::passesThroughCellCentres()
{
    const SaliencyMap map{3, 2, {0.1F, 0.9F, 0.3F, 0.5F, 0.0F, 1.0F}};
    const auto values
        = enlarged(map, {}, 15, 10); // five pixels a cell, the third one at its centre
    for (std::size_t y = 0; y < 2; ++y) {
        for (std::size_t x = 0; x < 3; ++x)
            QVERIFY(std::abs(values[(5 * y + 2) * 15 + 5 * x + 2] - map.values[3 * y + x]) < 1e-5F);
    }
}

void TestOverlay::staysWithinRange()
{
    std::vector<float> checkers;
    for (int i = 0; i < 49; ++i)
        checkers.push_back(static_cast<float>(i % 2));
    for (const float value : enlarged({7, 7, checkers}, {}, 200, 100))
        QVERIFY(value >= 0 && value <= 1);
}

void TestOverlay::drawsOnlyTheWindow()
{
    // A letterbox: only the middle half of the rows belongs to the picture.
    PlacedMap map = placed({4, 4, {0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0}});
    map.window.top = 0.25;
    map.window.height = 0.5;
    const OverlayImage window = renderOverlay(map, 16, 8, ColourMap::Inferno, 1);
    QVERIFY(alphaAt(window, 8, 3) > 240);
    QVERIFY(alphaAt(window, 8, 0) > 100); // close to the edge of the ones, not in the zeros
    map.window.top = 0;
    map.window.height = 1;
    const OverlayImage whole = renderOverlay(map, 16, 16, ColourMap::Inferno, 1);
    QVERIFY(alphaAt(whole, 8, 0) < 10);
}

void TestOverlay::drawsNothingBeyondTheMap()
{
    // The network saw columns 25..75 and rows 50..90 of a radiograph of 100 x 100; the map says
    // that it looked at the upper left quarter of that.
    PlacedMap map = placed({2, 2, {1, 0, 0, 0}});
    map.window = {-0.5, -1.25, 2, 2.5};
    const OverlayImage image = renderOverlay(map, 100, 100, ColourMap::Inferno, 1);
    int inside = 0;
    for (int y = 0; y < 100; ++y)
        for (int x = 0; x < 100; ++x) {
            const bool isSeen = x >= 25 && x < 75 && y >= 50 && y < 90;
            if (!isSeen)
                QCOMPARE(int{alphaAt(image, x, y)}, 0);
            inside += alphaAt(image, x, y) > 128;
        }
    QVERIFY(inside > 400 && inside < 1000);
    QVERIFY(alphaAt(image, 26, 51) > 240);
    QVERIFY(alphaAt(image, 73, 88) < 10);
}

void TestOverlay::fadesWithValueAndOpacity()
{
    const PlacedMap map = placed({2, 1, {0.0F, 1.0F}});
    const OverlayImage full = renderOverlay(map, 40, 10, ColourMap::Viridis, 1);
    QCOMPARE(full.rgba.size(), std::size_t{4 * 40 * 10});
    QCOMPARE(int{alphaAt(full, 0, 5)}, 0);
    QCOMPARE(int{alphaAt(full, 39, 5)}, 255);
    const OverlayImage half = renderOverlay(map, 40, 10, ColourMap::Viridis, 0.5);
    QCOMPARE(int{alphaAt(half, 39, 5)}, 128);
    const auto& yellow = colourTable(ColourMap::Viridis)[255];
    QVERIFY(
        std::equal(yellow.begin(), yellow.end(), half.rgba.begin() + 4 * 39)); // not premultiplied
}

void TestOverlay::drawsNothingWithoutAMap()
{
    const OverlayImage image = renderOverlay(PlacedMap{}, 5, 4, ColourMap::Inferno, 1);
    QCOMPARE(image.rgba.size(), std::size_t{80});
    for (int i = 0; i < 20; ++i)
        QCOMPARE(int{image.rgba[static_cast<std::size_t>(4 * i + 3)]}, 0);
}

void TestOverlay::writesTheBlendedPicture()
{
    QTemporaryDir dir;
    const QString path = dir.filePath(u"overlay.png"_s);
    const OverlayImage overlay
        = renderOverlay(placed({2, 1, {0.0F, 1.0F}}), 40, 10, ColourMap::Viridis, 0.5);
    QVERIFY(writeOverlayPng(path, greyPicture(40, 10, 100), overlay));
    const cv::Mat image = cv::imread(path.toStdString(), cv::IMREAD_COLOR);
    QCOMPARE(image.cols, 40);
    QCOMPARE(image.rows, 10);
    QVERIFY(image.at<cv::Vec3b>(5, 0) == cv::Vec3b(100, 100, 100));
    const auto& yellow = colourTable(ColourMap::Viridis)[255];
    const auto& mixed = image.at<cv::Vec3b>(5, 39); // blue, green, red
    for (int i = 0; i < 3; ++i)
        QVERIFY(std::abs(mixed[i] - (100 + yellow[static_cast<std::size_t>(2 - i)]) / 2) <= 1);
}

void TestOverlay::replacesItsOwnAlone()
{
    QTemporaryDir dir;
    const OverlayImage overlay = renderOverlay(PlacedMap{}, 4, 4, ColourMap::Inferno, 1);
    const QString path = dir.filePath(u"a.png"_s);
    QVERIFY(writeOverlayPng(path, greyPicture(4, 4, 0), overlay));
    QVERIFY(writeOverlayPng(path, greyPicture(4, 4, 200), overlay));
    const QByteArray own = *readFile(path, 1 << 20);
    QVERIFY(cv::imread(path.toStdString(), cv::IMREAD_GRAYSCALE).at<std::uint8_t>(0, 0) == 200);
    // A picture of somebody else's, even one of the same kind.
    for (const QByteArray& other :
         {QByteArray("no picture"), QByteArray(""), own.left(33) + own.mid(66)}) {
        QVERIFY(writeFileAtomically(path, other));
        const auto kept = writeOverlayPng(path, greyPicture(4, 4, 0), overlay);
        QVERIFY(!kept);
        QCOMPARE(kept.error().code, ErrorCode::AlreadyExists);
        QCOMPARE(*readFile(path, 1 << 20), other);
    }
    QVERIFY(writeOverlayPng(path, greyPicture(4, 4, 200), overlay, Existing::Replace));
    QCOMPARE(*readFile(path, 1 << 20), own);
}

void TestOverlay::reportsFailures()
{
    QTemporaryDir dir;
    const OverlayImage overlay = renderOverlay(PlacedMap{}, 4, 4, ColourMap::Inferno, 1);
    const QString nowhere = dir.filePath(u"none/overlay.png"_s);
    QCOMPARE(writeOverlayPng(nowhere, greyPicture(4, 4, 0), overlay).error().code,
             ErrorCode::WriteFailed);
    QVERIFY(!writeOverlayPng(dir.filePath(u"a.png"_s), greyPicture(5, 4, 0), overlay));
    QVERIFY(!QFile::exists(dir.filePath(u"a.png"_s)));
}

QTEST_GUILESS_MAIN(TestOverlay)
#include "test_overlay.moc"
