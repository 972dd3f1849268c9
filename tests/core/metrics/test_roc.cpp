// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/roc.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>

using namespace ccad;

namespace {

constexpr double tolerance = 1e-9;

std::vector<double> numbers(const QJsonValue& list)
{
    std::vector<double> result;
    for (const QJsonValue& value : list.toArray())
        result.push_back(value.toDouble());
    return result;
}

std::vector<bool> flags(const QJsonValue& list)
{
    std::vector<bool> result;
    for (const QJsonValue& value : list.toArray())
        result.push_back(value.toBool());
    return result;
}

} // namespace

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
    QFile file(QStringLiteral(CCAD_SOURCE_DIR "/tests/golden/metrics/metrics.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto cases
        = QJsonDocument::fromJson(file.readAll()).object()[QStringLiteral("roc")].toArray();
    QVERIFY(cases.size() >= 4);
    for (const QJsonValue& golden : cases)
        QTest::addRow("%d scores",
                      static_cast<int>(golden[QStringLiteral("scores")].toArray().size()))
            << golden.toObject();
}

void TestRoc::agreesWithScikitLearn()
{
    QFETCH(QJsonObject, golden);
    const auto scores = numbers(golden[QStringLiteral("scores")]);
    const auto positive = flags(golden[QStringLiteral("positive")]);
    const RocCurve curve(scores, positive);
    QVERIFY(curve.isDefined());
    QVERIFY(std::abs(curve.area() - golden[QStringLiteral("area")].toDouble()) < tolerance);

    const auto falsePositive = numbers(golden[QStringLiteral("false_positive_rate")]);
    const auto truePositive = numbers(golden[QStringLiteral("true_positive_rate")]);
    const auto thresholds = numbers(golden[QStringLiteral("thresholds")]); // without the first
    QCOMPARE(curve.points().size(), falsePositive.size());
    QVERIFY(std::isinf(curve.points().front().threshold));
    for (std::size_t i = 0; i < falsePositive.size(); ++i) {
        const RocPoint& point = curve.points()[i];
        QVERIFY(std::abs(point.falsePositiveRate - falsePositive[i]) < tolerance);
        QVERIFY(std::abs(point.truePositiveRate - truePositive[i]) < tolerance);
        if (i > 0)
            QCOMPARE(point.threshold, thresholds[i - 1]);
    }

    const auto expected = numbers(golden[QStringLiteral("delong")]);
    const Interval interval = delongInterval(scores, positive);
    QVERIFY(std::abs(interval.value - expected[0]) < tolerance);
    QVERIFY(std::abs(interval.low - expected[1]) < tolerance);
    QVERIFY(std::abs(interval.high - expected[2]) < tolerance);
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
