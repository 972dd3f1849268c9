// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/operating_point.h"
#include "core/statistics/wilson.h"
#include "tests/core/statistics/golden_metrics.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestOperatingPoint : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void wilsonAgreesWithItsFormula();
    void wilsonSaysNothingOfNothing();
    void countsFromTheThresholdUp();
    void knowsNoSensitivityWithoutPositives();
    void followsBayes();
};

/// Expected numbers: tests/golden/metrics/make_metrics_goldens.py.
void TestOperatingPoint::wilsonAgreesWithItsFormula()
{
    const auto cases = goldenMetrics()[u"wilson"_s].toArray();
    QVERIFY(cases.size() >= 5);
    for (const QJsonValue& golden : cases) {
        const auto row = numbers(golden); // successes, trials, share, low, high
        const Interval found = wilsonInterval(static_cast<int>(row[0]), static_cast<int>(row[1]));
        QVERIFY(same(found.value, row[2]));
        QVERIFY(same(found.low, row[3]));
        QVERIFY(same(found.high, row[4]));
    }
}

void TestOperatingPoint::wilsonSaysNothingOfNothing()
{
    QVERIFY(std::isnan(wilsonInterval(0, 0).value));
    QCOMPARE(wilsonInterval(0, 7).low, 0.0);
    QVERIFY(wilsonInterval(0, 7).high > 0.3);
    QCOMPARE(wilsonInterval(7, 7).high, 1.0);
}

void TestOperatingPoint::countsFromTheThresholdUp()
{
    const OperatingPoint point = operatingPoint(
        {0.9, 0.5, 0.4, 0.5, 0.1, 0.2, 0.95}, {true, true, true, false, false, false, false}, 0.5);
    QCOMPARE(point.threshold, 0.5);
    QCOMPARE(point.truePositives, 2);
    QCOMPARE(point.falseNegatives, 1);
    QCOMPARE(point.falsePositives, 2);
    QCOMPARE(point.trueNegatives, 2);
    QCOMPARE(point.sensitivity.value, 2.0 / 3);
    QCOMPARE(point.specificity.value, 0.5);
    QCOMPARE(point.sensitivity.low, wilsonInterval(2, 3).low);
    QCOMPARE(point.specificity.high, wilsonInterval(2, 4).high);
}

void TestOperatingPoint::knowsNoSensitivityWithoutPositives()
{
    const OperatingPoint point = operatingPoint({0.3, 0.8}, {false, false}, 0.5);
    QVERIFY(std::isnan(point.sensitivity.value));
    QCOMPARE(point.specificity.value, 0.5);
}

void TestOperatingPoint::followsBayes()
{
    // Of 1000 people 10 are ill; 9 of them and 99 of the other 990 are called ill.
    const PredictiveValues rare = predictiveValues(0.9, 0.9, 0.01);
    QVERIFY(same(rare.positive, 9.0 / 108));
    QVERIFY(same(rare.negative, 891.0 / 892));
    QCOMPARE(predictiveValues(0.8, 0.7, 1).positive, 1.0);
    QCOMPARE(predictiveValues(0.8, 0.7, 0).negative, 1.0);
    QVERIFY(std::isnan(predictiveValues(0, 1, 0.5).positive)); // nobody is called ill
}

QTEST_GUILESS_MAIN(TestOperatingPoint)
#include "test_operating_point.moc"
