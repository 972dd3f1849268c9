// SPDX-License-Identifier: GPL-3.0-or-later
// The fused bottleneck against Torch's own layers in double precision, forward and backward.
#include "core/network/mobilenet_v2_torch.h"
#include "core/network/step/fused_bottleneck_torch.h"
#include "core/network/step/internal/kernels.h"
#include "tests/core/network/plain_norm_torch.h"
#include "tests/support/environment.h"

#include <QTest>

#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/addmm.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/cross_entropy_loss.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/hardtanh.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/randn_like.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/zeros.h>

#include <map>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

struct Sizes
{
    int images = 2;
    int inputs = 24;
    int hidden = 144;
    int outputs = 24;
    int side = 14;
    int stride = 1;
    int before = 1;
    bool expands = true;
};

NormTensors randomNorm(int channels, at::ScalarType type)
{
    NormTensors norm = test::freshNorm(channels);
    norm.epsilon = 1e-3;
    const at::NoGradGuard noGrad;
    norm.gain.uniform_(0.5, 2);
    norm.shift.uniform_(-1, 3);
    return type == at::kDouble ? test::inDouble(norm) : norm;
}

/// A bottleneck and its input, in one precision; the same values for the same sizes.
struct Trial
{
    at::Tensor x;
    BottleneckLayers layers;

    Trial(const Sizes& sizes, at::ScalarType type)
    {
        at::manual_seed(7);
        const auto place = [&](const at::Tensor& values) {
            return values.to(type).contiguous(at::MemoryFormat::ChannelsLast).requires_grad_();
        };
        x = place(at::randn({sizes.images, sizes.inputs, sizes.side, sizes.side}) * 2 + 0.7);
        if (sizes.expands) {
            layers.expand = place(at::randn({sizes.hidden, sizes.inputs, 1, 1}) * 0.3);
            layers.expandNorm = randomNorm(sizes.hidden, type);
        }
        layers.depthwise = (at::randn({sizes.hidden, 1, 3, 3}) * 0.5).to(type).requires_grad_();
        layers.depthwiseNorm = randomNorm(sizes.hidden, type);
        layers.project
            = (at::randn({sizes.outputs, sizes.hidden, 1, 1}) * 0.2).to(type).requires_grad_();
        layers.stride = sizes.stride;
        layers.before = sizes.before;
    }

    at::Tensor plain()
    {
        at::Tensor y = x;
        if (layers.expand.defined())
            y = at::hardtanh(test::plainNorm(at::conv2d(y, layers.expand), layers.expandNorm), 0,
                             6);
        int padding = 1;
        if (layers.before == 0) {
            y = at::constant_pad_nd(y, {0, 1, 0, 1});
            padding = 0;
        }
        y = at::conv2d(y, layers.depthwise, {}, layers.stride, padding, 1, y.size(1));
        return at::conv2d(at::hardtanh(test::plainNorm(y, layers.depthwiseNorm), 0, 6),
                          layers.project);
    }

    /// Everything that a step changes, after a backward pass.
    [[nodiscard]] std::vector<std::pair<const char*, at::Tensor>> results() const
    {
        std::vector<std::pair<const char*, at::Tensor>> all{
            {"input", x.grad()},
            {"depthwise", layers.depthwise.grad()},
            {"depthwise gain", layers.depthwiseNorm.gain.grad()},
            {"depthwise shift", layers.depthwiseNorm.shift.grad()},
            {"depthwise mean", layers.depthwiseNorm.runningMean},
            {"depthwise variance", layers.depthwiseNorm.runningVariance},
            {"project", layers.project.grad()}};
        if (layers.expand.defined()) {
            all.emplace_back("expand", layers.expand.grad());
            all.emplace_back("expand gain", layers.expandNorm.gain.grad());
            all.emplace_back("expand shift", layers.expandNorm.shift.grad());
            all.emplace_back("expand mean", layers.expandNorm.runningMean);
            all.emplace_back("expand variance", layers.expandNorm.runningVariance);
        }
        return all;
    }
};

double relativeDifference(const at::Tensor& a, const at::Tensor& b)
{
    const at::Tensor exact = b.to(at::kDouble);
    return ((a.to(at::kDouble) - exact).norm() / exact.norm()).item<double>();
}

} // namespace

Q_DECLARE_METATYPE(Sizes)

class TestFusedBottleneck : public QObject
{
    Q_OBJECT

private:
    void compare(const Sizes& sizes)
    {
        Trial fused(sizes, at::kFloat);
        Trial exact(sizes, at::kDouble);
        const at::Tensor y = expandFilterProject(fused.x, fused.layers);
        const at::Tensor expected = exact.plain();
        QCOMPARE(y.sizes().vec(), expected.sizes().vec());
        QVERIFY(relativeDifference(y, expected) < 2e-6);
        const at::Tensor upstream = at::randn_like(y);
        y.backward(upstream);
        expected.backward(upstream.to(at::kDouble));
        const auto results = fused.results();
        const auto expectations = exact.results();
        for (std::size_t i = 0; i < results.size(); ++i) {
            const double difference = relativeDifference(results[i].second, expectations[i].second);
            // A value within rounding of the clamp's ends may fall on either side.
            QVERIFY2(difference < 1e-4,
                     qPrintable(u"%1: %2"_s.arg(results[i].first).arg(difference)));
        }
        QCOMPARE(fused.layers.depthwiseNorm.batches.item<int>(), 1);
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!hasFusedBottleneck())
            QSKIP("This processor has neither AVX-512 nor AVX2: Torch's layers are used.");
    }

    void equalsTorch_data()
    {
        QTest::addColumn<Sizes>("sizes");
        QTest::newRow("with a shortcut") << Sizes{};
        QTest::newRow("stride 2") << Sizes{3, 24, 144, 32, 14, 2, 1};
        QTest::newRow("stride 2 as TensorFlow pads") << Sizes{3, 24, 144, 32, 14, 2, 0};
        QTest::newRow("stride 2, odd side") << Sizes{3, 24, 144, 32, 15, 2, 1};
        QTest::newRow("several bands") << Sizes{2, 16, 96, 24, 112, 2, 0};
        QTest::newRow("several bands, stride 1") << Sizes{2, 24, 144, 24, 56};
        QTest::newRow("no expansion") << Sizes{2, 32, 32, 16, 112, 1, 1, false};
        QTest::newRow("no expansion, few channels") << Sizes{2, 8, 8, 8, 12, 1, 1, false};
        QTest::newRow("few channels") << Sizes{4, 8, 48, 8, 7};
        QTest::newRow("the widest") << Sizes{2, 160, 960, 320, 7};
        QTest::newRow("more images than parts") << Sizes{19, 16, 96, 16, 4};
        QTest::newRow("one cell an image") << Sizes{8, 16, 96, 16, 1};
    }

    void equalsTorch()
    {
        QFETCH(Sizes, sizes);
        compare(sizes);
    }

    void equalsTorchWithAvx2_data() { equalsTorch_data(); }

    void equalsTorchWithAvx2()
    {
        QFETCH(Sizes, sizes);
        if (!bottleneck::avx2Kernels())
            QSKIP("This processor has no AVX2.");
        const test::EnvironmentValue step("CCAD_STEP", "avx2");
        compare(sizes);
    }

    void kernelsForOtherProcessorsAgree()
    {
        const bottleneck::Kernels* wide = bottleneck::avx512Kernels();
        const bottleneck::Kernels* narrow = bottleneck::avx2Kernels();
        if (!wide || !narrow)
            QSKIP("This processor has one kind of instructions only.");
        for (const int columns : {16, 32, 48, 64, 96, 112})
            for (const bool alongRows : {true, false}) {
                constexpr int rows = 23;
                constexpr int depth = 37;
                const at::Tensor left = at::randn({rows, depth});
                const at::Tensor transposed = left.t().contiguous();
                const at::Tensor right = at::randn({depth, columns});
                const at::Tensor start = at::randn({columns});
                const auto multiplied = [&](const bottleneck::Kernels& kernels) {
                    at::Tensor out = at::zeros({rows, columns});
                    kernels.multiply({(alongRows ? left : transposed).data_ptr<float>(),
                                      alongRows ? depth : 1, alongRows ? 1 : rows,
                                      right.data_ptr<float>(), columns, out.data_ptr<float>(),
                                      columns, rows, depth, columns, start.data_ptr<float>()});
                    return out;
                };
                const at::Tensor expected = at::addmm(start, left, right);
                QVERIFY(relativeDifference(multiplied(*wide), expected) < 1e-6);
                QVERIFY(relativeDifference(multiplied(*narrow), expected) < 1e-6);
            }
    }

    void threadsChangeNothing()
    {
        const auto results = [](int threads) {
            at::set_num_threads(threads);
            Trial trial({5, 24, 144, 32, 28, 2, 0}, at::kFloat);
            expandFilterProject(trial.x, trial.layers).square().sum().backward();
            return trial.results();
        };
        const auto one = results(1);
        const auto two = results(2);
        for (std::size_t i = 0; i < one.size(); ++i)
            QVERIFY2(at::equal(one[i].second, two[i].second), one[i].first);
    }

    /// Through all layers rounding grows and tips values at the clamps' ends: no more so than it
    /// does with Torch's own layers, which pixels in another order fall back to.
    void networkLearnsAsWithTorch()
    {
        NetworkSpec spec;
        spec.widthMultiplier = 0.35;
        spec.inputSize = 128;
        spec.dropout = 0;
        const at::Tensor labels = at::tensor({0, 1, 0, 1, 1, 0, 1, 0}, at::kLong);
        const at::Tensor pixels = at::rand({8, 3, 128, 128});
        const auto gradientsOf = [&](const at::Tensor& x) {
            at::manual_seed(3);
            MobileNetV2 network(spec);
            network.to(x.scalar_type());
            at::cross_entropy_loss(network.forward(x), labels).backward();
            std::map<std::string, at::Tensor> result;
            for (const auto& [name, tensor] : network.namedTensors())
                if (tensor.requires_grad()) // not the running statistics
                    result[name] = tensor.grad();
            return result;
        };
        const auto fused = gradientsOf(pixels.contiguous(at::MemoryFormat::ChannelsLast));
        const auto plain = gradientsOf(pixels);
        // Of all gradients as one vector: some of them are 0 but for rounding.
        std::vector<at::Tensor> exact, ours, torchs;
        for (const auto& [name, gradient] : gradientsOf(pixels.to(at::kDouble))) {
            exact.push_back(gradient.flatten());
            ours.push_back(fused.at(name).flatten());
            torchs.push_back(plain.at(name).flatten());
        }
        const double difference = relativeDifference(at::cat(ours), at::cat(exact));
        const double usual = relativeDifference(at::cat(torchs), at::cat(exact));
        qInfo("difference from double precision %.2g, Torch's %.2g", difference, usual);
        QVERIFY(difference < 5e-4 + 3 * usual);
    }
};

QTEST_GUILESS_MAIN(TestFusedBottleneck)
#include "test_fused_bottleneck.moc"
