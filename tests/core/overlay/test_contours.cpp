// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/overlay/contours.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace ccad;

namespace {

/// f(x, y) at the centres of the pixels, in fractions of the picture.
template <typename Function> std::vector<float> sampled(int columns, int rows, Function f)
{
    std::vector<float> values;
    for (int y = 0; y < rows; ++y)
        for (int x = 0; x < columns; ++x)
            values.push_back(float(f((x + 0.5) / columns, (y + 0.5) / rows)));
    return values;
}

/// Of a closed line, by the shoelace formula.
double areaOf(const ContourLine& line)
{
    double twice = 0;
    for (std::size_t i = 0; i < line.points.size(); ++i) {
        const ContourPoint a = line.points[i];
        const ContourPoint b = line.points[(i + 1) % line.points.size()];
        twice += a.x * b.y - b.x * a.y;
    }
    return std::abs(twice) / 2;
}

} // namespace

/// Lines of analytic maps, whose contours are known.
class TestContours : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aRampIsCutByStraightLines()
    {
        for (const float level : {0.25F, 0.5F, 0.75F}) {
            const auto lines
                = contourLines(sampled(40, 30, [](double x, double) { return x; }), 40, 30, level);
            QCOMPARE(lines.size(), std::size_t{1});
            QVERIFY(!lines[0].isClosed);
            QCOMPARE(lines[0].points.size(), std::size_t{30});
            for (const ContourPoint point : lines[0].points)
                QVERIFY(std::abs(point.x - double(level)) < 1e-6);
            const auto [low, high]
                = std::minmax(lines[0].points.front().y, lines[0].points.back().y);
            QVERIFY(std::abs(low - 0.5 / 30) < 1e-9); // from the first row's centre to the last's
            QVERIFY(std::abs(high - 29.5 / 30) < 1e-9);
        }
    }

    void aConeIsCutByCircles()
    {
        const auto cone = sampled(101, 101, [](double x, double y) {
            return std::max(0.0, 1 - std::hypot(x - 0.5, y - 0.5) / 0.4);
        });
        for (const double level : {0.25, 0.5, 0.75}) {
            const auto lines = contourLines(cone, 101, 101, float(level));
            QCOMPARE(lines.size(), std::size_t{1});
            QVERIFY(lines[0].isClosed);
            const double radius = 0.4 * (1 - level);
            for (const ContourPoint point : lines[0].points)
                QVERIFY(std::abs(std::hypot(point.x - 0.5, point.y - 0.5) - radius) < 0.001);
            const double circle = std::numbers::pi * radius * radius;
            QVERIFY(std::abs(areaOf(lines[0]) - circle) < 0.01 * circle);
        }
    }

    void twoHillsGiveTwoLinesAndLowerDownOne()
    {
        const auto hills = sampled(120, 60, [](double x, double y) {
            const auto hill = [&](double centre) {
                return std::exp(-(std::pow((x - centre) * 2, 2) + std::pow(y - 0.5, 2)) / 0.04);
            };
            return hill(0.35) + hill(0.65);
        });
        QCOMPARE(contourLines(hills, 120, 60, 0.75F).size(), std::size_t{2});
        QCOMPARE(contourLines(hills, 120, 60, 0.1F).size(), std::size_t{1});
    }

    void aSaddleIsCutByTheMeanOfItsCorners()
    {
        // High at the upper left and the lower right; the mean decides whether they hang together.
        const std::vector<float> low = {1, 0, 0, 0.8F};
        const auto apart = contourLines(low, 2, 2, 0.5F);
        QCOMPARE(apart.size(), std::size_t{2});
        const auto cutsUpperLeft = [](const ContourLine& line) {
            return std::all_of(line.points.begin(), line.points.end(),
                               [](ContourPoint p) { return p.x + p.y < 1; });
        };
        QVERIFY(std::any_of(apart.begin(), apart.end(), cutsUpperLeft));
        const std::vector<float> high = {1, 0.3F, 0.3F, 0.8F};
        const auto together = contourLines(high, 2, 2, 0.5F);
        QCOMPARE(together.size(), std::size_t{2});
        QVERIFY(std::none_of(together.begin(), together.end(), cutsUpperLeft));
    }

    void everyCrossingIsInOneLine()
    {
        // A chess board: nothing but saddles.
        const auto board = sampled(
            9, 9, [](double x, double y) { return (int(x * 9) + int(y * 9)) % 2 ? 1.0 : 0.0; });
        std::size_t points = 0;
        for (const ContourLine& line : contourLines(board, 9, 9, 0.5F))
            points += line.points.size();
        QCOMPARE(points, std::size_t{2 * 9 * 8}); // each edge is crossed once
    }

    void aFlatMapHasNone()
    {
        for (const float value : {0.0F, 0.5F, 1.0F})
            QVERIFY(contourLines(std::vector<float>(100, value), 10, 10, 0.5F).empty());
        QVERIFY(contourLines(PlacedMap{}, 10, 10, 0.5F).empty());
        QVERIFY(contourLines(std::vector<float>(5, 1.0F), 5, 1, 0.5F).empty());
        QVERIFY(contourLines(std::vector<float>(5, 1.0F), 3, 3, 0.5F).empty()); // too few values
    }

    void aMapIsCutAsItIsDrawn()
    {
        // Of a map twice as wide as the radiograph, the right half covers it: the step lies at its
        // left quarter.
        PlacedMap placed;
        placed.map = {8, 1, {0, 0, 0, 0, 0, 1, 1, 1}};
        placed.window = {0.5, 0, 0.5, 1};
        const auto lines = contourLines(placed, 100, 50, 0.5F);
        QCOMPARE(lines.size(), std::size_t{1});
        for (const ContourPoint point : lines[0].points)
            QVERIFY(std::abs(point.x - 0.25) < 0.005);
    }
};

QTEST_GUILESS_MAIN(TestContours)
#include "test_contours.moc"
