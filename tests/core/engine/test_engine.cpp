// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/folded_weights.h"
#include "core/explain/torch/internal/torch_bridge_torch.h"
#include "core/network/mobilenet_v2_torch.h"
#include "tests/support/golden_network.h"

#include <QTest>

#include <thread>

using namespace ccad;
using namespace ccad::test;

namespace {

NetworkSpec specOf(double width, int inputSize, Padding padding, int classes)
{
    NetworkSpec spec;
    spec.widthMultiplier = width;
    spec.inputSize = inputSize;
    spec.padding = padding;
    spec.classes = classes;
    return spec;
}

MobileNetV2 networkOf(const NetworkSpec& spec)
{
    MobileNetV2 network(spec);
    network->eval();
    if (!loadWeights(network, hashWeights(spec)))
        qFatal("The weights do not fit.");
    return network;
}

engine::Engine engineOf(const NetworkSpec& spec, const engine::Kernels& kernels)
{
    return {spec, foldedWeights(spec, hashWeights(spec)), kernels};
}

engine::Pixels pixelsOf(const NetworkInput& input)
{
    return {input.values.data(), input.channels};
}

/// The hash input, its pixels moved along so that every `shift` is another picture.
NetworkInput shiftedInput(int size, int shift)
{
    NetworkInput input = hashInput(size);
    std::rotate(input.values.begin(), input.values.begin() + shift * 97, input.values.end());
    return input;
}

/// Largest difference in units of the largest value.
double relativeDifference(const std::vector<float>& a, const std::vector<float>& b)
{
    double largest = 1e-6;
    for (const float value : b)
        largest = std::max(largest, std::abs(static_cast<double>(value)));
    return largestDifference(a, b) / largest;
}

bool areSame(const engine::Answer& a, const engine::Answer& b)
{
    return a.logits == b.logits && a.features == b.features && a.maps == b.maps;
}

const char* const kernelNames[] = {"avx512", "avx2", "portable"};

} // namespace

/// The engine's own kernels against the network as Torch computes it, batch norm and all.
class TestEngine : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void agreesWithTorch_data();
    void agreesWithTorch();
    void isTheSameWithAnyNumberOfThreads();
    void isTheSameForSeveralCallersAtOnce();
    void equalPlanesAreGrey();
    void choosesByEnvironment();
};

void TestEngine::agreesWithTorch_data()
{
    QTest::addColumn<QString>("kernels");
    QTest::addColumn<double>("width");
    QTest::addColumn<int>("inputSize");
    QTest::addColumn<int>("padding");
    QTest::addColumn<int>("classes");
    const auto add = [](double width, int inputSize, int classes) {
        for (const char* kernels : kernelNames)
            for (const Padding padding : {Padding::TfSame, Padding::Torch})
                QTest::addRow("%s, width %g, %d px, %s, %d classes", kernels, width, inputSize,
                              padding == Padding::Torch ? "torch" : "tf_same", classes)
                    << QString::fromLatin1(kernels) << width << inputSize
                    << static_cast<int>(padding) << classes;
    };
    add(1.0, 224, 2);
    add(1.0, 128, 3);
    add(0.35, 96, 17);
    add(0.1, 32, 2);
    add(0.5, 160, 33);
    add(1.4, 64, 1001);
    add(0.75, 320, 5);
}

void TestEngine::agreesWithTorch()
{
    QFETCH(QString, kernels);
    QFETCH(double, width);
    QFETCH(int, inputSize);
    QFETCH(int, padding);
    QFETCH(int, classes);
    const engine::Kernels* set = engine::kernelsNamed(kernels.toStdString());
    if (!set)
        QSKIP("This processor does not have these instructions.");
    const NetworkSpec spec = specOf(width, inputSize, static_cast<Padding>(padding), classes);
    MobileNetV2 network = networkOf(spec);
    const engine::Engine engine = engineOf(spec, *set);

    const torch::InferenceMode inferenceMode;
    for (int channels : {3, 1}) {
        NetworkInput input = hashInput(inputSize);
        input.channels = channels;
        input.values.resize(static_cast<std::size_t>(channels * inputSize * inputSize));
        const engine::Answer answer = engine.run(std::vector{pixelsOf(input)}, 1).front();
        const auto x = toBatch({input}, inputSize);
        QVERIFY(x);
        const torch::Tensor activations = network->features(*x);
        const torch::Tensor pooled = MobileNetV2Impl::pool(activations);
        QCOMPARE(answer.mapSide, static_cast<int>(activations.size(3)));
        QVERIFY(relativeDifference(answer.features, toVector(pooled)) < 1e-4);
        QVERIFY(relativeDifference(answer.logits, toVector(network->head(pooled))) < 1e-4);
        const torch::Tensor weight = network->dense()->weight;
        for (int label : {0, classes - 1}) {
            const torch::Tensor map = torch::einsum("c,chw->hw", {weight[label], activations[0]});
            QVERIFY(relativeDifference(answer.maps[static_cast<std::size_t>(label)], toVector(map))
                    < 1e-4);
        }
    }
}

void TestEngine::isTheSameWithAnyNumberOfThreads()
{
    for (const char* name : kernelNames) {
        const engine::Kernels* set = engine::kernelsNamed(name);
        if (!set)
            continue;
        const engine::Engine engine = engineOf(specOf(1.0, 96, Padding::TfSame, 2), *set);
        std::vector<NetworkInput> inputs;
        std::vector<engine::Pixels> pixels;
        for (int i = 0; i < 7; ++i)
            inputs.push_back(shiftedInput(96, i));
        for (const NetworkInput& input : inputs)
            pixels.push_back(pixelsOf(input));
        const auto alone = engine.run(pixels, 1);
        for (const int threads : {2, 3, 5})
            for (int repeat = 0; repeat < 5; ++repeat) {
                const auto together = engine.run(pixels, threads);
                QCOMPARE(together.size(), alone.size());
                for (std::size_t i = 0; i < alone.size(); ++i)
                    QVERIFY(areSame(together[i], alone[i]));
                QVERIFY(areSame(engine.run(std::span(pixels).first(1), threads).front(), alone[0]));
            }
        QVERIFY(!areSame(alone[0], alone[1]));
    }
}

void TestEngine::isTheSameForSeveralCallersAtOnce()
{
    const engine::Engine engine
        = engineOf(specOf(0.35, 64, Padding::TfSame, 2), engine::kernelsForThisProcessor());
    std::vector<NetworkInput> inputs;
    std::vector<engine::Answer> expected;
    for (int i = 0; i < 4; ++i) {
        inputs.push_back(shiftedInput(64, i));
        expected.push_back(engine.run(std::vector{pixelsOf(inputs.back())}, 1).front());
    }
    std::atomic<int> wrong = 0;
    {
        std::vector<std::jthread> callers;
        for (std::size_t i = 0; i < inputs.size(); ++i)
            callers.emplace_back([&, i] {
                for (int repeat = 0; repeat < 50; ++repeat)
                    if (!areSame(engine.run(std::vector{pixelsOf(inputs[i])}, 2).front(),
                                 expected[i]))
                        ++wrong;
            });
    }
    QCOMPARE(wrong.load(), 0);
}

void TestEngine::equalPlanesAreGrey()
{
    const engine::Engine engine
        = engineOf(specOf(0.35, 64, Padding::TfSame, 2), engine::kernelsForThisProcessor());
    NetworkInput grey = hashInput(64);
    grey.channels = 1;
    grey.values.resize(64 * 64);
    NetworkInput colour = grey;
    colour.channels = 3;
    for (int copy = 0; copy < 2; ++copy)
        colour.values.insert(colour.values.end(), grey.values.begin(), grey.values.end());
    QVERIFY(areSame(engine.run(std::vector{pixelsOf(grey)}, 1).front(),
                    engine.run(std::vector{pixelsOf(colour)}, 1).front()));
    colour.values.back() += 0.25F;
    QVERIFY(!areSame(engine.run(std::vector{pixelsOf(grey)}, 1).front(),
                     engine.run(std::vector{pixelsOf(colour)}, 1).front()));
}

void TestEngine::choosesByEnvironment()
{
    const engine::Kernels* portable = engine::kernelsNamed("portable");
    QVERIFY(portable);
    for (const char* name : kernelNames) {
        qputenv("CCAD_ENGINE", name);
        const engine::Kernels* known = engine::kernelsNamed(name);
        QCOMPARE(&engine::kernelsForThisProcessor(), known ? known : portable);
    }
    qputenv("CCAD_ENGINE", "z80");
    QCOMPARE(&engine::kernelsForThisProcessor(), portable);
    qunsetenv("CCAD_ENGINE");
    const engine::Kernels* widest = engine::kernelsNamed("avx512");
    if (!widest)
        widest = engine::kernelsNamed("avx2");
    QCOMPARE(&engine::kernelsForThisProcessor(), widest ? widest : portable);
    QVERIFY(!engine::kernelsNamed("z80"));
}

QTEST_GUILESS_MAIN(TestEngine)
#include "test_engine.moc"
