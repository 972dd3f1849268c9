// SPDX-License-Identifier: GPL-3.0-or-later
// The fused layers against Torch's own, forward and backward.
#include "core/network/step/fused_layers_torch.h"

#include <QTest>

using namespace ccad;

namespace {

torch::Tensor randomImage(std::vector<std::int64_t> shape, double mean = 0)
{
    return (torch::randn(shape) * 3 + mean).contiguous(torch::MemoryFormat::ChannelsLast);
}

double relativeDifference(const torch::Tensor& a, const torch::Tensor& b)
{
    const auto scale = b.abs().max().item<double>();
    return (a - b).abs().max().item<double>() / std::max(scale, 1e-12);
}

torch::Tensor plainNorm(const torch::Tensor& x, torch::nn::BatchNorm2d& norm, bool clamps)
{
    const torch::Tensor y = norm(x);
    return clamps ? torch::hardtanh(y, 0, 6) : y;
}

/// Of the clamp to 0 .. 6, before which the norm puts it.
torch::Tensor isNearAnEnd(const torch::Tensor& x, const torch::nn::BatchNorm2d& norm)
{
    const torch::NoGradGuard noGrad;
    const torch::Tensor y = torch::batch_norm(x, norm->weight, norm->bias, {}, {}, true, 0,
                                              norm->options.eps(), false);
    return ((y - 3).abs() - 3).abs() < 1e-4;
}

torch::Tensor plainDepthwise(const torch::Tensor& x, const torch::Tensor& weight, bool tensorFlow)
{
    torch::Tensor padded = x;
    if (tensorFlow) {
        const auto before = [](std::int64_t side) { return side % 2; };
        padded = torch::constant_pad_nd(x, {before(x.size(3)), 1, before(x.size(2)), 1});
    }
    return torch::conv2d(padded, weight, {}, 2, tensorFlow ? 0 : 1, 1, x.size(1));
}

} // namespace

/// Fused layers against those of Torch in double precision.
class TestFusedLayers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { torch::manual_seed(5); }

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
        torch::nn::BatchNorm2d fused(channels);
        torch::nn::BatchNorm2d plain(channels);
        plain->to(torch::kFloat64);
        {
            const torch::NoGradGuard noGrad;
            fused->weight.uniform_(0.5, 2);
            fused->bias.uniform_(-1, 4);
            plain->weight.copy_(fused->weight);
            plain->bias.copy_(fused->bias);
        }
        torch::Tensor x = randomImage({6, channels, side, side}, mean).requires_grad_();
        torch::Tensor other = x.detach().to(torch::kFloat64).requires_grad_();
        torch::Tensor upstream = randomImage({6, channels, side, side});
        if (clamps) // what rounds to either side of a clamp's end has one gradient or the other
            upstream
                = torch::where(isNearAnEnd(other, plain), torch::zeros_like(upstream), upstream);
        const torch::Tensor y = normAndClamp(x, fused, clamps);
        const torch::Tensor expected = plainNorm(other, plain, clamps);
        y.backward(upstream);
        expected.backward(upstream.to(torch::kFloat64));

        const double tolerance = mean > 100 ? 1e-3 : 2e-5;
        QVERIFY(relativeDifference(y, expected) < tolerance);
        QVERIFY(relativeDifference(fused->running_mean, plain->running_mean) < 1e-5);
        QVERIFY(relativeDifference(fused->running_var, plain->running_var) < tolerance);
        QCOMPARE(fused->num_batches_tracked.item<int>(), 1);
        QVERIFY(relativeDifference(fused->weight.grad(), plain->weight.grad()) < tolerance);
        QVERIFY(relativeDifference(fused->bias.grad(), plain->bias.grad()) < tolerance);
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
        torch::Tensor x = randomImage({3, channels, side, side}).requires_grad_();
        torch::Tensor weight = torch::randn({channels, 1, 3, 3}).requires_grad_();
        torch::Tensor otherX = x.detach().to(torch::kFloat64).requires_grad_();
        torch::Tensor otherWeight = weight.detach().to(torch::kFloat64).requires_grad_();
        const std::int64_t before = tensorFlow ? side % 2 : 1;
        const torch::Tensor y = depthwiseStride2(x, weight, before);
        const torch::Tensor expected = plainDepthwise(otherX, otherWeight, tensorFlow);
        QCOMPARE(y.sizes().vec(), expected.sizes().vec());
        const torch::Tensor upstream = torch::randn_like(y);
        y.backward(upstream);
        expected.backward(upstream.to(torch::kFloat64));
        QVERIFY(relativeDifference(y, expected) < 1e-5);
        QVERIFY(relativeDifference(x.grad(), otherX.grad()) < 1e-5);
        QVERIFY(relativeDifference(weight.grad(), otherWeight.grad()) < 1e-5);
    }

    void threadsChangeNothing()
    {
        torch::nn::BatchNorm2d norm(24);
        const torch::Tensor x = randomImage({8, 24, 28, 28});
        torch::Tensor weight = torch::randn({24, 1, 3, 3});
        const auto results = [&](int threads) {
            torch::set_num_threads(threads);
            torch::Tensor input = x.clone().requires_grad_();
            normAndClamp(depthwiseStride2(input, weight, 1), norm, true).square().sum().backward();
            return input.grad();
        };
        const torch::Tensor one = results(1);
        QVERIFY(torch::equal(one, results(2)));
    }
};

QTEST_GUILESS_MAIN(TestFusedLayers)
#include "test_fused_layers.moc"
