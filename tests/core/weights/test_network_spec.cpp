// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/network_spec.h"

#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestNetworkSpec : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void countsTheParametersOfThePaper();
    void namesTensorsAsTorchvision();
    void roundsChannels_data();
    void roundsChannels();
    void survivesJson();
    void refusesBadJson_data();
    void refusesBadJson();
    void summarisesAsFigure2();
    void summarisesFineTuning();
};

void TestNetworkSpec::countsTheParametersOfThePaper()
{
    const ParameterCount count = parameterCount(NetworkSpec{});
    QCOMPARE(count.extractor, std::int64_t{2257984});
    QCOMPARE(count.head, std::int64_t{2562});
}

void TestNetworkSpec::namesTensorsAsTorchvision()
{
    const auto tensors = tensorsOf(NetworkSpec{});
    QCOMPARE(tensors.size(), std::size_t{52 * 5 + 2}); // 52 convolutions, each with a batch norm
    QVERIFY((tensors[0] == TensorShape{"features.0.0.weight", {32, 3, 3, 3}}));
    QVERIFY((tensors[1] == TensorShape{"features.0.1.weight", {32}}));
    QVERIFY((tensors[2] == TensorShape{"features.0.1.bias", {32}}));
    QVERIFY((tensors[3] == TensorShape{"features.0.1.running_mean", {32}}));
    QVERIFY((tensors[4] == TensorShape{"features.0.1.running_var", {32}}));
    QVERIFY((tensors[5] == TensorShape{"features.1.conv.0.0.weight", {32, 1, 3, 3}}));
    QVERIFY((tensors[10] == TensorShape{"features.1.conv.1.weight", {16, 32, 1, 1}}));
    QVERIFY((tensors[11] == TensorShape{"features.1.conv.2.weight", {16}}));
    const auto has = [&](const TensorShape& wanted) {
        return std::find(tensors.begin(), tensors.end(), wanted) != tensors.end();
    };
    QVERIFY(has({"features.2.conv.1.0.weight", {96, 1, 3, 3}}));
    QVERIFY(has({"features.2.conv.2.weight", {24, 96, 1, 1}}));
    QVERIFY(has({"features.17.conv.3.running_var", {320}}));
    QVERIFY(has({"features.18.0.weight", {1280, 320, 1, 1}}));
    QVERIFY((tensors[tensors.size() - 2] == TensorShape{"classifier.1.weight", {2, 1280}}));
    QVERIFY((tensors.back() == TensorShape{"classifier.1.bias", {2}}));
}

void TestNetworkSpec::roundsChannels_data()
{
    QTest::addColumn<double>("width");
    QTest::addColumn<int>("stem");
    QTest::addColumn<int>("last");
    QTest::addColumn<int>("features");
    // From torchvision's mobilenet_v2(width_mult=...).
    QTest::newRow("0.1") << 0.1 << 8 << 32 << 1280;
    QTest::newRow("0.35") << 0.35 << 16 << 112 << 1280;
    QTest::newRow("0.5") << 0.5 << 16 << 160 << 1280;
    QTest::newRow("0.75") << 0.75 << 24 << 240 << 1280;
    QTest::newRow("1.0") << 1.0 << 32 << 320 << 1280;
    QTest::newRow("1.4") << 1.4 << 48 << 448 << 1792;
}

void TestNetworkSpec::roundsChannels()
{
    QFETCH(double, width);
    NetworkSpec spec;
    spec.widthMultiplier = width;
    const NetworkShape shape = shapeOf(spec);
    QCOMPARE(shape.bottlenecks.size(), std::size_t{17});
    QTEST(shape.stemChannels, "stem");
    QTEST(shape.bottlenecks.back().outputChannels, "last");
    QTEST(shape.featureChannels, "features");
}

void TestNetworkSpec::survivesJson()
{
    NetworkSpec spec;
    spec.widthMultiplier = 0.75;
    spec.inputSize = 160;
    spec.padding = Padding::Torch;
    spec.batchNormEpsilon = 1e-5;
    spec.dropout = 0.4;
    spec.classes = 3;
    const auto read = networkSpecFromJson(toJson(spec));
    QVERIFY(read);
    QCOMPARE(*read, spec);
}

void TestNetworkSpec::refusesBadJson_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QJsonValue>("value"); // undefined: the key is taken out
    const QJsonValue absent(QJsonValue::Undefined);
    QTest::newRow("missing") << u"classes"_s << absent;
    QTest::newRow("unknown") << u"colour"_s << QJsonValue(1);
    QTest::newRow("wrong type") << u"dropout"_s << QJsonValue(u"0.3"_s);
    QTest::newRow("another architecture") << u"architecture"_s << QJsonValue(u"resnet50"_s);
    QTest::newRow("padding") << u"padding"_s << QJsonValue(u"valid"_s);
    QTest::newRow("no multiple of 32") << u"input_size"_s << QJsonValue(100);
    QTest::newRow("no whole number") << u"classes"_s << QJsonValue(2.5);
    QTest::newRow("one class") << u"classes"_s << QJsonValue(1);
    QTest::newRow("huge width") << u"width_multiplier"_s << QJsonValue(1e9);
    QTest::newRow("negative epsilon") << u"batch_norm_epsilon"_s << QJsonValue(-1e-3);
}

void TestNetworkSpec::refusesBadJson()
{
    QFETCH(QString, key);
    QFETCH(QJsonValue, value);
    QJsonObject json = toJson(NetworkSpec{});
    json.insert(key, value); // an undefined value removes the key
    const auto read = networkSpecFromJson(json);
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::InvalidArgument);
    QVERIFY2(read.error().message.contains(key), qPrintable(read.error().message));
    QCOMPARE(read.error().context, u"network."_s + key);
}

void TestNetworkSpec::summarisesAsFigure2()
{
    const QString text = modelSummary(NetworkSpec{}, true);
    for (const char* part :
         {"(None, 1280)", "2257984", "(None, 2)", "2562", "Total params: 2,260,546",
          "Trainable params: 2,562", "Non-trainable params: 2,257,984"})
        QVERIFY2(text.contains(QLatin1String(part)), part);
}

void TestNetworkSpec::summarisesFineTuning()
{
    // 34,112 running means and variances are measured, not trained.
    const QString text = modelSummary(NetworkSpec{}, false);
    QVERIFY(text.contains(u"Trainable params: 2,226,434"_s));
    QVERIFY(text.contains(u"Non-trainable params: 34,112"_s));
}

QTEST_GUILESS_MAIN(TestNetworkSpec)
#include "test_network_spec.moc"
