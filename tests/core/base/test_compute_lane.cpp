// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/compute_lane.h"
#include "tests/support/threads.h"

#include <QScopeGuard>
#include <QTest>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

using namespace ccad;

class TestComputeLane : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void oneTurnAtATime()
    {
        ComputeLane lane;
        std::atomic<int> inside = 0;
        std::atomic<int> together = 0;
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 4; ++i)
                threads.emplace_back([&, i] {
                    for (int turn = 0; turn < 200; ++turn) {
                        const ComputeLane::Turn held(lane, i == 0);
                        if (++inside > 1)
                            ++together;
                        --inside;
                    }
                });
        }
        QCOMPARE(together.load(), 0);
    }

    /// Who waits urgently goes before those who came earlier.
    void theUrgentGoFirst()
    {
        ComputeLane lane;
        std::vector<char> order;
        auto held = std::make_unique<ComputeLane::Turn>(lane, false);
        const auto join = [&](char name, bool urgent) {
            return std::make_unique<test::WatchedThread>([&, name, urgent] {
                const ComputeLane::Turn turn(lane, urgent);
                order.push_back(name); // guarded by the lane itself
            });
        };
        {
            const auto patient = join('p', false);
            (void)patient->comesToRest(); // stands in the queue
            const auto urgent = join('u', true);
            const auto letGo = qScopeGuard([&] { held.reset(); }); // also when the test fails
            QVERIFY(urgent->comesToRest());
            QVERIFY(order.empty());
            held.reset();
        }
        QCOMPARE(order, (std::vector<char>{'u', 'p'}));
    }
};

QTEST_GUILESS_MAIN(TestComputeLane)
#include "test_compute_lane.moc"
