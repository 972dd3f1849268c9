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
        std::atomic_int calls = 0;
        const auto run = [&] {
            parallelFor(100000, [&](std::size_t i) {
                ++calls;
                if (i == 3)
                    throw std::runtime_error("three");
            });
        };
        QVERIFY_EXCEPTION_THROWN(run(), std::runtime_error);
        QVERIFY(calls.load() < 100000);
    }
};

QTEST_GUILESS_MAIN(TestParallel)
#include "test_parallel.moc"
