// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/map_regions.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <functional>

using namespace ccad;
using namespace ccad::results;

namespace {

PlacedMap mapOf(const std::function<double(double x, double y)>& value,
                const MapWindow& window = {})
{
    constexpr int side = 28;
    SaliencyMap map{side, side, {}};
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            map.values.push_back(static_cast<float>(value((x + 0.5) / side, (y + 0.5) / side)));
    return {map, window};
}

double hill(double x, double y, double centreX, double centreY, double width = 0.15)
{
    const double dx = (x - centreX) / width;
    const double dy = (y - centreY) / width;
    return std::exp(-(dx * dx + dy * dy) / 2);
}

bool isWithinFilm(const ContourLine& line)
{
    return std::ranges::all_of(line.points, [](const ContourPoint& p) {
        return p.x >= 0 && p.x <= 1 && p.y >= 0 && p.y <= 1;
    });
}

} // namespace

class TestMapRegions : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    /// exp(-r^2 / 2 w^2) is 1/2 on a circle of radius w sqrt(2 ln 2).
    void aHillGivesACircle()
    {
        const auto regions
            = mapRegions(mapOf([](double x, double y) { return hill(x, y, 0.5, 0.4); }), 0.5);
        QCOMPARE(regions.size(), std::size_t{1});
        QVERIFY(regions[0].isClosed);
        const double radius = 0.15 * std::sqrt(2 * std::log(2));
        for (const ContourPoint& point : regions[0].points)
            QVERIFY(std::abs(std::hypot(point.x - 0.5, point.y - 0.4) - radius) < 0.004);
    }

    /// A part that reaches an edge is closed along it, to the very edge.
    void aPartAtAnEdgeRunsAlongIt()
    {
        const auto regions
            = mapRegions(mapOf([](double x, double) { return x < 0.4 ? 1.0 : 0.0; }), 0.5);
        QCOMPARE(regions.size(), std::size_t{1});
        QVERIFY(isWithinFilm(regions[0]));
        QVERIFY(std::abs(areaOf(regions[0]) - 0.4) < 0.02);
        const auto hasCorner = [&](double x, double y) {
            return std::ranges::any_of(
                regions[0].points, [x, y](const ContourPoint& p) { return p.x == x && p.y == y; });
        };
        QVERIFY(hasCorner(0, 0));
        QVERIFY(hasCorner(0, 1));
    }

    void aMapOfOnesIsTheWholeFilm()
    {
        const auto regions = mapRegions(mapOf([](double, double) { return 1.0; }), 0.5);
        QCOMPARE(regions.size(), std::size_t{1});
        QCOMPARE(areaOf(regions[0]), 1.0);
        QCOMPARE(regions[0].points.size(), std::size_t{4});
    }

    void theLargestComesFirstAndSpecksAreLeftOut()
    {
        const auto regions = mapRegions(mapOf([](double x, double y) {
                                            return std::max(hill(x, y, 0.25, 0.3, 0.08),
                                                            hill(x, y, 0.7, 0.6, 0.15));
                                        }),
                                        0.5);
        QCOMPARE(regions.size(), std::size_t{2});
        QVERIFY(areaOf(regions[0]) > areaOf(regions[1]));
        QVERIFY(regions[0].points.front().x > 0.4);
        QVERIFY(
            mapRegions(mapOf([](double x, double y) { return hill(x, y, 0.5, 0.5, 0.02); }), 0.9)
                .empty());
    }

    void aHoleIsNoPart()
    {
        const auto regions = mapRegions(mapOf([](double x, double y) {
                                            const double r = std::hypot(x - 0.5, y - 0.5);
                                            return r > 0.15 && r < 0.4 ? 1.0 : 0.0;
                                        }),
                                        0.5);
        QCOMPARE(regions.size(), std::size_t{1});
        QVERIFY(areaOf(regions[0]) > 0.4); // of the outer rim
    }

    void nothingStandsOutOfAnEmptyMap()
    {
        QVERIFY(mapRegions({}, 0.5).empty());
        QVERIFY(mapRegions(mapOf([](double, double) { return 0.0; }), 0.5).empty());
    }

    /// Where the network saw a crop, the map covers a part of the film only.
    void aCropLiesWhereItWasTaken()
    {
        // The film's window reaches beyond the map: the crop is the film's middle half.
        const MapWindow window{-0.5, -0.5, 2, 2};
        const auto regions = mapRegions(
            mapOf([](double x, double y) { return hill(x, y, 0.5, 0.5); }, window), 0.5);
        QCOMPARE(regions.size(), std::size_t{1});
        const double radius = 0.15 * std::sqrt(2 * std::log(2)) / 2;
        for (const ContourPoint& point : regions[0].points)
            QVERIFY(std::abs(std::hypot(point.x - 0.5, point.y - 0.5) - radius) < 0.006);
    }
};

QTEST_APPLESS_MAIN(TestMapRegions)
#include "test_map_regions.moc"
