// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/run_control.h"
#include "tests/support/patience.h"
#include "tests/support/threads.h"

#include <QScopeGuard>
#include <QTest>

#include <memory>
#include <vector>

using namespace ccad;
using test::WatchedThread;

/// The reins of a long run: paused, resumed and cancelled from any thread.
class TestRunControl : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void goesOnUnlessPaused()
    {
        const RunControl control;
        QVERIFY(!control.isPaused());
        QVERIFY(!control.cancelToken().isCancelled());
        control.waitWhilePaused(); // returns
    }

    void copiesShareOneState()
    {
        const RunControl control;
        const RunControl copy = control;
        copy.pause();
        QVERIFY(control.isPaused());
        control.resume();
        QVERIFY(!copy.isPaused());
        copy.cancel();
        QVERIFY(control.cancelToken().isCancelled());
        QVERIFY(!RunControl().cancelToken().isCancelled());
    }

    void aPauseHoldsEveryWorkerUntilItEnds()
    {
        const RunControl control;
        control.pause();
        std::atomic<int> through = 0;
        std::vector<std::unique_ptr<WatchedThread>> workers;
        for (int i = 0; i < 3; ++i)
            workers.push_back(std::make_unique<WatchedThread>([&] {
                control.waitWhilePaused();
                ++through;
            }));
        const auto letGo = qScopeGuard([&] { control.cancel(); }); // also when the test fails
        for (const auto& worker : workers)
            QVERIFY(worker->comesToRest());
        QCOMPARE(through.load(), 0);
        control.resume();
        QTRY_COMPARE(through.load(), 3);
        QVERIFY(!control.isPaused());
    }

    void aPauseCanBeRepeated()
    {
        const RunControl control;
        std::atomic<int> pieces = 0;
        std::atomic<bool> isEnough = false;
        WatchedThread worker([&] {
            while (!isEnough) {
                control.waitWhilePaused();
                ++pieces;
            }
        });
        const auto letGo = qScopeGuard([&] {
            isEnough = true;
            control.cancel();
        });
        for (int round = 0; round < 20; ++round) {
            control.pause();
            QVERIFY(worker.comesToRest());
            const int before = pieces;
            QVERIFY(worker.comesToRest());
            QCOMPARE(pieces.load(), before);
            control.resume();
            QTRY_VERIFY(pieces > before);
        }
    }

    void cancellingEndsAPause()
    {
        const RunControl control;
        control.pause();
        WatchedThread worker([&] { control.waitWhilePaused(); });
        const auto letGo = qScopeGuard([&] { control.cancel(); });
        QVERIFY(worker.comesToRest());
        QVERIFY(!worker.hasEnded());
        control.cancel();
        QTRY_VERIFY(worker.hasEnded());
        QVERIFY(control.isPaused()); // nobody resumed it
        control.waitWhilePaused(); // returns at once from now on
    }

    /// A signal handler may set the token and do nothing else: it can wake nobody.
    void aTokenThatIsCancelledElsewhereEndsAPause()
    {
        const CancelToken token;
        const RunControl control(token);
        control.pause();
        WatchedThread worker([&] { control.waitWhilePaused(); });
        const auto letGo = qScopeGuard([&] { control.cancel(); });
        QVERIFY(worker.comesToRest());
        QVERIFY(!worker.hasEnded());
        token.cancel();
        QTRY_VERIFY(worker.hasEnded());
        QVERIFY(control.cancelToken().isCancelled());
    }
};

QTEST_GUILESS_MAIN(TestRunControl)
#include "test_run_control.moc"
