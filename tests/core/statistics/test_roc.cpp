// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/statistics/golden_metrics.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// Expected numbers: tests/golden/metrics/make_metrics_goldens.py.
class TestRoc : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void agreesWithScikitLearn_data();
    void agreesWithScikitLearn();
    void isUndefinedWithoutBothKinds();
    void countsTiesOneHalf();
    void knowsNoVarianceOfOne();
};

void TestRoc::agreesWithScikitLearn_data()
{
    QTest::addColumn<QJsonObject>("golden");
    const auto cases = goldenMetrics()[u"roc"_s].toArray();
    QVERIFY(cases.size() >= 4);
    for (const QJsonValue& golden : cases)
        QTest::addRow("%d scores", static_cast<int>(golden[u"scores"_s].toArray().size()))
            << golden.toObject();
}

void TestRoc::agreesWithScikitLearn()
{
    QFETCH(QJsonObject, golden);
    const auto scores = numbers(golden[u"scores"_s]);
    const auto positive = flags(golden[u"positive"_s]);
    const RocCurve curve(scores, positive);
    QVERIFY(curve.isDefined());
    QVERIFY(same(curve.area(), golden[u"area"_s].toDouble()));

    const auto falsePositive = numbers(golden[u"false_positive_rate"_s]);
    const auto truePositive = numbers(golden[u"true_positive_rate"_s]);
    const auto thresholds = numbers(golden[u"thresholds"_s]); // without the first
    QCOMPARE(curve.points().size(), falsePositive.size());
    QVERIFY(std::isinf(curve.points().front().threshold));
    for (std::size_t i = 0; i < falsePositive.size(); ++i) {
        const RocPoint& point = curve.points()[i];
        QVERIFY(same(point.falsePositiveRate, falsePositive[i]));
        QVERIFY(same(point.truePositiveRate, truePositive[i]));
        if (i > 0)
            QCOMPARE(point.threshold, thresholds[i - 1]);
    }

    QVERIFY(same(delongInterval(scores, positive), golden[u"delong"_s]));
}

void TestRoc::isUndefinedWithoutBothKinds()
{
    QVERIFY(!RocCurve({0.1, 0.9}, {true, true}).isDefined());
    QVERIFY(!RocCurve({}, {}).isDefined());
    QVERIFY(std::isnan(delongInterval({0.1, 0.9}, {false, false}).value));
}

void TestRoc::countsTiesOneHalf()
{
    const RocCurve curve({1, 1, 1, 1}, {true, false, true, false});
    QCOMPARE(curve.area(), 0.5);
    QCOMPARE(curve.points().size(), std::size_t{2});
    QCOMPARE(delongInterval({1, 1, 1, 1}, {true, false, true, false}).value, 0.5);
}

void TestRoc::knowsNoVarianceOfOne()
{
    const Interval interval = delongInterval({0.9, 0.2, 0.3}, {true, false, false});
    QCOMPARE(interval.value, 1.0);
    QVERIFY(std::isnan(interval.low));
    QVERIFY(std::isnan(interval.high));
}

QTEST_GUILESS_MAIN(TestRoc)
#include "test_roc.moc"
