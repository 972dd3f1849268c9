// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lung_trainer/lung_fit.h"

#include "app/lung_trainer/lung_net_torch.h"
#include "core/augmentation/geometric_change.h"
#include "core/base/parallel.h"

#include <ATen/ops/binary_cross_entropy_with_logits.h>
#include <ATen/ops/sigmoid.h>
#include <torch/optim/adamw.h>

#include <cmath>
#include <numbers>
#include <numeric>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

struct Batch
{
    at::Tensor x; ///< N x 3 x S x S
    at::Tensor targets; ///< N x S/4 x S/4
};

/// Means of 4 x 4 pixels.
void shrink(const std::vector<float>& from, int side, float* to)
{
    constexpr int factor = 4;
    const int small = side / factor;
    for (int row = 0; row < small; ++row)
        for (int column = 0; column < small; ++column) {
            float sum = 0;
            for (int y = 0; y < factor; ++y)
                for (int x = 0; x < factor; ++x)
                    sum += from[static_cast<std::size_t>((row * factor + y) * side + column * factor
                                                         + x)];
            *to++ = sum / (factor * factor);
        }
}

Batch batchOf(std::span<const LungImage* const> images, const LungFit& fit,
              const PreprocessSpec& spec, std::uint64_t seed)
{
    const int size = spec.inputSize;
    const auto count = static_cast<std::int64_t>(images.size());
    Batch batch{at::empty({count, 1, size, size}), at::empty({count, size / 4, size / 4})};
    float* pixels = batch.x.data_ptr<float>();
    float* targets = batch.targets.data_ptr<float>();
    parallelFor(images.size(), [&](std::size_t i) {
        Random random(derivedSeed(seed, i));
        const ImageChange change = drawChange(fit.augmentation, size, random);
        const LungImage& image = *images[i];
        const int side = largeSide(spec);
        std::vector<float> greys = changed({side, image.picture}, change, size);
        toRange(spec, greys);
        std::ranges::copy(greys, pixels + i * static_cast<std::size_t>(size * size));
        shrink(moved({side, image.target}, change, size), size,
               targets + i * static_cast<std::size_t>(size / 4 * (size / 4)));
    });
    batch.x = batch.x.expand({count, 3, size, size}).contiguous(at::MemoryFormat::ChannelsLast);
    return batch;
}

at::Tensor lossOf(const at::Tensor& logits, const at::Tensor& targets)
{
    const at::Tensor crossEntropy = at::binary_cross_entropy_with_logits(logits, targets);
    const at::Tensor probability = at::sigmoid(logits);
    const at::Tensor overlap = (probability * targets).sum({1, 2});
    const at::Tensor sizes = probability.sum({1, 2}) + targets.sum({1, 2});
    return crossEntropy + (1 - (2 * overlap + 1) / (sizes + 1)).mean();
}

double learningRate(const LungFit& fit, std::int64_t step, std::int64_t steps)
{
    const double warmUp = std::max(1.0, static_cast<double>(steps) / fit.epochs / 2);
    const auto now = static_cast<double>(step);
    if (now < warmUp)
        return fit.learningRate * (now + 1) / warmUp;
    const double share = (now - warmUp) / std::max(1.0, static_cast<double>(steps) - warmUp);
    return fit.learningRate * 0.5 * (1 + std::cos(std::numbers::pi * share));
}

class Fitting
{
public:
    Fitting(LungNet& network, std::span<const LungImage* const> images, const LungFit& fit)
        : m_network(network), m_images(images.begin(), images.end()), m_fit(fit),
          m_optimizer(network->usedParameters(),
                      torch::optim::AdamWOptions(fit.learningRate).weight_decay(fit.weightDecay))
    {
        m_spec.inputSize = network->spec().encoder.inputSize;
        const std::size_t batch = static_cast<std::size_t>(fit.batch);
        m_steps = static_cast<std::int64_t>(m_images.size() / batch) * fit.epochs;
    }

    Result<double> epoch(int number, const CancelToken& cancel)
    {
        const std::uint64_t seed = derivedSeed(m_fit.seed, static_cast<std::uint64_t>(number));
        Random random(seed);
        random.shuffle(m_images);
        const auto batch = static_cast<std::size_t>(m_fit.batch);
        double total = 0;
        int count = 0;
        for (std::size_t first = 0; first + batch <= m_images.size(); first += batch) {
            if (cancel.isCancelled())
                return Error{ErrorCode::Cancelled, u"The training was cancelled."_s, {}};
            total += step(std::span(m_images).subspan(first, batch), derivedSeed(seed, first + 1));
            ++count;
        }
        return total / std::max(1, count);
    }

private:
    double step(std::span<const LungImage* const> images, std::uint64_t seed)
    {
        for (auto& group : m_optimizer.param_groups())
            group.options().set_lr(learningRate(m_fit, m_step, m_steps));
        ++m_step;
        const Batch batch = batchOf(images, m_fit, m_spec, seed);
        m_optimizer.zero_grad();
        const at::Tensor loss = lossOf(m_network(batch.x), batch.targets);
        loss.backward();
        m_optimizer.step();
        return loss.item<double>();
    }

    LungNet& m_network;
    std::vector<const LungImage*> m_images;
    LungFit m_fit;
    PreprocessSpec m_spec;
    torch::optim::AdamW m_optimizer;
    std::int64_t m_step = 0;
    std::int64_t m_steps = 0;
};

} // namespace

Augmentation lungAugmentation()
{
    Augmentation augmentation;
    augmentation.rotationDegrees = 12;
    augmentation.zoom = {0.75, 1.25};
    augmentation.horizontalShift = 0.08;
    augmentation.verticalShift = 0.08;
    augmentation.flipHorizontally = true; // the heart may be on the right, and files are mirrored
    augmentation.lift = 0.1;
    augmentation.contrast = 0.35;
    augmentation.gamma = 0.5;
    augmentation.resolution = 0.25;
    augmentation.noise = 0.25;
    augmentation.borders = 0.2;
    augmentation.corners = 0.2;
    augmentation.equalise = 0.3;
    return augmentation;
}

Result<WeightMap> fitLungs(const LungNetworkSpec& spec, const WeightMap& encoder,
                           std::span<const LungImage* const> images, const LungFit& fit,
                           const CancelToken& cancel, const Progress& progress)
{
    at::manual_seed(fit.seed);
    LungNet network(spec);
    MobileNetV2 started = network->encoder();
    if (auto loaded = loadExtractorWeights(started, encoder); !loaded)
        return loaded.error();
    Fitting fitting(network, images, fit);
    network->train();
    for (int epoch = 0; epoch < fit.epochs; ++epoch) {
        const auto loss = fitting.epoch(epoch, cancel);
        if (!loss)
            return loss.error();
        if (progress)
            progress(epoch + 1, fit.epochs, u"loss %1"_s.arg(*loss, 0, 'f', 4));
    }
    return network->weights();
}

} // namespace ccad
