// SPDX-License-Identifier: GPL-3.0-or-later
// The fused layers against Torch's own, forward and backward.
#include "core/network/step/fused_layers_torch.h"
#include "tests/core/network/plain_norm_torch.h"

#include <QTest>

#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/batch_norm.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/hardtanh.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/randn_like.h>
#include <ATen/ops/where.h>
#include <ATen/ops/zeros_like.h>

using namespace ccad;

namespace {

at::Tensor randomImage(std::vector<std::int64_t> shape, double mean = 0)
{
    return (at::randn(shape) * 3 + mean).contiguous(at::MemoryFormat::ChannelsLast);
}

double relativeDifference(const at::Tensor& a, const at::Tensor& b)
{
    const auto scale = b.abs().max().item<double>();
    return (a - b).abs().max().item<double>() / std::max(scale, 1e-12);
}

at::Tensor plainNorm(const at::Tensor& x, const NormTensors& norm, bool clamps)
{
    const at::Tensor y = test::plainNorm(x, norm);
    return clamps ? at::hardtanh(y, 0, 6) : y;
}

/// Of the clamp to 0 .. 6, before which the norm puts it.
at::Tensor isNearAnEnd(const at::Tensor& x, const NormTensors& norm)
{
    const at::NoGradGuard noGrad;
    const at::Tensor y
        = at::batch_norm(x, norm.gain, norm.shift, {}, {}, true, 0, norm.epsilon, false);
    return ((y - 3).abs() - 3).abs() < 1e-4;
}

at::Tensor plainDepthwise(const at::Tensor& x, const at::Tensor& weight, bool tensorFlow)
{
    at::Tensor padded = x;
    if (tensorFlow) {
        const auto before = [](std::int64_t side) { return side % 2; };
        padded = at::constant_pad_nd(x, {before(x.size(3)), 1, before(x.size(2)), 1});
    }
    return at::conv2d(padded, weight, {}, 2, tensorFlow ? 0 : 1, 1, x.size(1));
}

} // namespace

/// Fused layers against those of Torch in double precision.
class TestFusedLayers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { at::manual_seed(5); }

    void normEqualsTorch_data()
    {
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("side");
        QTest::addColumn<bool>("clamps");
        QTest::addColumn<double>("mean");
        for (const int channels : {16, 24, 32, 96, 144, 960})
            QTest::addRow("%d channels", channels) << channels << 7 << true << 0.5;
        QTest::newRow("no clamp") << 24 << 14 << false << 0.0;
        QTest::newRow("mean far from zero") << 24 << 14 << true << 300.0;
        QTest::newRow("odd number of channels") << 13 << 5 << true << 0.0;
        QTest::newRow("one cell") << 20 << 1 << true << 0.0;
    }

    void normEqualsTorch()
    {
        QFETCH(int, channels);
        QFETCH(int, side);
        QFETCH(bool, clamps);
        QFETCH(double, mean);
        const NormTensors fused = test::freshNorm(channels);
        {
            const at::NoGradGuard noGrad;
            fused.gain.uniform_(0.5, 2);
            fused.shift.uniform_(-1, 4);
        }
        const NormTensors plain = test::inDouble(fused);
        at::Tensor x = randomImage({6, channels, side, side}, mean).requires_grad_();
        at::Tensor other = x.detach().to(at::kDouble).requires_grad_();
        at::Tensor upstream = randomImage({6, channels, side, side});
        if (clamps) // what rounds to either side of a clamp's end has one gradient or the other
            upstream = at::where(isNearAnEnd(other, plain), at::zeros_like(upstream), upstream);
        const at::Tensor y = normAndClamp(x, fused, clamps);
        const at::Tensor expected = plainNorm(other, plain, clamps);
        y.backward(upstream);
        expected.backward(upstream.to(at::kDouble));

        const double tolerance = mean > 100 ? 1e-3 : 2e-5;
        QVERIFY(relativeDifference(y, expected) < tolerance);
        QVERIFY(relativeDifference(fused.runningMean, plain.runningMean) < 1e-5);
        QVERIFY(relativeDifference(fused.runningVariance, plain.runningVariance) < tolerance);
        QCOMPARE(fused.batches.item<int>(), 1);
        QVERIFY(relativeDifference(fused.gain.grad(), plain.gain.grad()) < tolerance);
        QVERIFY(relativeDifference(fused.shift.grad(), plain.shift.grad()) < tolerance);
        QVERIFY(relativeDifference(x.grad(), other.grad()) < tolerance);
    }

    void depthwiseEqualsTorch_data()
    {
        QTest::addColumn<int>("side");
        QTest::addColumn<bool>("tensorFlow");
        for (const int side : {1, 2, 7, 14, 15})
            for (const bool tensorFlow : {false, true})
                QTest::addRow("%d, %s", side, tensorFlow ? "TensorFlow" : "torchvision")
                    << side << tensorFlow;
    }

    void depthwiseEqualsTorch()
    {
        QFETCH(int, side);
        QFETCH(bool, tensorFlow);
        constexpr int channels = 24;
        at::Tensor x = randomImage({3, channels, side, side}).requires_grad_();
        at::Tensor weight = at::randn({channels, 1, 3, 3}).requires_grad_();
        at::Tensor otherX = x.detach().to(at::kDouble).requires_grad_();
        at::Tensor otherWeight = weight.detach().to(at::kDouble).requires_grad_();
        const std::int64_t before = tensorFlow ? side % 2 : 1;
        const at::Tensor y = depthwiseStride2(x, weight, before);
        const at::Tensor expected = plainDepthwise(otherX, otherWeight, tensorFlow);
        QCOMPARE(y.sizes().vec(), expected.sizes().vec());
        const at::Tensor upstream = at::randn_like(y);
        y.backward(upstream);
        expected.backward(upstream.to(at::kDouble));
        QVERIFY(relativeDifference(y, expected) < 1e-5);
        QVERIFY(relativeDifference(x.grad(), otherX.grad()) < 1e-5);
        QVERIFY(relativeDifference(weight.grad(), otherWeight.grad()) < 1e-5);
    }

    void threadsChangeNothing()
    {
        const NormTensors norm = test::freshNorm(24);
        const at::Tensor x = randomImage({8, 24, 28, 28});
        at::Tensor weight = at::randn({24, 1, 3, 3});
        const auto results = [&](int threads) {
            at::set_num_threads(threads);
            at::Tensor input = x.clone().requires_grad_();
            normAndClamp(depthwiseStride2(input, weight, 1), norm, true).square().sum().backward();
            return input.grad();
        };
        const at::Tensor one = results(1);
        QVERIFY(at::equal(one, results(2)));
    }
};

QTEST_GUILESS_MAIN(TestFusedLayers)
#include "test_fused_layers.moc"
