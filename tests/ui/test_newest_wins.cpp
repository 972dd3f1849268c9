// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/patience.h"
#include "ui/jobs/newest_wins.h"

#include <QTest>

#include <atomic>
#include <memory>
#include <semaphore>
#include <thread>
#include <vector>

using namespace ccad;

namespace {

/// Work that ends when it is let go, or when it is cancelled and `minds` that.
struct HeldWork
{
    struct State
    {
        std::atomic<bool> hasBegun = false;
        std::atomic<bool> sawCancel = false;
        std::atomic<bool> hasEnded = false;
        std::binary_semaphore letGo{0};
    };
    std::shared_ptr<State> state = std::make_shared<State>();
    int answer = 0;
    bool minds = true;

    int operator()(const CancelToken& cancel) const
    {
        state->hasBegun = true;
        while (!state->letGo.try_acquire_for(std::chrono::milliseconds(1)))
            if (cancel.isCancelled()) {
                state->sawCancel = true;
                if (minds)
                    break;
            }
        state->hasEnded = true;
        return answer;
    }
};

/// What is delivered, and where.
struct Answers
{
    std::vector<int> values;
    std::thread::id thread;

    auto taker()
    {
        return [this](int value) {
            values.push_back(value);
            thread = std::this_thread::get_id();
        };
    }
};

} // namespace

/// One kind of work, the newest request winning.
class TestNewestWins : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void deliversOnTheThreadThatAsked()
    {
        NewestWins jobs;
        QVERIFY(!jobs.isBusy());
        Answers answers;
        std::thread::id worker;
        jobs.start(
            [&worker](const CancelToken&) {
                worker = std::this_thread::get_id();
                return 7;
            },
            answers.taker());
        QVERIFY(jobs.isBusy());
        QVERIFY(answers.values.empty()); // not before the event loop runs
        QTRY_COMPARE(answers.values, std::vector<int>{7});
        QCOMPARE(answers.thread, std::this_thread::get_id());
        QVERIFY(worker != std::this_thread::get_id());
        QVERIFY(!jobs.isBusy());
    }

    void valuesThatCannotBeCopiedAreMoved()
    {
        NewestWins jobs;
        std::unique_ptr<int> got;
        jobs.start([](const CancelToken&) { return std::make_unique<int>(5); },
                   [&](std::unique_ptr<int> value) { got = std::move(value); });
        QTRY_VERIFY(got != nullptr);
        QCOMPARE(*got, 5);
    }

    void anOvertakenAnswerIsDropped()
    {
        NewestWins jobs;
        Answers answers;
        const HeldWork first{.answer = 1};
        jobs.start(first, answers.taker());
        QTRY_VERIFY(first.state->hasBegun);
        const HeldWork second{.answer = 2};
        jobs.start(second, answers.taker());
        QTRY_VERIFY(first.state->sawCancel && first.state->hasEnded);
        QVERIFY(jobs.isBusy()); // with the second
        second.state->letGo.release();
        QTRY_COMPARE(answers.values, std::vector<int>{2});
        QVERIFY(!second.state->sawCancel);
    }

    /// The newest need not wait for one that does not listen.
    void theNewestPassesOneThatDoesNotListen()
    {
        NewestWins jobs;
        Answers answers;
        const HeldWork deaf{.answer = 1, .minds = false};
        jobs.start(deaf, answers.taker());
        QTRY_VERIFY(deaf.state->hasBegun);
        jobs.start([](const CancelToken&) { return 2; }, answers.taker());
        QTRY_COMPARE(answers.values, std::vector<int>{2});
        QVERIFY(!deaf.state->hasEnded);
        // Its answer comes last and is the newest no more.
        deaf.state->letGo.release();
        QTRY_VERIFY(deaf.state->hasEnded);
        Answers after;
        jobs.start([](const CancelToken&) { return 3; }, after.taker());
        QTRY_COMPARE(after.values, std::vector<int>{3});
        QCOMPARE(answers.values, std::vector<int>{2});
    }

    /// Done before it was overtaken, but not delivered yet.
    void anAnswerThatWaitsToBeDeliveredIsDropped()
    {
        NewestWins jobs;
        Answers answers;
        const HeldWork first{.answer = 1};
        first.state->letGo.release();
        jobs.start(first, answers.taker());
        while (!first.state->hasEnded) // without the event loop
            std::this_thread::yield();
        jobs.start([](const CancelToken&) { return 2; }, answers.taker());
        QTRY_COMPARE(answers.values, std::vector<int>{2});
    }

    void cancelledWorkDeliversNothing()
    {
        NewestWins jobs;
        Answers answers;
        const HeldWork work{.answer = 1};
        jobs.start(work, answers.taker());
        QTRY_VERIFY(work.state->hasBegun);
        jobs.cancel();
        QVERIFY(!jobs.isBusy());
        QTRY_VERIFY(work.state->hasEnded);
        QVERIFY(work.state->sawCancel);
        QCoreApplication::processEvents();
        QVERIFY(answers.values.empty());
        jobs.start([](const CancelToken&) { return 2; }, answers.taker());
        QTRY_COMPARE(answers.values, std::vector<int>{2});
    }

    void ofManyRequestsTheLastOneWins()
    {
        NewestWins jobs;
        Answers answers;
        for (int i = 1; i <= 500; ++i)
            jobs.start([i](const CancelToken&) { return i; }, answers.taker());
        QTRY_VERIFY(!jobs.isBusy());
        QCOMPARE(answers.values, std::vector<int>{500});
    }

    void anAnswerMayAskAgain()
    {
        NewestWins jobs;
        std::vector<int> values;
        const auto work = [](int value) { return [value](const CancelToken&) { return value; }; };
        jobs.start(work(1), [&](int value) {
            values.push_back(value);
            jobs.start(work(2), [&](int next) { values.push_back(next); });
        });
        QTRY_COMPARE(values, (std::vector<int>{1, 2}));
        QVERIFY(!jobs.isBusy());
    }

    void destroyingItCancelsAndWaits()
    {
        const HeldWork work{.answer = 1};
        Answers answers;
        {
            NewestWins jobs;
            jobs.start(work, answers.taker());
            QTRY_VERIFY(work.state->hasBegun);
        }
        QVERIFY(work.state->sawCancel);
        QVERIFY(work.state->hasEnded);
        QCoreApplication::processEvents();
        QVERIFY(answers.values.empty());
    }
};

QTEST_GUILESS_MAIN(TestNewestWins)
#include "test_newest_wins.moc"
