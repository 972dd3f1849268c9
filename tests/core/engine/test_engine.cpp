// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/folded_weights.h"
#include "core/explain/torch/internal/torch_bridge_torch.h"
#include "core/network/mobilenet_v2_torch.h"
#include "tests/core/engine/rounding_torch.h"
#include "tests/support/environment.h"
#include "tests/support/golden_network.h"

#include <QTest>

#include <c10/core/InferenceMode.h>

#include <map>
#include <thread>
#include <tuple>

using namespace Qt::StringLiterals;

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
    network.eval();
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

/// What a network says of an input, in double precision, with bounds of what rounding may change.
struct Expected
{
    /// The network's own layers, batch norm and all.
    at::Tensor activations, features, logits;
    std::map<int, at::Tensor> maps; ///< of some classes
    Rounded pooled, head;
    std::map<int, Rounded> roundedMaps;

    Expected(const NetworkSpec& spec, const at::Tensor& input)
    {
        MobileNetV2 network = networkOf(spec);
        network.to(at::kDouble);
        const at::Tensor weight = network.denseWeight();
        activations = network.features(input.to(at::kDouble));
        features = MobileNetV2::pool(activations);
        logits = network.head(features);
        const Rounded rounded = featuresOf(spec, foldedWeights(spec, hashWeights(spec)), input);
        pooled = test::pooled(rounded);
        head = headOf(pooled, weight, network.denseBias());
        for (const int label : {0, spec.classes - 1}) {
            maps[label] = at::einsum("c,chw->hw", {weight[label], activations[0]});
            roundedMaps[label] = mapOf(rounded, weight[label]);
        }
    }
};

/// The largest difference as a share of what rounding may change: more than 1 is a mistake.
double shareOfBound(const std::vector<float>& values, const at::Tensor& expected,
                    const Rounded& rounded)
{
    const at::Tensor flat = expected.flatten();
    if (static_cast<std::int64_t>(values.size()) != flat.numel())
        return std::numeric_limits<double>::infinity();
    const at::Tensor difference = (at::tensor(values).to(at::kDouble) - flat).abs();
    // A value that is 0 in both has no error and no bound.
    return (difference / (rounded.bound().flatten() + 1e-30)).max().item<double>();
}

bool areSame(const engine::Answer& a, const engine::Answer& b)
{
    return a.logits == b.logits && a.features == b.features && a.maps == b.maps;
}

const char* const kernelNames[] = {"avx512", "avx2", "portable"};

} // namespace

/// The engine's own kernels against the network as Torch computes it in double precision, batch
/// norm and all.
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

private:
    /// Computed once for all kernels.
    const Expected& expectedOf(const NetworkSpec& spec, const NetworkInput& input)
    {
        const auto key = std::tuple(spec.widthMultiplier, spec.inputSize, spec.padding,
                                    spec.classes, input.channels);
        auto found = m_expected.find(key);
        if (found == m_expected.end()) {
            const c10::InferenceMode inferenceMode;
            const auto x = toBatch({input}, spec.inputSize);
            if (!x)
                qFatal("%s", qPrintable(x.error().message));
            found = m_expected.emplace(key, Expected(spec, *x)).first;
        }
        return found->second;
    }

    std::map<std::tuple<double, int, Padding, int, int>, Expected> m_expected;
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
    const engine::Engine engine = engineOf(spec, *set);

    for (int channels : {3, 1}) {
        NetworkInput input = hashInput(inputSize);
        input.channels = channels;
        input.values.resize(static_cast<std::size_t>(channels * inputSize * inputSize));
        const engine::Answer answer = engine.run(std::vector{pixelsOf(input)}, 1).front();
        const Expected& expected = expectedOf(spec, input);
        QCOMPARE(answer.mapSide, static_cast<int>(expected.activations.size(3)));
        const auto verify = [](const char* what, double share) {
            QVERIFY2(share < 1, qPrintable(u"%1: %2 of the bound"_s.arg(what).arg(share)));
        };
        verify("features", shareOfBound(answer.features, expected.features, expected.pooled));
        verify("logits", shareOfBound(answer.logits, expected.logits, expected.head));
        for (const auto& [label, map] : expected.maps)
            verify("map",
                   shareOfBound(answer.maps[static_cast<std::size_t>(label)], map,
                                expected.roundedMaps.at(label)));
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
    const EnvironmentValue before("CCAD_ENGINE", {});
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
