// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/engine/thread_team.h"
#include "tests/support/patience.h"
#include "tests/support/threads.h"

#include <QTest>

#include <array>
#include <latch>
#include <memory>
#include <numeric>
#include <set>

#include <sys/resource.h>

using namespace ccad;
using namespace ccad::engine;

namespace {

constexpr int unitCount = 200;

/// What a run owns, helpers that come late included.
struct Shared
{
    Units units;
    std::array<std::atomic<int>, unitCount> calls{};
    std::array<int, unitCount> results{}; ///< each written by whoever took the unit
};

/// Divides work among as many threads; the sum of its results, read by the caller alone.
int sumOfUnits(ThreadTeam& team, int members)
{
    const auto shared = std::make_shared<Shared>();
    team.run(members, [shared](int) {
        shared->units.share(unitCount, [&](int unit) {
            const auto at = static_cast<std::size_t>(unit);
            ++shared->calls[at];
            shared->results[at] = unit;
        });
    });
    for (const auto& calls : shared->calls)
        if (calls != 1)
            return -1;
    return std::accumulate(shared->results.begin(), shared->results.end(), 0);
}

constexpr int wholeSum = unitCount * (unitCount - 1) / 2;

} // namespace

/// Threads that work on one image together.
class TestThreadTeam : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void oneMemberIsTheCaller()
    {
        ThreadTeam team;
        std::vector<std::pair<int, std::thread::id>> calls;
        team.run(1, [&](int member) { calls.emplace_back(member, std::this_thread::get_id()); });
        QCOMPARE(calls.size(), std::size_t{1});
        QCOMPARE(calls.front().first, 0);
        QCOMPARE(calls.front().second, std::this_thread::get_id());
    }

    void membersAreThreadsOfTheirOwn()
    {
        constexpr int members = 4;
        struct Meeting
        {
            std::latch allThere{members};
            std::mutex mutex;
            std::set<int> numbers;
            std::set<std::thread::id> threads;
        };
        const auto meeting = std::make_shared<Meeting>();
        ThreadTeam team;
        team.run(members, [meeting](int member) {
            {
                const std::lock_guard lock(meeting->mutex);
                meeting->numbers.insert(member);
                meeting->threads.insert(std::this_thread::get_id());
            }
            meeting->allThere.arrive_and_wait(); // for ever, were one missing
        });
        const std::lock_guard lock(meeting->mutex);
        QCOMPARE(meeting->numbers, (std::set<int>{0, 1, 2, 3}));
        QCOMPARE(meeting->threads.size(), std::size_t{members});
    }

    /// What a unit wrote can be read once the share is done, by whomever it was written.
    void everyUnitIsDoneOnceBeforeItReturns()
    {
        ThreadTeam team;
        for (int round = 0; round < 300; ++round)
            for (const int members : {1, 2, 3, 5})
                QCOMPARE(sumOfUnits(team, members), wholeSum);
    }

    void sharesWithoutUnitsEndAtOnce()
    {
        ThreadTeam team;
        int calls = 0;
        team.run(1, [&](int) { Units().share(0, [&](int) { ++calls; }); });
        QCOMPARE(calls, 0);
    }

    void callersAtTheSameTimeShareTheTeam()
    {
        ThreadTeam team;
        std::atomic<int> wrong = 0;
        {
            std::vector<std::jthread> callers;
            for (int i = 0; i < 4; ++i)
                callers.emplace_back([&] {
                    for (int round = 0; round < 100; ++round)
                        if (sumOfUnits(team, 3) != wholeSum)
                            ++wrong;
                });
        }
        QCOMPARE(wrong.load(), 0);
    }

    /// When all helpers are busy, a caller works alone.
    void doesNotWaitForBusyHelpers()
    {
        ThreadTeam team;
        struct Busy
        {
            std::latch hasBegun{1};
            std::latch letGo{1};
        };
        const auto busy = std::make_shared<Busy>();
        team.run(2, [busy](int member) {
            if (member == 0)
                return busy->hasBegun.wait();
            busy->hasBegun.count_down();
            busy->letGo.wait();
        });
        // Its only helper is still there: run() returned when the caller's own part was done.
        QCOMPARE(sumOfUnits(team, 2), wholeSum);
        busy->letGo.count_down();
    }

    /// Helpers let go of what the work owns, or memory would stay with a team for ever.
    void forgetsTheWork()
    {
        ThreadTeam team;
        auto owned = std::make_shared<int>(1);
        const std::weak_ptr<int> watch = owned;
        team.run(3, [owned](int) {});
        owned.reset();
        QTRY_VERIFY(watch.expired());
    }

    void helpersSleepBetweenTwoRuns()
    {
        ThreadTeam team;
        QCOMPARE(sumOfUnits(team, 3), wholeSum);
        QTRY_VERIFY(test::othersAreAsleep());
        QCOMPARE(sumOfUnits(team, 3), wholeSum);
    }

    /// A team's threads inherit the priority of whoever starts them.
    void eachPriorityHasATeam()
    {
        if (getpriority(PRIO_PROCESS, 0) >= 10)
            QSKIP("This program runs with so low a priority that giving way changes nothing.");
        ThreadTeam& here = ThreadTeam::ofThisPriority();
        QCOMPARE(&ThreadTeam::ofThisPriority(), &here);
        ThreadTeam* patient = nullptr;
        std::jthread([&] {
            giveWay();
            patient = &ThreadTeam::ofThisPriority();
        }).join();
        QVERIFY(patient && patient != &here);
    }

    void destroyingItEndsItsThreads()
    {
        std::weak_ptr<Shared> watch;
        for (int round = 0; round < 50; ++round) {
            ThreadTeam team;
            const auto shared = std::make_shared<Shared>();
            watch = shared;
            team.run(4, [shared](int) { shared->units.share(unitCount, [](int) {}); });
        }
        QVERIFY(watch.expired()); // helpers were late perhaps, but are gone by now
    }
};

QTEST_GUILESS_MAIN(TestThreadTeam)
#include "test_thread_team.moc"
