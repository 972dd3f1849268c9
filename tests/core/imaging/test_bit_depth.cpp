// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/bit_depth.h"
#include "core/imaging/modality_values.h"

#include <QTest>

#include <limits>

using namespace ccad;

class TestBitDepth : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noOthersThan1To16()
    {
        for (const std::int64_t bits :
             {std::int64_t{0}, std::int64_t{-1}, std::int64_t{17}, std::int64_t{65535},
              (std::int64_t{1} << 32) + 8, std::numeric_limits<std::int64_t>::min()})
            QVERIFY(!BitDepth::of(bits));
        for (int bits = 1; bits <= 16; ++bits) {
            const auto depth = BitDepth::of(bits);
            QVERIFY(depth.has_value());
            QCOMPARE(depth->bits(), bits);
            QCOMPARE(depth->values(), std::size_t{1} << bits);
            QCOMPARE(int{depth->highest()}, (1 << bits) - 1);
        }
        QCOMPARE(BitDepth().bits(), 16);
        QVERIFY(bitDepth<8> < bitDepth<12>);
    }

    void theLeastThatHoldsAValue()
    {
        QCOMPARE(BitDepth::holding(0).bits(), 1);
        QCOMPARE(BitDepth::holding(1).bits(), 1);
        for (int value = 2; value <= 65535; ++value) {
            const BitDepth depth = BitDepth::holding(static_cast<std::uint16_t>(value));
            QVERIFY(value <= depth.highest());
            QVERIFY(value > BitDepth::of(depth.bits() - 1)->highest());
        }
    }

    void valuesAreFiniteAndDiffer()
    {
        QVERIFY(givesValues(bitDepth<16>, 1, 0));
        QVERIFY(givesValues(bitDepth<12>, -0.001, 4.1)); // optical densities
        QVERIFY(givesValues(bitDepth<16>, 1e-3, -1024));
        QVERIFY(givesValues(bitDepth<1>, 1e30, -1e30));
        constexpr double infinite = std::numeric_limits<double>::infinity();
        QVERIFY(!givesValues(bitDepth<12>, 1e308, 0));
        QVERIFY(!givesValues(bitDepth<12>, 1, 1e308));
        QVERIFY(!givesValues(bitDepth<12>, infinite, 0));
        QVERIFY(!givesValues(bitDepth<12>, 1, -infinite));
        QVERIFY(!givesValues(bitDepth<12>, infinite - infinite, 0));
        QVERIFY(!givesValues(bitDepth<12>, 0, 5));
        QVERIFY(!givesValues(bitDepth<12>, 1e-20, 1000)); // all the same value
        QVERIFY(!givesValues(bitDepth<12>, 1, 1e20));
    }
};

QTEST_APPLESS_MAIN(TestBitDepth)
#include "test_bit_depth.moc"
