// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/statistics/prediction_sets.h"
#include "core/statistics/softmax.h"
#include "core/statistics/wilson.h"

#include <QTest>

#include <cmath>

using namespace ccad;

namespace {

/// Two classes; `values` are the probabilities of the true class, each of a patient of its own.
std::vector<KnownCase> casesOf(int label, const std::vector<float>& values, int firstPatient = 0)
{
    std::vector<KnownCase> cases;
    for (const float value : values) {
        KnownCase known{{1 - value, 1 - value}, label, firstPatient++};
        known.probabilities[static_cast<std::size_t>(label)] = value;
        cases.push_back(known);
    }
    return cases;
}

std::vector<KnownCase> joined(std::vector<KnownCase> first, const std::vector<KnownCase>& second)
{
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

/// Answers of a model that errs more with one class than with another, each patient's own.
std::vector<KnownCase> drawn(int count, double temperature, std::uint64_t seed)
{
    Random random(seed);
    std::vector<KnownCase> cases;
    for (int i = 0; i < count; ++i) {
        const int label = i % 10 == 0 ? 2 : i % 2;
        std::vector<double> logits;
        for (int k = 0; k < 3; ++k)
            logits.push_back(random.normal() * (label == 2 ? 2.0 : 1.0) + (k == label ? 1.5 : 0));
        const std::vector<double> shares = softmax(logits, temperature);
        cases.push_back({{shares.begin(), shares.end()}, label, i});
    }
    return cases;
}

} // namespace

class TestPredictionSets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void temperatureIsTakenOut()
    {
        const std::vector<double> logits{0.3, -1.2, 2.5};
        const std::vector<double> warm = softmax(logits, 1.7);
        const std::vector<double> raw
            = withoutTemperature(std::vector<float>(warm.begin(), warm.end()), 1.7);
        const std::vector<double> expected = softmax(logits);
        for (std::size_t i = 0; i < raw.size(); ++i)
            QVERIFY(std::abs(raw[i] - expected[i]) < 1e-6);
    }

    /// Of 19 patients one in twenty may lie below the floor and the next one is it: with 0.90 the
    /// second lowest, with 0.95 the lowest.
    void floorsAreOrderStatistics()
    {
        std::vector<float> values;
        for (int i = 19; i >= 1; --i)
            values.push_back(static_cast<float>(i) / 32);
        const std::vector<KnownCase> cases
            = joined(casesOf(0, values), casesOf(1, std::vector<float>(19, 0.5F), 100));
        const PredictionSets loose = fitPredictionSets(cases, 2, 0.90, 1);
        QCOMPARE(loose.patients, (std::vector<int>{19, 19}));
        QVERIFY(std::abs(loose.floors[0] - 2.0 / 32 / (2.0 / 32 + 30.0 / 32)) < 1e-12);
        QCOMPARE(loose.floors[1], 0.5);
        const PredictionSets strict = fitPredictionSets(cases, 2, 0.95, 1);
        QVERIFY(std::abs(strict.floors[0] - 1.0 / 32 / (1.0 / 32 + 31.0 / 32)) < 1e-12);
    }

    void fewPatientsPromiseNothing()
    {
        QCOMPARE(patientsNeeded(0.9), 9);
        QCOMPARE(patientsNeeded(0.95), 19);
        QCOMPARE(patientsNeeded(0.5), 1);
        const auto eight = fitPredictionSets(casesOf(0, std::vector<float>(8, 0.9F)), 2, 0.9, 1);
        QCOMPARE(eight.floors, (std::vector<double>{0, 0}));
        QCOMPARE(possibleClasses(eight, std::vector<float>{0, 1}), (std::vector<int>{0, 1}));
        const auto nine = fitPredictionSets(casesOf(0, std::vector<float>(9, 0.9F)), 2, 0.9, 1);
        QVERIFY(nine.floors[0] > 0.89);
    }

    void aPatientCountsOnceAClass()
    {
        std::vector<KnownCase> cases = casesOf(0, std::vector<float>(20, 0.9F));
        for (KnownCase& known : cases)
            known.patient = 7;
        const PredictionSets sets = fitPredictionSets(cases, 2, 0.9, 1);
        QCOMPARE(sets.patients, (std::vector<int>{1, 0}));
    }

    void oneSeveralOrNone()
    {
        const PredictionSets sets{0.9, 1, {0.3, 0.6}, {50, 50}};
        QCOMPARE(possibleClasses(sets, std::vector<float>{0.9F, 0.1F}), (std::vector<int>{0}));
        QCOMPARE(possibleClasses(sets, std::vector<float>{0.375F, 0.625F}),
                 (std::vector<int>{0, 1}));
        const PredictionSets sharp{0.9, 1, {0.7, 0.7}, {50, 50}};
        QVERIFY(possibleClasses(sharp, std::vector<float>{0.5F, 0.5F}).empty());
    }

    void figures()
    {
        const PredictionSets sets{0.9, 1, {0.3, 0.6}, {50, 50}};
        const std::vector<KnownCase> cases{
            {{0.9F, 0.1F}, 0, 0}, // one, right
            {{0.9F, 0.1F}, 1, 1}, // one, wrong
            {{0.375F, 0.625F}, 1, 2}, // both
        };
        const PredictionSetFigures figures = figuresOf(sets, cases);
        QCOMPARE(figures.images, 3);
        QCOMPARE(figures.covered, 2);
        QCOMPARE(figures.single, 2);
        QCOMPARE(figures.singleWrong, 1);
        QCOMPARE(figures.empty, 0);
        QCOMPARE(figures.imagesOfClass, (std::vector<int>{1, 2}));
        QCOMPARE(figures.coveredOfClass, (std::vector<int>{1, 1}));
    }

    /// The promise itself: over 200 calibrations of 300 patients, patients apart are covered as
    /// often as promised, whichever their class, with any temperature.
    void coverageHoldsOnPatientsApart_data()
    {
        QTest::addColumn<double>("coverage");
        QTest::addColumn<double>("temperature");
        QTest::newRow("90 %") << 0.90 << 1.0;
        QTest::newRow("80 %, warm") << 0.80 << 2.5;
        QTest::newRow("95 %, cold") << 0.95 << 0.4;
    }
    void coverageHoldsOnPatientsApart()
    {
        QFETCH(double, coverage);
        QFETCH(double, temperature);
        std::vector<int> images(3);
        std::vector<int> covered(3);
        for (std::uint64_t round = 0; round < 200; ++round) {
            const PredictionSets sets
                = fitPredictionSets(drawn(300, temperature, 2 * round), 3, coverage, temperature);
            const PredictionSetFigures tried
                = figuresOf(sets, drawn(200, temperature, 2 * round + 1));
            for (std::size_t k = 0; k < 3; ++k) {
                images[k] += tried.imagesOfClass[k];
                covered[k] += tried.coveredOfClass[k];
            }
        }
        for (std::size_t k = 0; k < 3; ++k) {
            const Interval share = wilsonInterval(covered[k], images[k]);
            // Expected: between the promise and the promise + 1 / (n + 1), n = 30 patients of the
            // rarest class. The rounds share their calibration, so the interval is a little narrow.
            QVERIFY2(share.high + 0.005 >= coverage, qPrintable(QString::number(share.value)));
            QVERIFY2(share.low - 0.005 <= coverage + 1.0 / 31,
                     qPrintable(QString::number(share.value)));
        }
    }

    void selectiveErrorsRiseToAll()
    {
        const std::vector<KnownCase> cases{
            {{0.9F, 0.1F}, 0, 0}, {{0.8F, 0.2F}, 0, 1}, {{0.2F, 0.8F}, 0, 2}, {{0.6F, 0.4F}, 1, 3}};
        const std::vector<SelectivePoint> points = selectiveErrors(cases);
        QCOMPARE(points.size(), std::size_t(3)); // two share a probability
        QCOMPARE(points[0].answered, 0.25);
        QCOMPARE(points[0].error, 0.0);
        QCOMPARE(points[1].answered, 0.75);
        QCOMPARE(points[1].error, 1.0 / 3);
        QCOMPARE(points[2].answered, 1.0);
        QCOMPARE(points[2].error, 0.5);
        QVERIFY(selectiveErrors({}).empty());
    }

    void coverageCurveKeepsItsPromises()
    {
        const auto curve = coverageCurve(drawn(2000, 1, 5), drawn(2000, 1, 6), 3, 1);
        QCOMPARE(curve.size(), std::size_t(11));
        for (const CoveragePoint& point : curve) {
            const double got = static_cast<double>(point.figures.covered) / point.figures.images;
            QVERIFY(std::abs(got - point.promised) < 0.04);
        }
        QVERIFY(coverageCurve({}, drawn(10, 1, 6), 3, 1).empty());
    }
};

QTEST_APPLESS_MAIN(TestPredictionSets)
#include "test_prediction_sets.moc"
