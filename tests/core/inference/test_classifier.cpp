// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/classifier.h"
#include "tests/support/environment.h"
#include "tests/support/golden_network.h"

#include <QTest>

#include <cmath>
#include <numeric>
#include <thread>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

NetworkSpec smallSpec()
{
    NetworkSpec spec;
    spec.widthMultiplier = 0.1;
    spec.inputSize = 64;
    spec.classes = 3;
    return spec;
}

std::unique_ptr<Classifier> smallClassifier(double temperature = 1)
{
    ModelPackage package = hashPackage(smallSpec());
    package.manifest.temperature = temperature;
    auto classifier = Classifier::create(package);
    return classifier ? std::move(*classifier) : nullptr;
}

/// The hash input, its pixels moved along so that every `shift` is another picture.
NetworkInput shiftedInput(std::size_t shift)
{
    NetworkInput input = hashInput(64);
    std::rotate(input.values.begin(),
                input.values.begin() + static_cast<std::ptrdiff_t>(shift * 97), input.values.end());
    return input;
}

} // namespace

class TestClassifier : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void mapsAddUpToLogits();
    void appliesTemperature();
    void batchesEqualSingles();
    void greyIsThreeEqualChannels();
    void isSafeFromSeveralThreads();
    void predictsAloneOnAThread();
    void predictsOnLesserProcessors_data();
    void predictsOnLesserProcessors();
    void refusesWrongShapes_data();
    void refusesWrongShapes();
    void stopsWhenCancelled();
    void takesNoInputs();
    void refusesWeightsThatDoNotFit();
    void keepsThePackageItWasMadeOf();
};

void TestClassifier::mapsAddUpToLogits()
{
    const ModelPackage package = hashPackage(smallSpec());
    const auto classifier = Classifier::create(package);
    QVERIFY(classifier);
    const auto prediction = (*classifier)->predict(hashInput(64));
    QVERIFY(prediction);
    const auto& bias = package.weights.tensors.at("classifier.1.bias").values;
    for (std::size_t k = 0; k < 3; ++k) {
        const SaliencyMap& map = prediction->classMaps[k];
        QCOMPARE(map.values.size(), std::size_t{4});
        const double mean = std::accumulate(map.values.begin(), map.values.end(), 0.0) / 4;
        QVERIFY(std::abs(mean + bias[k] - prediction->logits[k]) < 1e-4);
    }
}

void TestClassifier::appliesTemperature()
{
    const auto plain = smallClassifier()->predict(hashInput(64));
    const auto cooled = smallClassifier(2.5)->predict(hashInput(64));
    QVERIFY(plain && cooled);
    QVERIFY(largestDifference(plain->logits, cooled->logits) < 1e-6);
    double sum = 0;
    for (const float logit : plain->logits)
        sum += std::exp(logit / 2.5);
    for (std::size_t k = 0; k < 3; ++k)
        QVERIFY(std::abs(std::exp(plain->logits[k] / 2.5) / sum
                         - static_cast<double>(cooled->probabilities[k]))
                < 1e-5);
}

void TestClassifier::batchesEqualSingles()
{
    const auto classifier = smallClassifier();
    QVERIFY(classifier);
    std::vector<NetworkInput> inputs;
    for (std::size_t i = 0; i < 35; ++i) // more than one forward pass takes
        inputs.push_back(shiftedInput(i));
    const auto together = classifier->predict(inputs);
    QVERIFY(together);
    QCOMPARE(together->size(), inputs.size());
    for (const std::size_t i : {std::size_t{0}, std::size_t{7}, std::size_t{34}}) {
        const auto alone = classifier->predict(inputs[i]);
        QVERIFY(alone);
        QVERIFY(largestDifference(alone->logits, (*together)[i].logits) < 1e-4);
        QVERIFY(largestDifference(alone->classMaps[1].values, (*together)[i].classMaps[1].values)
                < 1e-4);
    }
    QVERIFY(largestDifference((*together)[0].logits, (*together)[34].logits) > 1e-3);
}

void TestClassifier::greyIsThreeEqualChannels()
{
    const auto classifier = smallClassifier();
    NetworkInput grey = hashInput(64);
    grey.channels = 1;
    grey.values.resize(64 * 64);
    NetworkInput colour = grey;
    colour.channels = 3;
    for (int copy = 0; copy < 2; ++copy)
        colour.values.insert(colour.values.end(), grey.values.begin(), grey.values.end());
    const auto fromGrey = classifier->predict(grey);
    const auto fromColour = classifier->predict(colour);
    QVERIFY(fromGrey && fromColour);
    QCOMPARE(fromGrey->logits, fromColour->logits);
}

void TestClassifier::isSafeFromSeveralThreads()
{
    const auto classifier = smallClassifier();
    std::vector<std::vector<float>> expected;
    for (std::size_t i = 0; i < 4; ++i)
        expected.push_back(classifier->predict(shiftedInput(i))->logits);
    std::vector<double> worst(4, 0);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < 4; ++i) {
        threads.emplace_back([&, i] {
            for (int repeat = 0; repeat < 10; ++repeat) {
                const auto prediction = classifier->predict(shiftedInput(i));
                worst[i] = std::max(worst[i],
                                    prediction ? largestDifference(prediction->logits, expected[i])
                                               : 1.0);
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    for (const double difference : worst)
        QVERIFY(difference < 1e-4);
}

void TestClassifier::predictsAloneOnAThread()
{
    const auto classifier = smallClassifier();
    for (std::size_t i = 0; i < 3; ++i) {
        const auto together = classifier->predict(shiftedInput(i));
        const auto alone = classifier->predictOnThisThread(shiftedInput(i));
        QVERIFY(together && alone);
        QCOMPARE(alone->logits, together->logits);
        QCOMPARE(alone->features, together->features);
        QCOMPARE(alone->classMaps[2].values, together->classMaps[2].values);
    }
    QVERIFY(!classifier->predictOnThisThread(hashInput(32)));
}

void TestClassifier::predictsOnLesserProcessors_data()
{
    QTest::addColumn<QByteArray>("engine");
    QTest::newRow("avx2") << QByteArray("avx2");
    QTest::newRow("portable") << QByteArray("portable");
}

void TestClassifier::predictsOnLesserProcessors()
{
    QFETCH(QByteArray, engine);
    const auto usual = smallClassifier()->predict(hashInput(64));
    const EnvironmentValue lesserProcessor("CCAD_ENGINE", engine);
    const auto classifier = smallClassifier();
    const auto lesser = classifier->predict(hashInput(64));
    const auto alone = classifier->predictOnThisThread(hashInput(64));
    QVERIFY(usual && lesser && alone);
    QVERIFY(largestDifference(lesser->logits, usual->logits) < 1e-4);
    QVERIFY(largestDifference(lesser->probabilities, usual->probabilities) < 1e-5);
    QVERIFY(largestDifference(lesser->features, usual->features) < 1e-4);
    QVERIFY(largestDifference(lesser->classMaps[2].values, usual->classMaps[2].values) < 1e-3);
    QCOMPARE(lesser->classMaps[2].width, 2);
    QCOMPARE(alone->logits, lesser->logits);
}

void TestClassifier::refusesWrongShapes_data()
{
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("values");
    QTest::newRow("another size") << 3 << 32 << 3 * 32 * 32;
    QTest::newRow("two channels") << 2 << 64 << 2 * 64 * 64;
    QTest::newRow("too few values") << 3 << 64 << 64;
    QTest::newRow("nothing") << 1 << 0 << 0;
}

void TestClassifier::refusesWrongShapes()
{
    QFETCH(int, channels);
    QFETCH(int, size);
    QFETCH(int, values);
    NetworkInput input;
    input.channels = channels;
    input.width = size;
    input.height = size;
    input.values.assign(static_cast<std::size_t>(values), 0.0F);
    const auto prediction = smallClassifier()->predict(input);
    QVERIFY(!prediction);
    QCOMPARE(prediction.error().code, ErrorCode::InvalidArgument);
}

void TestClassifier::stopsWhenCancelled()
{
    CancelToken cancel;
    cancel.cancel();
    const auto predictions
        = smallClassifier()->predict(std::vector<NetworkInput>{hashInput(64)}, cancel);
    QVERIFY(!predictions);
    QCOMPARE(predictions.error().code, ErrorCode::Cancelled);
}

void TestClassifier::takesNoInputs()
{
    const auto predictions = smallClassifier()->predict(std::vector<NetworkInput>{});
    QVERIFY(predictions);
    QVERIFY(predictions->empty());
}

void TestClassifier::refusesWeightsThatDoNotFit()
{
    ModelPackage package = hashPackage(smallSpec());
    package.weights.tensors.erase("features.18.0.weight");
    const auto classifier = Classifier::create(package);
    QVERIFY(!classifier);
    QCOMPARE(classifier.error().code, ErrorCode::ModelBroken);
    QVERIFY(classifier.error().message.contains(u"features.18.0.weight"_s));
}

void TestClassifier::keepsThePackageItWasMadeOf()
{
    ModelPackage package = hashPackage(smallSpec());
    package.manifest.name = u"kept"_s;
    const WeightMap weights = package.weights;
    const auto classifier = Classifier::create(std::move(package));
    QVERIFY(classifier);
    const auto kept = (*classifier)->package();
    QVERIFY(kept);
    QCOMPARE(kept->weights.tensors, weights.tensors);
    // One copy: the manifest is the package's own.
    QCOMPARE(&(*classifier)->manifest(), &kept->manifest);
}

QTEST_GUILESS_MAIN(TestClassifier)
#include "test_classifier.moc"
