// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/severity_fitting/internal/saturation.h"
#include "core/severity_fitting/severity_regression.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

using namespace ccad;

namespace {

constexpr int images = 60;
constexpr std::size_t width = 10;

/// Two images a patient. `known` is how much of the score is in the features.
RegressionRows rows(double known)
{
    Random random(5);
    RegressionRows data;
    data.features.width = width;
    data.maximum = 8;
    std::vector<float> own;
    double score = 0;
    for (int i = 0; i < images; ++i) {
        if (i % 2 == 0) { // a patient's two images look alike and have like scores
            score = random.uniform(0, 8);
            own.clear();
            for (std::size_t j = 0; j < width; ++j)
                own.push_back(static_cast<float>(random.normal()));
            own[3] = static_cast<float>(known * score + (1 - known) * random.normal());
        }
        data.features.values.insert(data.features.values.end(), own.begin(), own.end());
        data.scores.push_back(std::clamp(score + 0.3 * random.normal(), 0.0, 8.0));
        data.patients.push_back(i / 2);
    }
    return data;
}

} // namespace

class TestSeverityRegression : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void foldsKeepPatientsTogether();
    void whatIsInTheFeaturesIsFound();
    void whatIsNotInThemIsNotFound();
    void theReachHoldsTheErrors();
    void theSameSeedGivesTheSame();
    void manyRowsAreDealtLessOften();
    void strangersAreAskedOfModelsThatDidNotSeeThem();
    void saturationIsARelation();
    void saturationWithoutBothKinds();
};

void TestSeverityRegression::foldsKeepPatientsTogether()
{
    const RegressionRows data = rows(1);
    const auto foldOf = foldsByPatient(data.patients, data.scores, 5, 3);
    std::map<int, std::set<int>> foldsOfPatient;
    std::map<int, int> sizes;
    std::map<int, double> sums;
    for (std::size_t i = 0; i < foldOf.size(); ++i) {
        foldsOfPatient[data.patients[i]].insert(foldOf[i]);
        ++sizes[foldOf[i]];
        sums[foldOf[i]] += data.scores[i];
    }
    for (const auto& [patient, folds] : foldsOfPatient)
        QCOMPARE(folds.size(), std::size_t{1});
    QCOMPARE(sizes.size(), std::size_t{5});
    for (const auto& [fold, size] : sizes) {
        QCOMPARE(size, images / 5);
        // Low and high scores in each: the mean of a fold is near 4.
        QVERIFY(std::abs(sums[fold] / size - 4) < 1);
    }
    QVERIFY(foldOf != foldsByPatient(data.patients, data.scores, 5, 4));
}

void TestSeverityRegression::whatIsInTheFeaturesIsFound()
{
    const ScoreFigures figures = SeverityRegression(rows(1), 1, 4).figures();
    QVERIFY2(figures.pearson.value > 0.8, qPrintable(QString::number(figures.pearson.value)));
    QVERIFY(figures.pearson.low > 0.6 && figures.pearson.low < figures.pearson.value);
    QVERIFY(figures.pearson.high > figures.pearson.value && figures.pearson.high <= 1);
    QVERIFY(figures.spearman.value > 0.8);
    QVERIFY(figures.r2.value > 0.6);
    QVERIFY(figures.meanAbsoluteError.value < figures.errorOfMean / 1.5);
    QVERIFY(figures.lowestPearson <= figures.pearson.value);
    QVERIFY(figures.highestPearson >= figures.pearson.value);
}

void TestSeverityRegression::whatIsNotInThemIsNotFound()
{
    // A regression that saw the other image of a patient would know its score all the same.
    const ScoreFigures figures = SeverityRegression(rows(0), 1, 4).figures();
    QVERIFY2(figures.pearson.value < 0.4, qPrintable(QString::number(figures.pearson.value)));
    QVERIFY(figures.r2.value < 0.15);
    QVERIFY(figures.meanAbsoluteError.value > 0.85 * figures.errorOfMean);
}

void TestSeverityRegression::theReachHoldsTheErrors()
{
    const SeverityRegression regression(rows(1), 1, 4);
    const double reach = regression.figures().reach;
    int within = 0;
    int all = 0;
    for (const auto& predicted : regression.predictions())
        for (std::size_t i = 0; i < predicted.size(); ++i, ++all)
            within += std::abs(predicted[i] - regression.rows().scores[i]) <= reach;
    QVERIFY(within >= 0.95 * all);
    QVERIFY(within <= 0.99 * all);
}

void TestSeverityRegression::theSameSeedGivesTheSame()
{
    const SeverityRegression first(rows(1), 7, 4);
    const SeverityRegression second(rows(1), 7, 4);
    QCOMPARE(first.predictions(), second.predictions());
    QCOMPARE(first.model().weights, second.model().weights);
    QCOMPARE(first.figures().pearson.low, second.figures().pearson.low);
    QVERIFY(SeverityRegression(rows(1), 8, 4).predictions() != first.predictions());
}

void TestSeverityRegression::manyRowsAreDealtLessOften()
{
    QCOMPARE(SeverityRegression(rows(1), 1).repetitions().size(), std::size_t{50});
    RegressionRows many = rows(1);
    for (int copy = 1; copy < 30; ++copy) { // 1800 rows
        const RegressionRows more = rows(1);
        many.features.values.insert(many.features.values.end(), more.features.values.begin(),
                                    more.features.values.end());
        many.scores.insert(many.scores.end(), more.scores.begin(), more.scores.end());
        many.patients.insert(many.patients.end(), more.patients.begin(), more.patients.end());
    }
    QCOMPARE(SeverityRegression(std::move(many), 1).repetitions().size(), std::size_t{2});
}

void TestSeverityRegression::strangersAreAskedOfModelsThatDidNotSeeThem()
{
    const SeverityRegression regression(rows(1), 1, 4);
    const auto features = regression.rows().features.row(9);
    const int patient = regression.rows().patients[9];
    const auto known = regression.predict(features, patient);
    QCOMPARE(known.size(), regression.predictions().size());
    for (std::size_t r = 0; r < known.size(); ++r)
        QCOMPARE(known[r], regression.predictions()[r][9]);
    const double ofAll = std::clamp(regression.model().predict(features), 0.0, 8.0);
    for (const double value : regression.predict(features, images))
        QCOMPARE(value, ofAll);
}

void TestSeverityRegression::saturationIsARelation()
{
    std::vector<SaturationRow> rows;
    for (int i = 0; i < 40; ++i) // the lower the SpO2, the larger the extent, in both repetitions
        rows.push_back({100.0 - i, i, {i / 5.0, i / 6.0}});
    rows.push_back({130, 40, {0, 0}});
    const SaturationReport report = saturationReport(rows, 1);
    QCOMPARE(report.impossible, 1);
    QCOMPARE(report.asWritten.images, 40);
    QCOMPARE(report.asWritten.below, 33); // 93 to 61
    QCOMPARE(report.asWritten.spearman.value, -1.0);
    QCOMPARE(report.asWritten.auc.value, 1.0);
    QCOMPARE(report.plausible.images, 31); // 100 to 70
    QCOMPARE(report.plausible.patients, 31);
    QCOMPARE(report.plausible.below, 24);
}

void TestSeverityRegression::saturationWithoutBothKinds()
{
    std::vector<SaturationRow> rows;
    for (int i = 0; i < 5; ++i)
        rows.push_back({99.0 - i, i, {i / 5.0}});
    const SaturationReport report = saturationReport(rows, 1);
    QCOMPARE(report.asWritten.below, 0);
    QVERIFY(std::isnan(report.asWritten.auc.value));
    QCOMPARE(report.asWritten.spearman.value, -1.0);
    QVERIFY(std::isnan(saturationReport({{20, 0, {1}}}, 1).plausible.spearman.value));
}

QTEST_GUILESS_MAIN(TestSeverityRegression)
#include "test_severity_regression.moc"
