// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/patience.h"
#include "tests/support/threads.h"
#include "ui/jobs/shared_turn.h"

#include <QScopeGuard>
#include <QTest>

#include <atomic>
#include <vector>

using namespace ccad;
using test::WatchedThread;

/// One urgent turn for all predictions of the viewer that run at the same time.
class TestSharedTurn : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void thoseWhoRunTogetherShareATurn()
    {
        SharedTurn turns(std::make_shared<ComputeLane>());
        const auto first = turns.take();
        const auto second = turns.take(); // would wait for ever for a turn of its own
        QCOMPARE(first.get(), second.get());
    }

    void theTurnEndsWithItsLastCopy()
    {
        const auto lane = std::make_shared<ComputeLane>();
        SharedTurn turns(lane);
        auto first = turns.take();
        auto second = turns.take();
        WatchedThread training([&] { const ComputeLane::Turn turn(*lane, false); });
        const auto letGo = qScopeGuard([&] { // also when the test fails
            first.reset();
            second.reset();
        });
        QVERIFY(training.comesToRest());
        QVERIFY(!training.hasEnded());
        first.reset();
        QVERIFY(training.comesToRest());
        QVERIFY(!training.hasEnded());
        second.reset();
        QTRY_VERIFY(training.hasEnded());
    }

    void waitsForTheTurnOfATraining()
    {
        const auto lane = std::make_shared<ComputeLane>();
        SharedTurn turns(lane);
        auto training = std::make_unique<ComputeLane::Turn>(*lane, false);
        const auto take = [&] { const auto turn = turns.take(); };
        // The second one finds the first one waiting.
        WatchedThread first(take);
        (void)first.comesToRest();
        WatchedThread second(take);
        const auto letGo = qScopeGuard([&] { training.reset(); });
        QVERIFY(second.comesToRest());
        const bool waited = !first.hasEnded() && !second.hasEnded();
        training.reset();
        QTRY_VERIFY(first.hasEnded() && second.hasEnded());
        QVERIFY(waited);
    }

    /// It is urgent: a training that came earlier waits on.
    void goesBeforeATrainingThatCameEarlier()
    {
        const auto lane = std::make_shared<ComputeLane>();
        SharedTurn turns(lane);
        std::vector<char> order;
        auto held = std::make_unique<ComputeLane::Turn>(*lane, false);
        WatchedThread training([&] {
            const ComputeLane::Turn turn(*lane, false);
            order.push_back('t'); // guarded by the lane itself
        });
        (void)training.comesToRest();
        WatchedThread prediction([&] {
            const auto turn = turns.take();
            order.push_back('p');
        });
        const auto letGo = qScopeGuard([&] { held.reset(); });
        QVERIFY(prediction.comesToRest());
        held.reset();
        QTRY_VERIFY(training.hasEnded() && prediction.hasEnded());
        QCOMPARE(order, (std::vector<char>{'p', 't'}));
    }

    void aTurnIsTakenAnewAfterTheLast()
    {
        const auto lane = std::make_shared<ComputeLane>();
        SharedTurn turns(lane);
        for (int i = 0; i < 100; ++i) {
            {
                const auto turn = turns.take();
            }
            const ComputeLane::Turn free(*lane, false); // the lane is free in between
        }
    }

    void neverRunsBesideATraining()
    {
        const auto lane = std::make_shared<ComputeLane>();
        SharedTurn turns(lane);
        std::atomic<int> predictions = 0;
        std::atomic<int> beside = 0;
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 3; ++i)
                threads.emplace_back([&] {
                    for (int round = 0; round < 200; ++round) {
                        const auto turn = turns.take();
                        ++predictions;
                        std::this_thread::yield();
                        --predictions;
                    }
                });
            for (int i = 0; i < 2; ++i)
                threads.emplace_back([&] {
                    for (int round = 0; round < 200; ++round) {
                        const ComputeLane::Turn turn(*lane, false);
                        if (predictions > 0)
                            ++beside;
                    }
                });
        }
        QCOMPARE(beside.load(), 0);
    }
};

QTEST_GUILESS_MAIN(TestSharedTurn)
#include "test_shared_turn.moc"
