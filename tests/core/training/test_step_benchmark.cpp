// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/step_benchmark.h"

#include <QTest>

using namespace ccad;

class TestStepBenchmark : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void timesEveryRepetition()
    {
        const auto times = timeTrainingStep(2, 3);
        QVERIFY(times.hasValue());
        QCOMPARE(times->batch, 2);
        QCOMPARE(times->stepMs.size(), std::size_t{3});
        QVERIFY(times->medianMsPerImage() > 0);
    }

    void theMedianIsTheMiddle()
    {
        QCOMPARE((StepTimes{2, {30, 10, 20}}).medianMsPerImage(), 10.0);
        QCOMPARE((StepTimes{2, {40, 10, 20, 30}}).medianMsPerImage(), 12.5);
        QCOMPARE(StepTimes().medianMsPerImage(), 0.0);
    }

    void plainForwardKnowsItsBatches()
    {
        const auto times = timePlainForward(1);
        QVERIFY(times.hasValue());
        QVERIFY(times->size() == 3 || times->size() == 6); // a machine may have one core
        QCOMPARE(times->front().threads, 1);
        QCOMPARE(times->front().batch, 1);
        QCOMPARE(times->back().batch, 32);
        for (const ForwardTime& time : *times)
            QVERIFY(time.msPerImage > 0);
    }

    void saysWhatIsWrong()
    {
        QCOMPARE(timeTrainingStep(1, 1).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(timeTrainingStep(2, 0).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(timePlainForward(0).error().code, ErrorCode::InvalidArgument);
        CancelToken cancel;
        cancel.cancel();
        QCOMPARE(timeTrainingStep(2, 1, cancel).error().code, ErrorCode::Cancelled);
        QCOMPARE(timePlainForward(1, cancel).error().code, ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestStepBenchmark)
#include "test_step_benchmark.moc"
