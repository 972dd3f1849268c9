// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/classification.h"
#include "tests/core/statistics/golden_metrics.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

struct Case
{
    std::vector<std::vector<float>> probabilities;
    std::vector<int> labels;
    int classes = 0;
};

Case caseOf(const QJsonObject& golden)
{
    Case result;
    for (const QJsonValue& row : golden[u"probabilities"_s].toArray()) {
        result.probabilities.emplace_back();
        for (const QJsonValue& value : row.toArray())
            result.probabilities.back().push_back(static_cast<float>(value.toDouble()));
    }
    for (const QJsonValue& label : golden[u"labels"_s].toArray())
        result.labels.push_back(label.toInt());
    result.classes = static_cast<int>(golden[u"confusion"_s].toArray().size());
    return result;
}

} // namespace

/// Expected numbers: tests/golden/metrics/make_metrics_goldens.py.
class TestClassification : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void agreesWithScikitLearn_data();
    void agreesWithScikitLearn();
    void measuresCalibrationByHand();
    void givesTheCalibrationErrorAnInterval();
    void knowsTheCalibrationErrorThatChanceMakes();
    void takesTheFirstOfEquals();
    void saysNothingOfNothing();
    void knowsNoPrecisionWithoutGuesses();
};

void TestClassification::agreesWithScikitLearn_data()
{
    QTest::addColumn<QJsonObject>("golden");
    const auto cases = goldenMetrics()[u"classification"_s].toArray();
    QVERIFY(cases.size() >= 2);
    for (const QJsonValue& golden : cases)
        QTest::addRow("%d labels", static_cast<int>(golden[u"labels"_s].toArray().size()))
            << golden.toObject();
}

void TestClassification::agreesWithScikitLearn()
{
    QFETCH(QJsonObject, golden);
    const Case given = caseOf(golden);
    const auto report = classificationReport(given.probabilities, given.labels, given.classes);
    QCOMPARE(report.count, static_cast<int>(given.labels.size()));
    QVERIFY(same(report.accuracy, golden[u"accuracy"_s].toDouble()));
    QVERIFY(same(report.expectedCalibrationError, golden[u"ece"_s].toDouble()));
    for (int truth = 0; truth < given.classes; ++truth) {
        const QJsonValue row = golden[u"confusion"_s].toArray()[truth];
        for (int guess = 0; guess < given.classes; ++guess)
            QCOMPARE(
                report.confusion[static_cast<std::size_t>(truth)][static_cast<std::size_t>(guess)],
                row.toArray()[guess].toInt());
        const QJsonValue expected = golden[u"per_class"_s].toArray()[truth];
        const ClassReport& found = report.perClass[static_cast<std::size_t>(truth)];
        const auto of = [&](const char* key) { return expected[QLatin1String(key)].toDouble(-1); };
        QVERIFY(same(found.sensitivity, of("sensitivity")));
        QVERIFY(same(found.specificity, of("specificity")));
        QVERIFY(same(found.precision, of("precision")));
        QVERIFY(same(found.f1, of("f1")));
        QVERIFY(same(found.auc.value, of("auc_sklearn")));
        QVERIFY(same(found.auc, expected[u"auc"_s]));
    }
}

void TestClassification::measuresCalibrationByHand()
{
    // Bins of 1/15. 0.75 and 0.75 share one: one of two right, |1 - 1.5| = 0.5. 1.0 is alone and
    // right: 0. 0.5 is alone and wrong: 0.5. Together 1.0 over four images.
    const std::vector<std::vector<float>> probabilities
        = {{0.75F, 0.25F}, {0.25F, 0.75F}, {1.0F, 0.0F}, {0.5F, 0.5F}};
    const auto report = classificationReport(probabilities, {0, 0, 0, 1}, 2);
    QVERIFY(same(report.expectedCalibrationError, 0.25));
}

void TestClassification::givesTheCalibrationErrorAnInterval()
{
    // 300 answers of 0.8, of which 270 are right: the error is 0.1, of 60 patients each with five.
    std::vector<std::vector<float>> probabilities(300, {0.8F, 0.2F});
    std::vector<int> labels;
    std::vector<int> patients;
    for (int i = 0; i < 300; ++i) {
        labels.push_back(i % 10 == 0 ? 1 : 0);
        patients.push_back(i / 5);
    }
    const Interval error = calibrationErrorInterval(probabilities, labels, patients, 1);
    QVERIFY(
        same(error.value, classificationReport(probabilities, labels, 2).expectedCalibrationError));
    QVERIFY(std::abs(error.value - 0.1) < 1e-6);
    // A patient has one wrong answer or none, with even odds: of the mean over 60 of them the
    // standard deviation is 0.1 / sqrt(60) = 0.0129.
    QVERIFY2(std::abs(error.low - (0.1 - 1.96 * 0.0129)) < 0.004,
             qPrintable(QString::number(error.low)));
    QVERIFY2(std::abs(error.high - (0.1 + 1.96 * 0.0129)) < 0.004,
             qPrintable(QString::number(error.high)));
    QVERIFY(std::isnan(calibrationErrorInterval({}, {}, {}, 1).value));
}

void TestClassification::knowsTheCalibrationErrorThatChanceMakes()
{
    const auto byChance = [](int rows, int rowsOfAGroup, float probability) {
        std::vector<std::vector<float>> probabilities;
        std::vector<int> groups;
        for (int i = 0; i < rows; ++i) {
            probabilities.push_back({1 - probability, probability});
            groups.push_back(i / rowsOfAGroup);
        }
        return calibrationErrorByChance(probabilities, groups, 1);
    };
    // The mean distance of a share of n draws from p: about sqrt(2 p (1 - p) / (pi n)).
    const auto expected = [](int n) { return std::sqrt(2 * 0.7 * 0.3 / (3.14159265 * n)); };
    QVERIFY(std::abs(byChance(100, 1, 0.7F) - expected(100)) < 0.004);
    QVERIFY(std::abs(byChance(400, 1, 0.7F) - expected(400)) < 0.002);
    // Four rows of a patient tell as much as one.
    QVERIFY(std::abs(byChance(400, 4, 0.7F) - expected(100)) < 0.004);
    QCOMPARE(byChance(100, 1, 1.0F), 0.0);
    QCOMPARE(byChance(100, 1, 0.7F), byChance(100, 1, 0.7F));
    QVERIFY(std::isnan(calibrationErrorByChance({}, {}, 1)));
}

void TestClassification::takesTheFirstOfEquals()
{
    const auto report = classificationReport({{0.4F, 0.4F, 0.2F}}, {1}, 3);
    QCOMPARE(report.confusion[1][0], 1);
    QCOMPARE(report.accuracy, 0.0);
}

void TestClassification::saysNothingOfNothing()
{
    const auto report = classificationReport({}, {}, 2);
    QCOMPARE(report.count, 0);
    QVERIFY(std::isnan(report.accuracy));
    QVERIFY(std::isnan(report.expectedCalibrationError));
    QVERIFY(std::isnan(report.perClass[0].sensitivity));
    QVERIFY(std::isnan(report.perClass[0].auc.value));
}

void TestClassification::knowsNoPrecisionWithoutGuesses()
{
    const auto report = classificationReport({{0.9F, 0.1F}, {0.8F, 0.2F}}, {0, 1}, 2);
    QVERIFY(std::isnan(report.perClass[1].precision));
    QCOMPARE(report.perClass[1].sensitivity, 0.0);
    QCOMPARE(report.perClass[1].specificity, 1.0);
    QCOMPARE(report.perClass[1].f1, 0.0);
}

QTEST_GUILESS_MAIN(TestClassification)
#include "test_classification.moc"
