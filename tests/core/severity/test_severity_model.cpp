// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/severity/severity_model.h"
#include "core/weights/weight_file.h"

#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

const QString weightsSum(64, u'a');

SeverityModel model()
{
    return {weightsSum,
            {{SeverityScore::Extent, {1, -2, 0.5F}, 3, 1.5},
             {SeverityScore::Opacity, {0.5F, 0, 0}, 2.5, 1}}};
}

} // namespace

class TestSeverityModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void estimatesAreLinear();
    void estimatesStayOnTheirScale();
    void theSentenceSaysWhatItIs();
    void bytesComeBack();
    void oneScoreIsEnough();
    void otherWeightsAreRefused();
    void brokenFilesAreNamed_data();
    void brokenFilesAreNamed();
};

void TestSeverityModel::estimatesAreLinear()
{
    const auto estimates = model().estimate(std::vector<float>{1, 0.5F, 2});
    QCOMPARE(estimates.size(), std::size_t{2});
    QCOMPARE(estimates[0].score, SeverityScore::Extent);
    QCOMPARE(estimates[0].value, 4.0);
    QCOMPARE(estimates[0].low, 2.5);
    QCOMPARE(estimates[0].high, 5.5);
    QCOMPARE(estimates[1].score, SeverityScore::Opacity);
    QCOMPARE(estimates[1].value, 3.0);
}

void TestSeverityModel::estimatesStayOnTheirScale()
{
    const auto high = model().estimate(std::vector<float>{100, 0, 0});
    QCOMPARE(high[0].value, 8.0);
    QCOMPARE(high[0].low, 6.5);
    QCOMPARE(high[0].high, 8.0);
    QCOMPARE(high[1].value, 6.0);
    const auto low = model().estimate(std::vector<float>{0, 100, 0});
    QCOMPARE(low[0].value, 0.0);
    QCOMPARE(low[0].low, 0.0);
    QCOMPARE(low[0].high, 1.5);
}

void TestSeverityModel::theSentenceSaysWhatItIs()
{
    QCOMPARE(severitySentence(model().estimate(std::vector<float>{1, 0.5F, 2})),
             u"Extent 4.0 of 8 (2.5 to 5.5), opacity 3.0 of 6 (2.0 to 4.0): research "
             "output, not a measurement."_s);
    QVERIFY(severitySentence({}).isEmpty());
}

void TestSeverityModel::bytesComeBack()
{
    const auto again = SeverityModel::parse(model().toBytes(), weightsSum, 3);
    QVERIFY2(again, again ? "" : qPrintable(again.error().message));
    QCOMPARE(again->toBytes(), model().toBytes());
    const std::vector<float> features = {0.25F, 0.75F, 1.5F};
    const auto before = model().estimate(features);
    const auto after = again->estimate(features);
    for (std::size_t i = 0; i < before.size(); ++i) {
        QCOMPARE(after[i].value, before[i].value);
        QCOMPARE(after[i].low, before[i].low);
        QCOMPARE(after[i].high, before[i].high);
    }
}

void TestSeverityModel::oneScoreIsEnough()
{
    const SeverityModel one(weightsSum, {{SeverityScore::Opacity, {1, 2}, 0, 1}});
    const auto again = SeverityModel::parse(one.toBytes(), weightsSum, 2);
    QVERIFY(again);
    QCOMPARE(again->estimators().size(), std::size_t{1});
    QCOMPARE(again->estimators().front().score, SeverityScore::Opacity);
}

void TestSeverityModel::otherWeightsAreRefused()
{
    const auto other = SeverityModel::parse(model().toBytes(), QString(64, u'b'), 3);
    QVERIFY(!other);
    QCOMPARE(other.error().code, ErrorCode::ModelBroken);
    QVERIFY(other.error().message.contains(weightsSum));
    QVERIFY(other.error().message.contains(u"Fit them again"_s));
}

void TestSeverityModel::brokenFilesAreNamed_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("named");
    const auto changed = [](auto change) {
        auto map = *parseSafetensors(model().toBytes());
        change(map);
        return toSafetensors(map);
    };
    QTest::newRow("no file of tensors") << QByteArray("nonsense") << u"severity"_s;
    QTest::newRow("version") << changed([](WeightMap& map) {
        map.metadata["severity_version"] = "2";
    }) << u"severity_version"_s;
    QTest::newRow("features") << changed([](WeightMap& map) { map.metadata["features"] = "4"; })
                              << u"4 features"_s;
    QTest::newRow("no score") << changed([](WeightMap& map) { map.tensors.clear(); })
                              << u"no score"_s;
    QTest::newRow("half a score") << changed([](WeightMap& map) {
        map.tensors.erase("extent.bias_and_reach");
    }) << u"extent.bias_and_reach"_s;
    QTest::newRow("shape") << changed([](WeightMap& map) {
        map.tensors["opacity.weights"] = {{1, 2}, {1, 2}};
    }) << u"opacity.weights"_s;
    QTest::newRow("not finite") << changed([](WeightMap& map) {
        map.tensors["extent.weights"].values[1] = std::nanf("");
    }) << u"extent.weights"_s;
    QTest::newRow("interval") << changed([](WeightMap& map) {
        map.tensors["extent.bias_and_reach"].values[1] = -1;
    }) << u"negative"_s;
}

void TestSeverityModel::brokenFilesAreNamed()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, named);
    const auto parsed = SeverityModel::parse(content, weightsSum, 3);
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().code, ErrorCode::ModelBroken);
    QVERIFY2(parsed.error().message.contains(named), qPrintable(parsed.error().message));
}

QTEST_GUILESS_MAIN(TestSeverityModel)
#include "test_severity_model.moc"
