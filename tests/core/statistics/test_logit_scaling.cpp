// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/statistics/logit_scaling.h"
#include "core/statistics/softmax.h"

#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

std::vector<double> probabilitiesOf(const LogitScaling& scaling, std::vector<double> logits)
{
    for (std::size_t c = 0; c < logits.size(); ++c)
        logits[c] += scaling.offsets[c];
    return softmax(std::move(logits), scaling.temperature);
}

double logLoss(const LogitScaling& scaling, const std::vector<LabelledLogits>& rows)
{
    double sum = 0;
    for (const LabelledLogits& row : rows)
        sum -= row.weight
            * std::log(probabilitiesOf(scaling, row.logits)[static_cast<std::size_t>(row.label)]);
    return sum;
}

/// Logits of `classes` classes, the truth drawn from softmax((logits + offsets) / temperature).
std::vector<LabelledLogits> drawn(const LogitScaling& truth, int count, double shift = 0)
{
    Random random(5);
    std::vector<LabelledLogits> rows;
    for (int i = 0; i < count; ++i) {
        LabelledLogits row;
        for (std::size_t c = 0; c < truth.offsets.size(); ++c)
            row.logits.push_back(2 * random.normal() + (c == 0 ? shift : 0));
        const std::vector<double> shares = probabilitiesOf(truth, row.logits);
        double rest = random.uniform();
        while (row.label + 1 < static_cast<int>(shares.size())
               && (rest -= shares[static_cast<std::size_t>(row.label)]) > 0)
            ++row.label;
        rows.push_back(row);
    }
    return rows;
}

/// The fit is where no small step goes down.
void verifyLowest(const LogitScaling& fitted, const std::vector<LabelledLogits>& rows)
{
    const double least = logLoss(fitted, rows);
    for (const double step : {-0.02, 0.02}) {
        LogitScaling other = fitted;
        other.temperature *= 1 + step;
        QVERIFY2(logLoss(other, rows) >= least, "temperature");
        for (std::size_t c = 1; c < fitted.offsets.size(); ++c) {
            other = fitted;
            other.offsets[c] += step;
            QVERIFY2(logLoss(other, rows) >= least, "offset");
        }
        other = fitted; // all but the first: the valley of a rare first class
        for (std::size_t c = 1; c < fitted.offsets.size(); ++c)
            other.offsets[c] += step * 10;
        QVERIFY2(logLoss(other, rows) >= least, "offsets together");
    }
}

} // namespace

class TestLogitScaling : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void findsWhatTheLabelsWereDrawnWith()
    {
        const LogitScaling truth{1.5, {0, 1.2, -0.7}};
        const auto rows = drawn(truth, 12000);
        const LogitScaling fitted = fitLogitScaling(rows);
        QVERIFY2(std::abs(fitted.temperature - 1.5) < 0.08,
                 qPrintable(QString::number(fitted.temperature)));
        for (std::size_t c = 0; c < 3; ++c)
            QVERIFY2(std::abs(fitted.offsets[c] - truth.offsets[c]) < 0.1,
                     qPrintable(QString::number(fitted.offsets[c])));
        verifyLowest(fitted, rows);
    }

    /// A model is sure of a class that nobody has here: the offsets of the others have to rise
    /// together, which one after the other they do in tiny steps only.
    void arrivesWhereTheFirstClassIsAbsent()
    {
        std::vector<LabelledLogits> rows = drawn({3, {0, 40, 41}}, 500, 3);
        for (const LabelledLogits& row : rows)
            QVERIFY(row.label > 0);
        LabelledLogits further{{0, 0, 0}, 0, 1};
        for (const LabelledLogits& row : rows)
            for (std::size_t c = 0; c < 3; ++c)
                further.logits[c] += row.logits[c] / 500;
        rows.push_back(further);
        const LogitScaling fitted = fitLogitScaling(rows);
        QVERIFY2(std::abs(fitted.temperature - 3) < 0.8,
                 qPrintable(QString::number(fitted.temperature)));
        verifyLowest(fitted, rows);
        double absent = 0;
        for (const LabelledLogits& row : rows)
            absent += probabilitiesOf(fitted, row.logits)[0] / 501;
        QVERIFY2(std::abs(absent - 1.0 / 501) < 1e-5, qPrintable(QString::number(absent)));
    }

    void weighsRows()
    {
        std::vector<LabelledLogits> twice = drawn({1, {0, 0.5}}, 200);
        std::vector<LabelledLogits> weighed = twice;
        for (std::size_t i = 0; i < 50; ++i) {
            twice.push_back(twice[i]);
            weighed[i].weight = 2;
        }
        const LogitScaling first = fitLogitScaling(twice);
        const LogitScaling second = fitLogitScaling(weighed);
        QVERIFY(std::abs(first.temperature - second.temperature) < 1e-4);
        QVERIFY(std::abs(first.offsets[1] - second.offsets[1]) < 1e-4);
    }

    void keepsTheTemperatureInBounds_data()
    {
        QTest::addColumn<double>("sign");
        QTest::addColumn<double>("temperature");
        QTest::newRow("separable") << 1.0 << 0.05;
        QTest::newRow("in the wrong order") << -1.0 << 20.0;
    }

    void keepsTheTemperatureInBounds()
    {
        QFETCH(double, sign);
        QFETCH(double, temperature);
        std::vector<LabelledLogits> rows;
        for (int i = 0; i < 40; ++i)
            rows.push_back({{0, sign * (i < 10 ? -1 : 1) * (1 + i % 3)}, i < 10 ? 0 : 1, 1});
        const LogitScaling fitted = fitLogitScaling(rows);
        QCOMPARE(fitted.temperature, temperature);
        QVERIFY(std::isfinite(fitted.offsets[1]));
        if (sign < 0) { // the offset still tells how common the classes are
            const double share = probabilitiesOf(fitted, {0, 0})[1];
            QVERIFY2(std::abs(share - 0.75) < 0.05, qPrintable(QString::number(share)));
        }
    }

    void learnsOnlySharesOfLogitsThatAreAllTheSame()
    {
        std::vector<LabelledLogits> rows;
        for (int i = 0; i < 100; ++i)
            rows.push_back({{0.3, 0.3}, i < 80 ? 0 : 1, 1});
        const auto probabilities = probabilitiesOf(fitLogitScaling(rows), {0.3, 0.3});
        QVERIFY(std::abs(probabilities[0] - 0.8) < 1e-4);
    }
};

QTEST_GUILESS_MAIN(TestLogitScaling)
#include "test_logit_scaling.moc"
