// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/statistics/internal/lbfgs.h"
#include "core/statistics/logistic.h"
#include "core/statistics/subspace_fit.h"

#include <QTest>

#include <cmath>

using namespace ccad;

class TestLogistic : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void findsTheBottomOfAValley();
    void givesWhatScikitLearnGives();
    void weightsCountAsRepeats();
    void doesNotDependOnThreads();
    void passesOverValuesThatNeverDiffer();
    void subspaceFindsTheDirections();
    void eachClusterHasItsCentre();
};

void TestLogistic::findsTheBottomOfAValley()
{
    // Rosenbrock's function; its bottom is at (1, 1).
    const auto valley = [](const std::vector<float>& at, std::vector<float>& gradient) {
        const double x = at[0];
        const double y = at[1];
        gradient[0] = static_cast<float>(-400 * x * (y - x * x) - 2 * (1 - x));
        gradient[1] = static_cast<float>(200 * (y - x * x));
        return 100 * (y - x * x) * (y - x * x) + (1 - x) * (1 - x);
    };
    const std::vector<float> bottom = minimised(valley, {-1.2F, 1}, 200);
    QVERIFY(std::abs(bottom[0] - 1) < 0.01F);
    QVERIFY(std::abs(bottom[1] - 1) < 0.02F);
}

void TestLogistic::givesWhatScikitLearnGives()
{
    // LogisticRegression(C=1/(0.1*8), multi_class="multinomial") of scikit-learn 1.2 on the
    // standardised values.
    constexpr double expected[4][3] = {{0.75512, 0.23489, 0.00999},
                                       {0.66475, 0.30862, 0.02663},
                                       {0.55600, 0.35195, 0.09205},
                                       {0.41362, 0.40884, 0.17754}};
    LabelledRows rows;
    constexpr int labels[8] = {0, 0, 1, 0, 1, 1, 2, 2};
    for (int i = 0; i < 8; ++i)
        rows.add({static_cast<float>(i), static_cast<float>(i * i % 5)}, labels[i]);
    const LinearModel model = fitLogistic(rows, 3, {0.1, 300});
    for (int i = 0; i < 4; ++i) {
        const auto found = model.probabilities(
            std::vector<float>{static_cast<float>(i), static_cast<float>(i * i % 5)});
        for (std::size_t k = 0; k < 3; ++k)
            QVERIFY2(std::abs(found[k] - expected[i][k]) < 2e-4,
                     qPrintable(QString::number(found[k])));
    }
}

void TestLogistic::weightsCountAsRepeats()
{
    LabelledRows repeated;
    LabelledRows weighted;
    for (int i = 0; i < 10; ++i) {
        const std::vector<float> row = {static_cast<float>(i)};
        const int label = i * 7 % 10 > 4;
        weighted.add(row, label, 2);
        repeated.add(row, label);
        repeated.add(row, label);
    }
    const LinearModel a = fitLogistic(repeated, 2, {0.01, 200});
    const LinearModel b = fitLogistic(weighted, 2, {0.01, 200});
    QVERIFY(std::abs(a.weights[0] - b.weights[0]) < 1e-3F);
    QVERIFY(std::abs(a.bias[0] - b.bias[0]) < 1e-2F);
}

void TestLogistic::doesNotDependOnThreads()
{
    Random random(3);
    LabelledRows rows;
    for (int i = 0; i < 900; ++i) {
        std::vector<float> row;
        for (int j = 0; j < 12; ++j)
            row.push_back(static_cast<float>(random.normal()));
        rows.add(row, static_cast<int>(random.below(3)));
    }
    limitThreads(1);
    const LinearModel alone = fitLogistic(rows, 3);
    limitThreads(2);
    const LinearModel shared = fitLogistic(rows, 3);
    limitThreads(0);
    QCOMPARE(alone.weights, shared.weights);
    QCOMPARE(alone.bias, shared.bias);
}

void TestLogistic::passesOverValuesThatNeverDiffer()
{
    LabelledRows rows;
    for (int i = 0; i < 10; ++i)
        rows.add({5, static_cast<float>(i)}, i > 4);
    const LinearModel model = fitLogistic(rows, 3); // and a class without a row
    QCOMPARE(model.weights[0], 0.0F);
    const auto high = model.probabilities(std::vector<float>{5, 9});
    QVERIFY(high[1] > 0.8);
    QVERIFY(high[2] < 1e-6);
}

void TestLogistic::subspaceFindsTheDirections()
{
    Random random(5);
    std::vector<float> values;
    constexpr std::size_t width = 20;
    for (int i = 0; i < 300; ++i) {
        const double along = 3 * random.normal();
        for (std::size_t j = 0; j < width; ++j)
            values.push_back(static_cast<float>(random.normal() + (j % 2 == 0 ? along : -along)));
    }
    const Subspace subspace = fitSubspace(values, width, std::vector<int>(300, 0), 1);
    for (std::size_t j = 0; j < width; ++j)
        QVERIFY(std::abs(std::abs(subspace.axes[j]) - 1 / std::sqrt(20.0F)) < 0.03F);
    // Far along the known direction is nearer than far across it.
    std::vector<float> along(width);
    std::vector<float> across(width);
    for (std::size_t j = 0; j < width; ++j) {
        along[j] = j % 2 == 0 ? 6.0F : -6.0F;
        across[j] = 6;
    }
    QVERIFY(subspace.distance(along) + 1 < subspace.distance(across));
}

void TestLogistic::eachClusterHasItsCentre()
{
    std::vector<float> values;
    std::vector<int> clusters;
    Random random(6);
    for (int i = 0; i < 200; ++i) {
        const bool isRare = i % 10 == 0;
        clusters.push_back(isRare);
        for (int j = 0; j < 5; ++j)
            values.push_back(static_cast<float>(random.normal() + (isRare ? 30 : 0)));
    }
    const Subspace subspace = fitSubspace(values, 5, clusters, 2);
    const double common = subspace.distance(std::vector<float>(5, 0.0F));
    const double rare = subspace.distance(std::vector<float>(5, 30.0F));
    const double between = subspace.distance(std::vector<float>(5, 15.0F));
    QVERIFY(common < between - 2);
    QVERIFY(rare < between - 2);
}

QTEST_GUILESS_MAIN(TestLogistic)
#include "test_logistic.moc"
