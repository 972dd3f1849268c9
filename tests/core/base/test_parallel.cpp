// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"

#include <QTest>

#include <atomic>
#include <stdexcept>
#include <vector>

using namespace ccad;

class TestParallel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyNumberOnce()
    {
        std::vector<std::atomic_int> calls(1000);
        parallelFor(calls.size(), [&](std::size_t i) { ++calls[i]; });
        for (const std::atomic_int& count : calls)
            QCOMPARE(count.load(), 1);
    }

    void nothingToDo()
    {
        parallelFor(0, [](std::size_t) { QFAIL("called"); });
    }

    void anExceptionArrivesAndEndsTheWork()
    {
        // So many that they cannot all be done before the exception has unwound.
        constexpr std::size_t count = std::size_t{1} << 40;
        std::atomic<std::size_t> calls = 0;
        const auto run = [&] {
            parallelFor(count, [&](std::size_t i) {
                ++calls;
                if (i == 3)
                    throw std::runtime_error("three");
            });
        };
        QVERIFY_EXCEPTION_THROWN(run(), std::runtime_error);
        QVERIFY(calls.load() < count);
    }
};

QTEST_GUILESS_MAIN(TestParallel)
#include "test_parallel.moc"
