// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/compute_lane.h"

#include <QSemaphore>
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
        QSemaphore started;
        const auto join = [&](char name, bool urgent) {
            return std::jthread([&, name, urgent] {
                started.release();
                const ComputeLane::Turn turn(lane, urgent);
                order.push_back(name); // guarded by the lane itself
            });
        };
        {
            const std::jthread patient = join('p', false);
            started.acquire();
            const std::jthread urgent = join('u', true);
            started.acquire();
            QTest::qWait(50); // both stand in the queue by now
            held.reset();
        }
        QCOMPARE(order, (std::vector<char>{'u', 'p'}));
    }
};

QTEST_GUILESS_MAIN(TestComputeLane)
#include "test_compute_lane.moc"
