// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

using namespace ccad;

class TestRandom : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void followsSplitMix64();
    void staysWithinItsRanges();
    void drawsEvenly();
    void drawsNormally();
    void shufflesEveryItem();
    void derivesDifferentSeeds();
};

void TestRandom::followsSplitMix64()
{
    // First outputs of the reference implementation (Vigna's splitmix64.c) for the seed 1234567.
    Random random(1234567);
    QCOMPARE(random.next(), std::uint64_t{6457827717110365317U});
    QCOMPARE(random.next(), std::uint64_t{3203168211198807973U});
    QCOMPARE(random.next(), std::uint64_t{9817491932198370423U});
}

void TestRandom::staysWithinItsRanges()
{
    Random random(7);
    for (int i = 0; i < 10000; ++i) {
        const double unit = random.uniform();
        QVERIFY(unit >= 0 && unit < 1);
        const double wide = random.uniform(-3, 5);
        QVERIFY(wide >= -3 && wide < 5);
        QVERIFY(random.below(3) < 3);
    }
}

void TestRandom::drawsEvenly()
{
    Random random(11);
    std::array<int, 5> counts{};
    for (int i = 0; i < 50000; ++i)
        ++counts[random.below(counts.size())];
    for (const int count : counts)
        QVERIFY(std::abs(count - 10000) < 500); // five standard deviations
}

void TestRandom::drawsNormally()
{
    Random random(13);
    double sum = 0;
    double squares = 0;
    constexpr int draws = 50000;
    for (int i = 0; i < draws; ++i) {
        const double value = random.normal();
        sum += value;
        squares += value * value;
    }
    QVERIFY(std::abs(sum / draws) < 0.03);
    QVERIFY(std::abs(squares / draws - 1) < 0.04);
}

void TestRandom::shufflesEveryItem()
{
    std::vector<int> items(100);
    std::iota(items.begin(), items.end(), 0);
    const std::vector<int> before = items;
    Random(17).shuffle(items);
    QVERIFY(items != before);
    std::vector<int> again = before;
    Random(17).shuffle(again);
    QCOMPARE(items, again);
    std::sort(items.begin(), items.end());
    QCOMPARE(items, before);
}

void TestRandom::derivesDifferentSeeds()
{
    QCOMPARE(derivedSeed(1, 2), derivedSeed(1, 2));
    QVERIFY(derivedSeed(1, 2) != derivedSeed(1, 3));
    QVERIFY(derivedSeed(1, 2) != derivedSeed(2, 2));
}

QTEST_GUILESS_MAIN(TestRandom)
#include "test_random.moc"
