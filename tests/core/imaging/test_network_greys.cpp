// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/network_greys.h"

#include <QTest>

#include <cmath>
#include <functional>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

constexpr int columns = 300;
constexpr int rows = 260;

/// Something like a chest: two dark ovals in a brighter body, dark air beside it, and noise. Values
/// of 8 bits, so that other depths can hold multiples of them.
int chestAt(int x, int y)
{
    const auto oval = [&](double cx, double cy, double a, double b) {
        const double dx = (x - cx * columns) / (a * columns);
        const double dy = (y - cy * rows) / (b * rows);
        return std::max(0.0, 1 - dx * dx - dy * dy);
    };
    const double body = 150 * std::sqrt(oval(0.5, 0.55, 0.48, 0.7));
    const double lungs = 100 * (oval(0.3, 0.5, 0.14, 0.3) + oval(0.7, 0.5, 0.14, 0.3));
    const int noise = (x * 7 + y * 13) % 11;
    return static_cast<int>(30 + body - lungs) + noise;
}

using PixelAt = std::function<int(int x, int y)>;

ReducedRadiograph pictureOf(BitDepth bits, const PixelAt& pixelAt)
{
    Radiograph radiograph;
    radiograph.columns = columns;
    radiograph.rows = rows;
    radiograph.bits = bits;
    auto pixels = std::make_shared<std::vector<std::uint16_t>>();
    for (int y = 0; y < rows; ++y)
        for (int x = 0; x < columns; ++x)
            pixels->push_back(static_cast<std::uint16_t>(pixelAt(x, y)));
    radiograph.pixels = pixels;
    radiograph.initialVoi = fullRangeWindow(radiograph);
    return {radiograph, columns, rows};
}

ReducedRadiograph chest()
{
    return pictureOf(bitDepth<8>, chestAt);
}

std::vector<std::uint16_t> greysOf(const ReducedRadiograph& picture)
{
    return networkLut(picture, GreyRule::Stored1).apply16(picture.radiograph).pixels;
}

double greyAt(const std::vector<std::uint16_t>& greys, int x, int y)
{
    return greys[static_cast<std::size_t>(y * columns + x)] / 65535.0;
}

/// The largest difference within the middle of the picture.
double largestDifference(const std::vector<std::uint16_t>& a, const std::vector<std::uint16_t>& b)
{
    double largest = 0;
    for (int y = rows / 5; y < rows * 4 / 5; ++y)
        for (int x = columns / 5; x < columns * 4 / 5; ++x)
            largest = std::max(largest, std::abs(greyAt(a, x, y) - greyAt(b, x, y)));
    return largest;
}

} // namespace

class TestImagingNetworkGreys : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rulesHaveNames()
    {
        for (const GreyRule rule : {GreyRule::Displayed, GreyRule::Stored1})
            QCOMPARE(greyRuleByName(greyRuleName(rule)), std::optional(rule));
        QVERIFY(!greyRuleByName(u"stored-2"_s));
    }

    void displayedGreysAreThoseOfTheScreen()
    {
        ReducedRadiograph picture = chest();
        picture.radiograph.initialVoi = VoiWindow{90, 60, VoiFunction::Sigmoid, {}};
        const Radiograph& radiograph = picture.radiograph;
        QCOMPARE(networkLut(picture, GreyRule::Displayed).apply16(radiograph).pixels,
                 DisplayLut(radiograph, radiograph.initialVoi).apply16(radiograph).pixels);
    }

    void noWindowChangesThem()
    {
        ReducedRadiograph picture = chest();
        const auto greys = greysOf(picture);
        VoiTable gamma{0, bitDepth<8>, {}, {}};
        for (int i = 0; i < 256; ++i)
            gamma.entries.push_back(static_cast<std::uint16_t>(255 * std::pow(i / 255.0, 2.2)));
        for (const Voi& voi :
             std::initializer_list<Voi>{VoiWindow{60, 40, VoiFunction::Linear, {}},
                                        VoiWindow{1e6, 1, VoiFunction::LinearExact, {}},
                                        VoiWindow{100, 80, VoiFunction::Sigmoid, {}}, gamma}) {
            picture.radiograph.initialVoi = voi;
            QCOMPARE(greysOf(picture), greys);
        }
    }

    void otherContainersOfTheSameValuesGiveTheSame_data()
    {
        QTest::addColumn<int>("bits");
        QTest::addColumn<int>("factor");
        QTest::addColumn<int>("offset");
        QTest::addColumn<double>("valueScale");
        QTest::addColumn<bool>("inverted");
        QTest::newRow("8 bits as 16, all of them filled") << 16 << 257 << 0 << 1.0 << false;
        QTest::newRow("8 bits as 12") << 12 << 16 << 0 << 1.0 << false;
        QTest::newRow("12 of 16 bits filled") << 16 << 16 << 0 << 1.0 << false;
        QTest::newRow("signed, counted from the lowest") << 16 << 1 << 32768 << 1.0 << false;
        QTest::newRow("rescaled") << 12 << 3 << 700 << 0.1221 << false;
        QTest::newRow("MONOCHROME1") << 12 << -16 << 4095 << 1.0 << true;
        QTest::newRow("negative slope") << 16 << -200 << 60000 << -2.5 << false;
        QTest::newRow("negative slope of MONOCHROME1") << 16 << 200 << 5 << -2.5 << true;
    }
    void otherContainersOfTheSameValuesGiveTheSame()
    {
        QFETCH(int, bits);
        QFETCH(int, factor);
        QFETCH(int, offset);
        QFETCH(double, valueScale);
        QFETCH(bool, inverted);
        ReducedRadiograph picture = pictureOf(
            *BitDepth::of(bits), [&](int x, int y) { return offset + factor * chestAt(x, y); });
        picture.radiograph.valueScale = valueScale;
        picture.radiograph.inverted = inverted;
        QCOMPARE(greysOf(picture), greysOf(chest()));
    }

    void brightStaysBright()
    {
        const auto greys = greysOf(chest());
        const double lung = greyAt(greys, columns * 3 / 10, rows / 2);
        const double between = greyAt(greys, columns / 2, rows / 2);
        QVERIFY2(lung > 0.05 && lung + 0.3 < between && between < 0.95,
                 qPrintable(u"%1 %2"_s.arg(lung).arg(between)));
    }

    void aVoiLutThatTurnsTheGreysAroundTurnsThem()
    {
        ReducedRadiograph negative
            = pictureOf(bitDepth<8>, [](int x, int y) { return 255 - chestAt(x, y); });
        VoiTable falling{0, bitDepth<8>, {}, {}};
        for (int i = 0; i < 256; ++i)
            falling.entries.push_back(static_cast<std::uint16_t>(255 - i));
        QVERIFY(greysOf(negative) != greysOf(chest()));
        negative.radiograph.initialVoi = falling;
        QCOMPARE(greysOf(negative), greysOf(chest()));
    }

    void paddingIsBlackAndDoesNotCount()
    {
        const auto isCanvas = [](int x) { return x < 40 || x >= columns - 40; };
        const auto greys
            = greysOf(pictureOf(bitDepth<12>, [&](int x, int y) { return 1000 + chestAt(x, y); }));
        for (const bool inverted : {false, true}) {
            ReducedRadiograph padded = pictureOf(bitDepth<12>, [&](int x, int y) {
                const int pixel = 1000 + chestAt(x, y);
                return isCanvas(x) ? 4095 : inverted ? 3000 - pixel : pixel;
            });
            padded.radiograph.inverted = inverted;
            padded.radiograph.paddingFirst = 4095;
            padded.radiograph.paddingLast = 4095;
            const auto found = greysOf(padded);
            QCOMPARE(greyAt(found, 5, 100), 0.0);
            QVERIFY2(largestDifference(found, greys) < 0.06,
                     qPrintable(QString::number(largestDifference(found, greys))));
        }
    }

    void shuttersAndMarkersDoNotCount_data()
    {
        QTest::addColumn<int>("border");
        QTest::addColumn<int>("borderPixel");
        QTest::addColumn<bool>("marked");
        QTest::newRow("black shutters") << 12 << 0 << false;
        QTest::newRow("white shutters") << 12 << 4095 << false;
        QTest::newRow("a white marker") << 0 << 0 << true;
        QTest::newRow("both") << 12 << 0 << true;
    }
    void shuttersAndMarkersDoNotCount()
    {
        QFETCH(int, border);
        QFETCH(int, borderPixel);
        QFETCH(bool, marked);
        const auto plain = [](int x, int y) { return 1000 + 4 * chestAt(x, y); };
        const auto greys = greysOf(pictureOf(bitDepth<12>, plain));
        const auto found = greysOf(pictureOf(bitDepth<12>, [&](int x, int y) {
            if (x < border || y < border || x >= columns - border || y >= rows - border)
                return borderPixel;
            if (marked && x > 14 && x < 34 && y > 14 && y < 24)
                return 4095;
            return plain(x, y);
        }));
        QVERIFY2(largestDifference(found, greys) < 0.06,
                 qPrintable(QString::number(largestDifference(found, greys))));
    }

    void aLongTailLeavesTheLungsTheirGreys()
    {
        // Proportional to the dose: bright in the picture is little of it, and air is most.
        ReducedRadiograph raw = pictureOf(bitDepth<16>, [](int x, int y) {
            return static_cast<int>(65000 * std::exp(-chestAt(x, y) / 32.0));
        });
        raw.radiograph.inverted = true;
        const auto greys = greysOf(raw);
        std::vector<double> middle;
        for (int y = rows / 5; y < rows * 4 / 5; ++y)
            for (int x = columns / 5; x < columns * 4 / 5; ++x)
                middle.push_back(greyAt(greys, x, y));
        std::ranges::sort(middle);
        QVERIFY(middle[middle.size() / 2] < 0.85);
    }

    void aReducedPictureHasNearlyTheSame()
    {
        const ReducedRadiograph whole
            = pictureOf(bitDepth<12>, [](int x, int y) { return 16 * chestAt(x, y); });
        ReducedRadiograph half = whole;
        half.reduction = 2;
        half.radiograph.columns = columns / 2;
        half.radiograph.rows = rows / 2;
        auto pixels = std::make_shared<std::vector<std::uint16_t>>();
        const std::vector<std::uint16_t>& all = *whole.radiograph.pixels;
        for (int y = 0; y < rows; y += 2)
            for (int x = 0; x < columns; x += 2) {
                const auto first = static_cast<std::size_t>(y * columns + x);
                pixels->push_back(static_cast<std::uint16_t>(
                    (all[first] + all[first + 1] + all[first + columns] + all[first + columns + 1])
                    / 4));
            }
        half.radiograph.pixels = pixels;
        const DisplayLut ofWhole = networkLut(whole, GreyRule::Stored1);
        const DisplayLut ofHalf = networkLut(half, GreyRule::Stored1);
        for (int pixel = 500; pixel < 2500; ++pixel) {
            const auto stored = static_cast<std::uint16_t>(pixel);
            QVERIFY(std::abs(ofWhole.gray16(stored) - ofHalf.gray16(stored)) < 0.01 * 65535);
        }
    }

    void aPictureOfOneValueIsMidGrey()
    {
        for (const int value : {0, 100, 4095}) {
            const auto greys = greysOf(pictureOf(bitDepth<12>, [&](int, int) { return value; }));
            QVERIFY(std::ranges::all_of(greys, [](auto grey) { return grey == 32768; }));
        }
    }

    void aPictureOfPaddingIsBlack()
    {
        ReducedRadiograph picture = pictureOf(bitDepth<12>, [](int, int) { return 7; });
        picture.radiograph.paddingFirst = 7;
        picture.radiograph.paddingLast = 7;
        QVERIFY(std::ranges::all_of(greysOf(picture), [](auto grey) { return grey == 0; }));
    }

    void tinyPicturesHaveGreys()
    {
        Radiograph radiograph;
        radiograph.columns = 2;
        radiograph.rows = 1;
        radiograph.bits = bitDepth<16>;
        radiograph.pixels = std::make_shared<const std::vector<std::uint16_t>>(
            std::vector<std::uint16_t>{10, 65000});
        const ReducedRadiograph picture{radiograph, 2, 1};
        const auto greys = greysOf(picture);
        QVERIFY(greys[0] < 8192 && greys[1] > 57344);
    }

    void aClipOfMetalDoesNotDarkenTheRest()
    {
        // A single hot cell, as a clip of metal is, does not darken the rest.
        const auto greys = greysOf(chest());
        const auto found = greysOf(pictureOf(bitDepth<16>, [&](int x, int y) {
            return x > 150 && x < 156 && y > 120 && y < 126 ? 65535 : 100 * chestAt(x, y);
        }));
        QVERIFY(std::abs(greyAt(found, 90, 130) - greyAt(greys, 90, 130)) < 0.02);
    }
};

QTEST_APPLESS_MAIN(TestImagingNetworkGreys)
#include "test_network_greys.moc"
