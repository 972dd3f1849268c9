// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/statistics/correlation.h"
#include "core/statistics/ridge.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>
#include <numeric>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

template <typename T> std::vector<T> numbers(const QJsonValue& list)
{
    std::vector<T> result;
    for (const QJsonValue& value : list.toArray())
        result.push_back(static_cast<T>(value.toDouble()));
    return result;
}

std::vector<std::size_t> upTo(std::size_t count)
{
    std::vector<std::size_t> rows(count);
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    return rows;
}

} // namespace

/// Against scikit-learn's StandardScaler and Ridge, and scipy's correlations.
class TestRidge : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void equalsScikitLearn_data();
    void equalsScikitLearn();
    void onlyTheGivenRowsCount();
    void constantFeaturesGiveTheMean();
    void correlationsOfLittle();
};

void TestRidge::equalsScikitLearn_data()
{
    QTest::addColumn<QJsonObject>("golden");
    const auto content
        = readFile(QStringLiteral(CCAD_SOURCE_DIR "/tests/golden/severity/ridge.json"), 1 << 20);
    QVERIFY(content);
    const QJsonArray cases = QJsonDocument::fromJson(*content).object()[u"cases"_s].toArray();
    QCOMPARE(cases.size(), 2);
    for (const QJsonValue& value : cases)
        QTest::newRow(qPrintable(value[u"name"_s].toString())) << value.toObject();
}

void TestRidge::equalsScikitLearn()
{
    QFETCH(QJsonObject, golden);
    FeatureRows features{static_cast<std::size_t>(golden[u"width"_s].toInt()),
                         numbers<float>(golden[u"features"_s])};
    const auto scores = numbers<double>(golden[u"scores"_s]);
    QCOMPARE(features.count(), scores.size());
    for (const QJsonValue& fit : golden[u"fits"_s].toArray()) {
        const double penalty = fit[u"penalty"_s].toDouble();
        const auto models = ridgePath(features, scores, upTo(scores.size()), {1e-3, penalty});
        QCOMPARE(models.size(), std::size_t{2});
        const auto expected = numbers<double>(fit[u"predicted"_s]);
        std::vector<double> predicted;
        for (std::size_t i = 0; i < scores.size(); ++i) {
            predicted.push_back(models[1].predict(features.row(i)));
            QVERIFY2(std::abs(predicted[i] - expected[i]) < 1e-7,
                     qPrintable(u"%1 %2"_s.arg(predicted[i]).arg(expected[i])));
        }
        QVERIFY(std::abs(pearsonCorrelation(predicted, scores) - fit[u"pearson"_s].toDouble())
                < 1e-7);
        QVERIFY(std::abs(spearmanCorrelation(predicted, scores) - fit[u"spearman"_s].toDouble())
                < 1e-7);
    }
}

void TestRidge::onlyTheGivenRowsCount()
{
    const FeatureRows few{1, {0, 1, 2}};
    const FeatureRows more{1, {0, 100, 1, -100, 2}};
    const auto plain = ridgePath(few, {1, 2, 4}, {0, 1, 2}, {0.5}).front();
    const auto chosen = ridgePath(more, {1, 99, 2, -99, 4}, {0, 2, 4}, {0.5}).front();
    QCOMPARE(chosen.weights, plain.weights);
    QCOMPARE(chosen.bias, plain.bias);
}

void TestRidge::constantFeaturesGiveTheMean()
{
    const FeatureRows features{2, {0.1F, 3, 0.1F, 3, 0.1F, 3}};
    const auto model = ridgePath(features, {1, 2, 6}, {0, 1, 2}, {1}).front();
    QCOMPARE(model.weights, (std::vector<double>{0, 0}));
    QCOMPARE(model.bias, 3.0);
}

void TestRidge::correlationsOfLittle()
{
    QVERIFY(std::isnan(pearsonCorrelation({}, {})));
    QVERIFY(std::isnan(pearsonCorrelation({1}, {2})));
    QVERIFY(std::isnan(spearmanCorrelation({1, 1, 1}, {1, 2, 3})));
    QCOMPARE(spearmanCorrelation({1, 2, 3}, {10, 100, 1000}), 1.0);
    QCOMPARE(midranks({5, 1, 5}), (std::vector<double>{2.5, 1, 2.5}));
}

QTEST_GUILESS_MAIN(TestRidge)
#include "test_ridge.moc"
