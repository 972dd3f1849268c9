// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include <sys/resource.h>
#include <unistd.h>

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

    void aLimitHolds()
    {
        QCOMPARE(threadsToUse(), int(std::max(1U, std::thread::hardware_concurrency())));
        limitThreads(3);
        QCOMPARE(threadsToUse(), 3);
        std::mutex mutex;
        std::set<std::thread::id> threads;
        std::atomic<int> within = 0;
        parallelFor(200, [&](std::size_t) {
            within = std::max(within.load(), threadsToUse());
            std::this_thread::sleep_for(std::chrono::microseconds(50));
            const std::lock_guard lock(mutex);
            threads.insert(std::this_thread::get_id());
        });
        limitThreads(0);
        QVERIFY(threads.size() <= 3);
        QCOMPARE(within.load(), 1); // workers have the cores already
        QVERIFY(threadsToUse() >= 1);
    }

    void givingWayIsOfOneThread()
    {
        const auto nice = [] { return getpriority(PRIO_PROCESS, static_cast<id_t>(gettid())); };
        const int before = nice();
        int inside = before;
        std::thread([&] {
            giveWay();
            std::thread([&] { inside = nice(); }).join();
        }).join();
        QVERIFY(inside > before || before >= 10);
        QCOMPARE(nice(), before);
    }
};

QTEST_GUILESS_MAIN(TestParallel)
#include "test_parallel.moc"
