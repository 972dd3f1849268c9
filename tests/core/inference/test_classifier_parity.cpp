// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/classifier.h"
#include "tests/support/golden_network.h"

#include <QTest>

#include <opencv2/imgcodecs.hpp>

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

constexpr double tolerance = 1e-4;

/// A PNG as RGB input of x / 127.5 - 1, planar; without values when it cannot be read.
NetworkInput rgbInput(const QString& path)
{
    NetworkInput input;
    const cv::Mat image = cv::imread(path.toStdString(), cv::IMREAD_COLOR);
    input.channels = 3;
    input.width = image.cols;
    input.height = image.rows;
    for (int channel = 2; channel >= 0; --channel) { // OpenCV keeps blue first
        for (int y = 0; y < image.rows; ++y) {
            for (int x = 0; x < image.cols; ++x)
                input.values.push_back(
                    static_cast<float>(image.at<cv::Vec3b>(y, x)[channel]) / 127.5F - 1);
        }
    }
    return input;
}

double mean(const std::vector<float>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

} // namespace

/// The engine against torchvision's network with equal weights (tests/golden/network) and against
/// the check images of the development weights.
class TestClassifierParity : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void agreesWithTorchvision_data();
    void agreesWithTorchvision();
    void readsTorchvisionsFile();
    void mapsEqualCam();
    void meetsSharedWeights_data();
    void meetsSharedWeights();

private:
    void compare(const Classifier& classifier, const QJsonObject& golden);

    std::unique_ptr<Classifier> m_shared; ///< of the development weights, made once
    QJsonArray m_sharedImages;
    QString m_sharedFolder;
};

void TestClassifierParity::compare(const Classifier& classifier, const QJsonObject& golden)
{
    const int size = classifier.manifest().network.inputSize;
    const auto prediction = classifier.predict(hashInput(size));
    QVERIFY2(prediction, prediction ? "" : qPrintable(prediction.error().message));
    const double logits = largestDifference(prediction->logits, floats(golden[u"logits"_s]));
    QVERIFY2(logits < tolerance, qPrintable(u"logits differ by %1"_s.arg(logits)));
    QCOMPARE(prediction->features.size(), std::size_t{1280});
    const std::vector<float> head(prediction->features.begin(), prediction->features.begin() + 16);
    QVERIFY(largestDifference(head, floats(golden[u"features_head"_s])) < tolerance);
    QVERIFY(std::abs(mean(prediction->features) - golden[u"features_mean"_s].toDouble())
            < tolerance);
}

void TestClassifierParity::agreesWithTorchvision_data()
{
    QTest::addColumn<QJsonObject>("golden");
    const QJsonArray cases = goldenNetwork(u"network.json"_s)[u"cases"_s].toArray();
    QVERIFY(cases.size() >= 3);
    for (const QJsonValue& value : cases) {
        const QJsonObject spec = value[u"spec"_s].toObject();
        QTest::addRow("%s, width %g, %d px", qPrintable(spec[u"padding"_s].toString()),
                      spec[u"width_multiplier"_s].toDouble(), spec[u"input_size"_s].toInt())
            << value.toObject();
    }
}

void TestClassifierParity::agreesWithTorchvision()
{
    QFETCH(QJsonObject, golden);
    const auto spec = networkSpecFromJson(golden[u"spec"_s].toObject());
    QVERIFY(spec);
    const auto classifier = Classifier::create(hashPackage(*spec));
    QVERIFY2(classifier, classifier ? "" : qPrintable(classifier.error().message));
    compare(**classifier, golden);
}

void TestClassifierParity::readsTorchvisionsFile()
{
    const QJsonObject golden = goldenNetwork(u"mobilenet_v2_0.1.json"_s);
    const auto spec = networkSpecFromJson(golden[u"spec"_s].toObject());
    QVERIFY(spec);
    auto weights
        = readWeights(QStringLiteral(CCAD_SOURCE_DIR "/tests/golden/network/mobilenet_v2_0.1.pth"));
    QVERIFY(weights);
    const auto classifier = Classifier::create(packageOf(*spec, std::move(*weights)));
    QVERIFY(classifier);
    compare(**classifier, golden);
}

void TestClassifierParity::mapsEqualCam()
{
    const QJsonObject golden = goldenNetwork(u"network.json"_s)[u"cases"_s].toArray()[0].toObject();
    const auto spec = networkSpecFromJson(golden[u"spec"_s].toObject());
    QVERIFY(spec);
    const auto classifier = Classifier::create(hashPackage(*spec));
    QVERIFY(classifier);
    const auto prediction = (*classifier)->predict(hashInput(spec->inputSize));
    QVERIFY(prediction);
    int compared = 0;
    for (const QJsonValue& expected : golden[u"saliency"_s].toArray()) {
        if (expected[u"method"_s].toString() != u"cam"_s)
            continue;
        SaliencyMap map
            = prediction->classMaps[static_cast<std::size_t>(expected[u"class"_s].toInt())];
        QCOMPARE(map.width, 7);
        QCOMPARE(map.height, 7);
        for (float& value : map.values)
            value = std::max(value, 0.0F);
        const auto values = floats(expected[u"values"_s]);
        const double difference = largestDifference(map.values, values);
        QVERIFY2(difference < tolerance, qPrintable(u"maps differ by %1"_s.arg(difference)));
        ++compared;
    }
    QCOMPARE(compared, 3);
}

void TestClassifierParity::meetsSharedWeights_data()
{
    m_sharedFolder
        = qEnvironmentVariable("CCAD_SHARED", QStringLiteral(CCAD_SOURCE_DIR "/../shared"))
        + u"/weights/"_s;
    QTest::addColumn<QJsonObject>("expected");
    QFile file(m_sharedFolder + u"check/expected.json"_s);
    if (!file.open(QIODevice::ReadOnly))
        QSKIP("The ImageNet weights of the development data are not here (see CCAD_SHARED).");
    const auto images = QJsonDocument::fromJson(file.readAll())[u"images"_s].toArray();
    QVERIFY(!images.isEmpty());
    for (const QJsonValue& image : images)
        QTest::newRow(qPrintable(image[u"file"_s].toString())) << image.toObject();

    NetworkSpec spec;
    spec.classes = 1001;
    auto weights = readWeights(m_sharedFolder + u"mobilenet_v2_imagenet.safetensors"_s);
    QVERIFY(weights);
    auto classifier = Classifier::create(packageOf(spec, std::move(*weights)));
    QVERIFY(classifier);
    m_shared = std::move(*classifier);
}

void TestClassifierParity::meetsSharedWeights()
{
    QFETCH(QJsonObject, expected);
    const auto input = rgbInput(m_sharedFolder + u"check/"_s + expected[u"file"_s].toString());
    const auto prediction = m_shared->predict(input);
    QVERIFY2(prediction, prediction ? "" : qPrintable(prediction.error().message));
    const std::vector<float> head(prediction->logits.begin(), prediction->logits.begin() + 8);
    const double difference = largestDifference(head, floats(expected[u"logits_head8"_s]));
    QVERIFY2(difference < 1e-3, qPrintable(u"logits differ by %1"_s.arg(difference)));
    QVERIFY(std::abs(mean(prediction->features) - expected[u"embedding_mean"_s].toDouble()) < 1e-4);

    std::vector<int> order(prediction->probabilities.size());
    std::iota(order.begin(), order.end(), 0);
    std::partial_sort(order.begin(), order.begin() + 5, order.end(), [&](int a, int b) {
        return prediction->probabilities[static_cast<std::size_t>(a)]
            > prediction->probabilities[static_cast<std::size_t>(b)];
    });
    for (int i = 0; i < 5; ++i) {
        const auto index = static_cast<std::size_t>(order[static_cast<std::size_t>(i)]);
        QCOMPARE(static_cast<int>(index), expected[u"top5_index"_s].toArray()[i].toInt());
        const double probability = expected[u"top5_probability"_s].toArray()[i].toDouble();
        QVERIFY(std::abs(static_cast<double>(prediction->probabilities[index]) - probability)
                < 1e-3);
    }
}

QTEST_GUILESS_MAIN(TestClassifierParity)
#include "test_classifier_parity.moc"
