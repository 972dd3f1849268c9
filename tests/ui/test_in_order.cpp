// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/patience.h"
#include "ui/jobs/in_order.h"

#include <QTest>

#include <atomic>
#include <semaphore>
#include <thread>
#include <vector>

using namespace ccad;

/// Work that is done one piece after the other, none dropped.
class TestInOrder : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void worksElsewhereAndDeliversHere()
    {
        InOrder jobs;
        QVERIFY(!jobs.isBusy());
        std::thread::id worker;
        std::thread::id here;
        jobs.start(
            [&worker] {
                worker = std::this_thread::get_id();
                return 7;
            },
            [&here](int value) {
                if (value == 7)
                    here = std::this_thread::get_id();
            });
        QVERIFY(jobs.isBusy());
        QTRY_VERIFY(!jobs.isBusy());
        QCOMPARE(here, std::this_thread::get_id());
        QVERIFY(worker != here);
    }

    void keepsTheOrder()
    {
        constexpr int count = 200;
        InOrder jobs;
        std::atomic<int> running = 0;
        std::atomic<bool> overlapped = false;
        std::vector<int> done;
        std::vector<int> told;
        for (int i = 0; i < count; ++i)
            jobs.start(
                [&, i] {
                    if (++running > 1)
                        overlapped = true;
                    done.push_back(i); // by one thread at a time
                    --running;
                    return i;
                },
                [&told](int value) { told.push_back(value); });
        QTRY_VERIFY(!jobs.isBusy());
        QVERIFY(!overlapped);
        QCOMPARE(int(done.size()), count);
        QCOMPARE(told, done);
        for (int i = 0; i < count; ++i)
            QCOMPARE(done[size_t(i)], i);
    }

    void finishesBeforeItGoes()
    {
        std::atomic<int> done = 0;
        bool isTold = false;
        std::binary_semaphore letGo{0};
        {
            InOrder jobs;
            jobs.start(
                [&] {
                    letGo.acquire();
                    ++done;
                    return 0;
                },
                [&isTold](int) { isTold = true; });
            for (int i = 0; i < 3; ++i)
                jobs.start(
                    [&done] {
                        ++done;
                        return 0;
                    },
                    [&isTold](int) { isTold = true; });
            letGo.release();
        }
        QCOMPARE(done.load(), 4);
        QCoreApplication::processEvents();
        QVERIFY(!isTold); // there is nobody to be told any more
    }

    void aNewPieceMayBeStartedByADelivery()
    {
        InOrder jobs;
        int last = 0;
        jobs.start(
            [] { return 1; },
            [&](int) { jobs.start([] { return 2; }, [&last](int value) { last = value; }); });
        QTRY_COMPARE(last, 2);
        QVERIFY(!jobs.isBusy());
    }
};

QTEST_MAIN(TestInOrder)
#include "test_in_order.moc"
