// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_clock.h"
#include "tests/core/training/toy_training.h"
#include "tests/support/patience.h"
#include "tests/support/threads.h"

#include <QElapsedTimer>
#include <QSemaphore>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <thread>

using namespace ccad;
using namespace ccad::test;

class TestTrainingControl : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    TrainingRequest m_request;
    QByteArray m_undisturbed;

    /// Does something once, when a step's epoch has done a batch.
    [[nodiscard]] static TrainingObserver once(TrainingProgress::Step step, int epoch,
                                               const std::function<void()>& action)
    {
        TrainingObserver observer;
        observer.onProgress = [=, done = false](const TrainingProgress& now) mutable {
            if (done || now.step != step || now.epoch != epoch || now.done == 0)
                return;
            done = true;
            action();
        };
        return observer;
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto request = toyRequest(m_folder.filePath("toy"));
        QVERIFY(request.hasValue());
        m_request = std::move(*request);
        m_request.recipe.augmentHead = true;
        m_undisturbed = trainedBytes(m_request);
        QVERIFY(!m_undisturbed.isEmpty());
    }

    void aPauseChangesNothing_data()
    {
        QTest::addColumn<int>("step");
        QTest::addColumn<int>("epoch");
        QTest::newRow("reading") << static_cast<int>(TrainingProgress::Step::Reading) << 0;
        QTest::newRow("features") << static_cast<int>(TrainingProgress::Step::Features) << 0;
        QTest::newRow("head") << static_cast<int>(TrainingProgress::Step::Head) << 2;
        QTest::newRow("fine-tuning") << static_cast<int>(TrainingProgress::Step::FineTuning) << 1;
        QTest::newRow("evaluating") << static_cast<int>(TrainingProgress::Step::Evaluating) << 0;
    }

    void aPauseChangesNothing()
    {
        QFETCH(int, step);
        QFETCH(int, epoch);
        const TrainingControl control;
        QSemaphore paused;
        std::atomic<int> callsWhilePaused = 0;
        TrainingObserver observer = once(static_cast<TrainingProgress::Step>(step), epoch, [&] {
            control.pause();
            paused.release();
        });
        observer.onProgress = [&, watch = observer.onProgress](const TrainingProgress& now) {
            if (control.isPaused())
                ++callsWhilePaused;
            watch(now);
        };
        QByteArray bytes;
        std::atomic<bool> isDone = false;
        std::jthread training([&] {
            bytes = trainedBytes(m_request, control, observer);
            isDone = true;
        });
        QVERIFY(paused.tryAcquire(1, patienceMs));
        QVERIFY(control.isPaused());
        // All of its threads come to rest before it is through.
        const bool rests = QTest::qWaitFor(othersAreAsleep, patienceMs);
        const bool isThrough = isDone;
        const int calls = callsWhilePaused;
        control.resume();
        training.join();
        QVERIFY(rests);
        QVERIFY(!isThrough);
        QVERIFY2(calls <= 2, qPrintable(QString::number(calls)));
        QVERIFY(bytes == m_undisturbed);
    }

    void aPausedTrainingCanBeCancelled()
    {
        const TrainingControl control;
        const TrainingObserver observer = once(TrainingProgress::Step::FineTuning, 1, [&] {
            control.pause();
            control.cancelToken().cancel(); // as a signal handler does, telling nobody
        });
        const auto outcome = trainModel(m_request, control, observer);
        QVERIFY(!outcome.hasValue());
        QCOMPARE(outcome.error().code, ErrorCode::Cancelled);
    }

    void stoppingKeepsTheBest_data()
    {
        QTest::addColumn<int>("step");
        QTest::addColumn<int>("epoch");
        QTest::addColumn<int>("headEpochs"); // of an undisturbed training with the same result
        QTest::addColumn<int>("fineTuneEpochs");
        const auto head = static_cast<int>(TrainingProgress::Step::Head);
        const auto tuning = static_cast<int>(TrainingProgress::Step::FineTuning);
        QTest::newRow("in the third head epoch") << head << 3 << 2 << 0;
        QTest::newRow("in the first fine-tuning epoch") << tuning << 1 << 4 << 0;
        QTest::newRow("in the last fine-tuning epoch") << tuning << 3 << 4 << 2;
    }

    void stoppingKeepsTheBest()
    {
        QFETCH(int, step);
        QFETCH(int, epoch);
        QFETCH(int, headEpochs);
        QFETCH(int, fineTuneEpochs);
        TrainingRequest request = m_request;
        request.recipe.cosineSchedule = false; // its rates depend on the number of epochs
        const TrainingControl control;
        const TrainingObserver observer = once(static_cast<TrainingProgress::Step>(step), epoch,
                                               [&] { control.stopAndKeepBest(); });
        const auto outcome = trainModel(request, control, observer);
        QVERIFY2(outcome.hasValue(), outcome ? "" : qPrintable(outcome.error().message));
        QVERIFY(outcome->stoppedEarly);
        QCOMPARE(outcome->bestEpoch, fineTuneEpochs);
        QCOMPARE(static_cast<int>(outcome->results.curve.size()), headEpochs + fineTuneEpochs);
        QVERIFY(outcome->results.test.items.size() > 0);
        QVERIFY(outcome->package.card.contains(u"Stopped before all epochs were run"));
        request.recipe.headEpochs = headEpochs;
        request.recipe.fineTuneEpochs = fineTuneEpochs;
        QVERIFY(bytesOf(*outcome) == trainedBytes(request));
    }

    void stoppingBeforeTheFirstEpochLeavesNoModel()
    {
        const TrainingControl control;
        control.stopAndKeepBest();
        const auto outcome = trainModel(m_request, control);
        QVERIFY(!outcome.hasValue());
        QCOMPARE(outcome.error().code, ErrorCode::Cancelled);
        QVERIFY(outcome.error().message.contains(u"no model to keep"));
    }

    void anUrgentTurnGoesBetweenTwoBatches()
    {
        const TrainingControl control;
        std::atomic<bool> isDone = false;
        int turns = 0;
        std::jthread training([&] {
            QVERIFY(trainedBytes(m_request, control) == m_undisturbed);
            isDone = true;
        });
        while (!isDone) {
            const ComputeLane::Turn turn(*control.lane(), true);
            ++turns;
        }
        training.join();
        QVERIFY(turns > 0);
    }

    void progressTellsPaceAndTimeLeft()
    {
        std::map<TrainingProgress::Step, TrainingProgress> last;
        double leftWhileTuning = -1;
        TrainingObserver observer;
        observer.onProgress = [&](const TrainingProgress& now) {
            last[now.step] = now;
            if (now.step == TrainingProgress::Step::FineTuning && now.epoch == 1 && now.done == 8)
                leftWhileTuning = now.secondsLeft.value_or(-1);
        };
        QElapsedTimer timer;
        timer.start();
        QVERIFY(!trainedBytes(m_request, {}, observer).isEmpty());
        QCOMPARE(last.size(), std::size_t{5});
        for (const auto& [step, now] : last)
            QCOMPARE(now.done, now.total);
        QCOMPARE(last[TrainingProgress::Step::Reading].total, std::int64_t{64});
        QCOMPARE(last[TrainingProgress::Step::FineTuning].epoch, 3);
        QVERIFY(last[TrainingProgress::Step::FineTuning].imagesPerSecond > 0);
        QVERIFY(leftWhileTuning > 0);
        QCOMPARE(last[TrainingProgress::Step::Evaluating].secondsLeft.value_or(-1), 0.0);
    }

    void theClockLeavesPausesOut()
    {
        constexpr double pause = 0.4;
        QElapsedTimer whole;
        whole.start();
        TrainingClock clock(TrainingWork{100, 10, 10, 1, 1, true});
        clock.begin(TrainingProgress::Step::FineTuning, 1, 1, 100);
        const TrainingControl control;
        control.pause();
        std::jthread waker([&, sleeper = gettid()] {
            while (!isAsleep(sleeper)) // in the pause
                std::this_thread::yield();
            std::this_thread::sleep_for(std::chrono::duration<double>(pause));
            control.resume();
        });
        clock.pauseWith(control);
        const TrainingProgress now = clock.advance(50);
        // However long all of it took on a busy machine, the pause is not part of it.
        const double without = static_cast<double>(whole.nsecsElapsed()) / 1e9 - pause;
        QVERIFY(without > 0);
        QVERIFY2(clock.seconds() <= without, qPrintable(QString::number(clock.seconds())));
        QVERIFY(now.imagesPerSecond >= 50 / without);
        QVERIFY(now.secondsLeft.has_value());
    }
};

QTEST_GUILESS_MAIN(TestTrainingControl)
#include "test_training_control.moc"
