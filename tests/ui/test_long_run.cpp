// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/patience.h"
#include "ui/jobs/long_run.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

using namespace Qt::StringLiterals;

using namespace ccad;

/// What a training, a batch and an audit have in common.
class TestLongRun : public QObject
{
    Q_OBJECT

    using Run = LongRun<int, QString>;

    std::vector<RunState> m_states;
    std::atomic<int> m_looks = 0;
    std::optional<Result<QString>> m_outcome;
    std::unique_ptr<Run> m_run;

    /// Counts until it is cancelled or has come to `end`; 0: never by itself.
    static auto counting(const RunControl& control, int end = 0)
    {
        return [control, end](const Run::Reporter& reporter) -> Result<QString> {
            for (int i = 1; i != end; ++i) {
                control.waitWhilePaused();
                if (control.cancelToken().isCancelled())
                    return Error{ErrorCode::Cancelled, u"It was cancelled."_s, {}};
                reporter.setProgress(i);
                std::this_thread::yield();
            }
            return u"counted"_s;
        };
    }

    void start(const RunControl& control, int end = 0)
    {
        m_run->start(control, counting(control, end),
                     [this](const Result<QString>& outcome) { m_outcome = outcome; });
    }

private Q_SLOTS:
    void init()
    {
        m_states.clear();
        m_outcome.reset();
        m_looks = 0;
        m_run = std::make_unique<Run>([this](RunState state) { m_states.push_back(state); },
                                      [this] { ++m_looks; });
    }

    void cleanup() { m_run.reset(); }

    void worksElsewhereAndDeliversHereWhenIdle()
    {
        std::thread::id worker;
        std::thread::id here;
        RunState atTheEnd = RunState::Running;
        m_run->start(
            RunControl(),
            [&worker](const Run::Reporter&) -> Result<QString> {
                worker = std::this_thread::get_id();
                return u"done"_s;
            },
            [&](const Result<QString>& outcome) {
                here = std::this_thread::get_id();
                atTheEnd = m_run->state();
                m_outcome = outcome;
            });
        QCOMPARE(m_run->state(), RunState::Running);
        QTRY_VERIFY(m_outcome);
        QCOMPARE(m_outcome->value(), u"done"_s);
        QCOMPARE(atTheEnd, RunState::Idle);
        QCOMPARE(here, std::this_thread::get_id());
        QVERIFY(worker != here);
        QCOMPARE(m_states, (std::vector{RunState::Running, RunState::Idle}));
    }

    void whatIsSaidComesInOrderBeforeTheOutcome()
    {
        std::vector<int> said;
        std::size_t before = 0;
        m_run->start(
            RunControl(),
            [&said](const Run::Reporter& reporter) -> Result<QString> {
                for (int i = 0; i < 100; ++i)
                    reporter.say([&said, i] { said.push_back(i); });
                return QString();
            },
            [&](const Result<QString>& outcome) {
                before = said.size();
                m_outcome = outcome;
            });
        QTRY_VERIFY(m_outcome);
        QCOMPARE(before, std::size_t{100});
        QVERIFY(std::is_sorted(said.begin(), said.end()));
    }

    void progressIsLookedAtWhileItRuns()
    {
        start(RunControl());
        QTRY_VERIFY(m_looks >= 2);
        QVERIFY(m_run->progress() > 0);
        m_run->cancel();
        QTRY_VERIFY(m_outcome);
    }

    void pausesAndGoesOn()
    {
        m_run->pause(); // nothing to pause
        QVERIFY(m_states.empty());
        start(RunControl());
        m_run->resume(); // it runs already
        QTRY_VERIFY(m_run->progress() > 0);
        m_run->pause();
        QCOMPARE(m_run->state(), RunState::Paused);
        m_run->resume();
        QCOMPARE(m_run->state(), RunState::Running);
        const int then = m_run->progress();
        QTRY_VERIFY(m_run->progress() > then);
    }

    void aPausedRunCanBeCancelled()
    {
        start(RunControl());
        m_run->pause();
        m_run->cancel();
        QCOMPARE(m_run->state(), RunState::Cancelling);
        m_run->pause();
        QCOMPARE(m_run->state(), RunState::Cancelling);
        QTRY_VERIFY(m_outcome);
        QCOMPARE(m_outcome->error().code, ErrorCode::Cancelled);
        QCOMPARE(m_states,
                 (std::vector{RunState::Running, RunState::Paused, RunState::Cancelling,
                              RunState::Idle}));
        m_run->cancel(); // nothing left
        QCOMPARE(m_run->state(), RunState::Idle);
    }

    void oneRunFollowsAnother()
    {
        start(RunControl());
        QTRY_VERIFY(m_run->progress() > 5);
        m_run->cancel();
        QTRY_VERIFY(m_outcome);
        m_outcome.reset();
        start(RunControl(), 3);
        QTRY_VERIFY(m_outcome);
        QVERIFY2(*m_outcome, "the second run was cancelled with the first");
        QCOMPARE(m_run->progress(), 2);
    }

    void theDestructorCancelsAndWaits()
    {
        const RunControl control;
        std::atomic<bool> ended = false;
        m_run->start(
            control,
            [&ended, work = counting(control)](const Run::Reporter& reporter) {
                auto result = work(reporter);
                ended = true;
                return result;
            },
            [this](const Result<QString>& outcome) { m_outcome = outcome; });
        m_run->pause();
        m_run.reset();
        QVERIFY(ended);
        QCoreApplication::processEvents();
        QVERIFY(!m_outcome); // nobody is there to hear of it
    }
};

QTEST_GUILESS_MAIN(TestLongRun)
#include "test_long_run.moc"
