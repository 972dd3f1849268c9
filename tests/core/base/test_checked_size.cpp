// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/checked_size.h"

#include <QTest>

#include <cstdint>
#include <limits>

using namespace ccad;

class TestCheckedSize : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void productsThatFit()
    {
        QCOMPARE(checkedProduct<qint64>({}), std::optional<qint64>(1));
        QCOMPARE(checkedProduct<qint64>({64, 64, 16}), std::optional<qint64>(65536));
        QCOMPARE(checkedProduct<qint64>({0, 5}), std::optional<qint64>(0));
        QCOMPARE(checkedProduct<std::uint64_t>({1ULL << 32, (1ULL << 32) - 1}),
                 std::optional<std::uint64_t>((1ULL << 32) * ((1ULL << 32) - 1)));
    }

    void productsThatWouldWrap()
    {
        // 2^16 bits times 2^48 frames are 2^64, which would be 0.
        QVERIFY(!checkedProduct<qint64>({65536, qint64{1} << 48}));
        QVERIFY(!checkedProduct<std::uint64_t>({1ULL << 32, 1ULL << 32}));
        QVERIFY(!checkedProduct<std::uint8_t>({16, 16}));
        QVERIFY(!checkedProduct<qint64>({3, std::numeric_limits<qint64>::max() / 2}));
    }

    void sizesAreNotNegative()
    {
        QVERIFY(!checkedProduct<qint64>({-1, -1}));
        QVERIFY(!checkedProduct<qint64>({5, -2}));
    }
};

QTEST_APPLESS_MAIN(TestCheckedSize)
#include "test_checked_size.moc"
