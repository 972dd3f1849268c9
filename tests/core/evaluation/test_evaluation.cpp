// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/evaluation/evaluation.h"
#include "core/statistics/softmax.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

/// Labels drawn from softmax(logits / temperature): perfectly calibrated at that temperature.
ValidationScores drawn(double temperature, int count)
{
    Random random(11);
    ValidationScores scores;
    for (int i = 0; i < count; ++i) {
        const auto logit = static_cast<float>(4 * random.normal());
        const double probability = 1 / (1 + std::exp(-logit / temperature));
        DatasetItem item;
        item.label = random.chance(probability) ? 1 : 0;
        scores.items.push_back({item, {0, logit}, {}});
    }
    return scores;
}

ScoredItem scored(const QString& source, int label, float probability)
{
    DatasetItem item;
    item.source = source;
    item.label = label;
    return {item, {}, {1 - probability, probability}};
}

} // namespace

class TestEvaluation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// A class that no image has becomes rare, not impossible; the others keep their shares.
    void localCalibrationKeepsAbsentClassesPossible()
    {
        Random random(3);
        ValidationScores scores;
        for (int i = 0; i < 200; ++i) {
            DatasetItem item;
            item.label = i % 4 == 0 ? 1 : 0;
            item.patient = QString::number(i);
            const auto logit = static_cast<float>(random.normal() + (item.label == 1 ? 1 : -1));
            scores.items.push_back({item, {0, logit, 0.5F}, {}});
        }
        const Calibration local = calibrate(scores, 1, CalibrationKind::Local);
        QCOMPARE(local.offsets.size(), std::size_t(3));
        std::vector<double> shares(3);
        for (const ScoredItem& item : scores.items) {
            std::vector<double> logits(item.logits.begin(), item.logits.end());
            for (std::size_t c = 0; c < 3; ++c)
                logits[c] += local.offsets.at(c);
            const std::vector<double> p = softmax(logits, local.temperature);
            for (std::size_t c = 0; c < 3; ++c)
                shares[c] += p[c] / 200;
        }
        QVERIFY2(shares[2] > 0.001 && shares[2] < 0.02, qPrintable(QString::number(shares[2])));
        QVERIFY2(std::abs(shares[1] - 0.25) < 0.02, qPrintable(QString::number(shares[1])));
    }

    void localCalibrationCountsEachPatientOnce()
    {
        ValidationScores scores;
        const auto add = [&](int label, const QString& patient) {
            DatasetItem item;
            item.label = label;
            item.patient = patient;
            const auto logit = static_cast<float>(label == 1 ? 1 : -1);
            scores.items.push_back({item, {0, scores.items.size() % 3 == 0 ? -logit : logit}, {}});
        };
        for (int i = 0; i < 200; ++i)
            add(i % 2, QString::number(i));
        for (int i = 0; i < 600; ++i)
            add(1, u"often here"_s);
        const Calibration local = calibrate(scores, 1, CalibrationKind::Local);
        const std::vector<double> middle
            = softmax({local.offsets.at(0), local.offsets.at(1)}, local.temperature);
        QVERIFY2(std::abs(middle[1] - 0.5) < 0.05, qPrintable(QString::number(middle[1])));
    }

    void findsTheTemperature_data()
    {
        QTest::addColumn<double>("temperature");
        QTest::newRow("sharp") << 0.5;
        QTest::newRow("right") << 1.0;
        QTest::newRow("overconfident") << 2.5;
    }

    void findsTheTemperature()
    {
        QFETCH(double, temperature);
        const Calibration calibration = calibrate(drawn(temperature, 20000), 1);
        QVERIFY2(std::abs(calibration.temperature / temperature - 1) < 0.06,
                 qPrintable(QString::number(calibration.temperature)));
    }

    void findsTheOffsetsOfTheClasses()
    {
        // Labels drawn from softmax((logits + offsets) / temperature).
        constexpr double temperature = 1.5;
        const std::vector<double> offsets = {0, 1.2, -0.7};
        Random random(5);
        ValidationScores scores;
        for (int i = 0; i < 12000; ++i) {
            std::vector<float> logits;
            std::vector<double> shares;
            double sum = 0;
            for (const double offset : offsets) {
                logits.push_back(static_cast<float>(2 * random.normal()));
                shares.push_back(std::exp((logits.back() + offset) / temperature));
                sum += shares.back();
            }
            double rest = random.uniform(0, sum);
            DatasetItem item;
            while (item.label < 2 && (rest -= shares[static_cast<std::size_t>(item.label)]) > 0)
                ++item.label;
            scores.items.push_back({item, logits, {}});
        }
        const Calibration calibration
            = calibrate(scores, 1, CalibrationKind::TemperatureAndOffsets);
        QVERIFY(std::abs(calibration.temperature - temperature) < 0.08);
        QCOMPARE(calibration.offsets.size(), offsets.size());
        for (std::size_t c = 0; c < offsets.size(); ++c)
            QVERIFY2(std::abs(calibration.offsets[c] - offsets[c]) < 0.1,
                     qPrintable(QString::number(calibration.offsets[c])));
        QVERIFY(calibrate(scores, 1).offsets.empty());
        scores.items.resize(20); // too few of a class
        QVERIFY(calibrate(scores, 1, CalibrationKind::TemperatureAndOffsets).offsets.empty());
    }

    void thresholdSeparatesWhatCanBeSeparated()
    {
        ValidationScores scores;
        for (int i = 0; i < 10; ++i) {
            DatasetItem item;
            item.label = i >= 6 ? 1 : 0;
            scores.items.push_back({item, {0, static_cast<float>(i)}, {}});
        }
        const Calibration calibration = calibrate(scores, 1);
        const auto probability
            = [&](double logit) { return 1 / (1 + std::exp(-logit / calibration.temperature)); };
        QVERIFY(probability(5) < calibration.threshold);
        QVERIFY(probability(6) >= calibration.threshold - 1e-12);
    }

    void reportsEachSource()
    {
        const EvaluationReport report = evaluate({scored(u"a"_s, 1, 0.9F), scored(u"a"_s, 0, 0.8F),
                                                  scored(u"b"_s, 0, 0.1F), scored(u"b"_s, 1, 0.7F)},
                                                 2);
        QCOMPARE(report.overall.count, 4);
        QCOMPARE(report.overall.accuracy, 0.75);
        QCOMPARE(report.bySource.size(), std::size_t{2});
        QCOMPARE(report.bySource.at(u"a"_s).accuracy, 0.5);
        QCOMPARE(report.bySource.at(u"b"_s).perClass[1].auc.value, 1.0);
    }
};

QTEST_GUILESS_MAIN(TestEvaluation)
#include "test_evaluation.moc"
