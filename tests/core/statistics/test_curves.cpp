// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/curves.h"
#include "core/statistics/wilson.h"
#include "tests/core/statistics/golden_metrics.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// Expected numbers: tests/golden/metrics/make_metrics_goldens.py.
class TestCurves : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void precisionRecallAgreesWithScikitLearn_data();
    void precisionRecallAgreesWithScikitLearn();
    void knowsNoRecallWithoutPositives();
    void calibrationAgreesWithScikitLearn_data();
    void calibrationAgreesWithScikitLearn();
    void binsHoldTheirUpperEdge();
};

void TestCurves::precisionRecallAgreesWithScikitLearn_data()
{
    QTest::addColumn<QJsonObject>("golden");
    const auto cases = goldenMetrics()[u"roc"_s].toArray();
    QVERIFY(cases.size() >= 4);
    for (int i = 0; i < cases.size(); ++i)
        QTest::addRow("case %d", i) << cases[i].toObject();
}

void TestCurves::precisionRecallAgreesWithScikitLearn()
{
    QFETCH(QJsonObject, golden);
    const auto scores = numbers(golden[u"scores"_s]);
    const auto positive = flags(golden[u"positive"_s]);
    const auto points = precisionRecallCurve(scores, positive);
    const auto precision = numbers(golden[u"precision"_s]);
    const auto recall = numbers(golden[u"recall"_s]);
    const auto thresholds = numbers(golden[u"thresholds"_s]);
    QCOMPARE(points.size(), precision.size());
    QVERIFY(std::isinf(points.front().threshold));
    for (std::size_t i = 0; i < points.size(); ++i) {
        QVERIFY(same(points[i].precision, precision[i]));
        QVERIFY(same(points[i].recall, recall[i]));
        if (i > 0)
            QCOMPARE(points[i].threshold, thresholds[i - 1]);
    }
    QVERIFY(same(averagePrecision(scores, positive), golden[u"average_precision"_s].toDouble()));
}

void TestCurves::knowsNoRecallWithoutPositives()
{
    QVERIFY(precisionRecallCurve({0.1, 0.2}, {false, false}).empty());
    QVERIFY(precisionRecallCurve({}, {}).empty());
    QVERIFY(std::isnan(averagePrecision({0.1}, {false})));
    QCOMPARE(averagePrecision({0.1, 0.2}, {true, true}), 1.0);
}

void TestCurves::calibrationAgreesWithScikitLearn_data()
{
    QTest::addColumn<QJsonObject>("golden");
    const auto cases = goldenMetrics()[u"calibration"_s].toArray();
    QVERIFY(cases.size() >= 2);
    for (int i = 0; i < cases.size(); ++i)
        QTest::addRow("case %d", i) << cases[i].toObject();
}

void TestCurves::calibrationAgreesWithScikitLearn()
{
    QFETCH(QJsonObject, golden);
    const auto counts = numbers(golden[u"counts"_s]);
    const auto curve = calibrationCurve(numbers(golden[u"probabilities"_s]),
                                        flags(golden[u"positive"_s]), golden[u"bins"_s].toInt());
    QCOMPARE(curve.size(), counts.size());
    // scikit-learn leaves empty bins out.
    const auto predicted = numbers(golden[u"mean_predicted"_s]);
    const auto observed = numbers(golden[u"observed"_s]);
    std::size_t next = 0;
    for (std::size_t i = 0; i < curve.size(); ++i) {
        QCOMPARE(curve[i].count, static_cast<int>(counts[i]));
        if (curve[i].count == 0) {
            QVERIFY(std::isnan(curve[i].meanPredicted));
            QVERIFY(std::isnan(curve[i].observed.value));
            continue;
        }
        QVERIFY(same(curve[i].meanPredicted, predicted[next]));
        QVERIFY(same(curve[i].observed.value, observed[next]));
        const Interval wilson = wilsonInterval(
            static_cast<int>(std::lround(observed[next] * counts[i])), curve[i].count);
        QCOMPARE(curve[i].observed.low, wilson.low);
        QCOMPARE(curve[i].observed.high, wilson.high);
        ++next;
    }
    QCOMPARE(next, predicted.size());
}

void TestCurves::binsHoldTheirUpperEdge()
{
    // 1.0000001: float probabilities may sum to a hair more than one.
    const auto curve = calibrationCurve({0, 0.25, 0.5, 0.75, 1, 1.0000001},
                                        {false, false, true, true, true, true}, 4);
    QCOMPARE(curve[0].count, 2);
    QCOMPARE(curve[1].count, 1);
    QCOMPARE(curve[2].count, 1);
    QCOMPARE(curve[3].count, 2);
    QCOMPARE(curve[0].low, 0.0);
    QCOMPARE(curve[3].high, 1.0);
    QCOMPARE(curve[0].meanPredicted, 0.125);
}

QTEST_GUILESS_MAIN(TestCurves)
#include "test_curves.moc"
