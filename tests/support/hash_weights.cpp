// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/hash_weights.h"

#include <cmath>
#include <string_view>

namespace ccad::test {
namespace {

std::uint64_t fnv1a64(std::string_view text)
{
    std::uint64_t value = 0xCBF29CE484222325U;
    for (const char character : text)
        value = (value ^ static_cast<unsigned char>(character)) * 0x100000001B3U;
    return value;
}

std::uint64_t splitmix64(std::uint64_t z)
{
    z += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

/// Within 0..1.
double uniform(std::uint64_t seed, std::uint64_t index)
{
    return std::ldexp(static_cast<double>(splitmix64(seed + index) >> 11), -53);
}

/// value = scale * (u - offset), u uniform within 0..1.
struct Spread
{
    double scale = 1;
    double offset = 0;
};

Spread spreadOf(const TensorShape& tensor)
{
    const std::string& name = tensor.name;
    if (name == "classifier.1.weight")
        return {2 * std::sqrt(3.0 / 1280), 0.5};
    if (name == "classifier.1.bias")
        return {1, 0.5};
    if (tensor.shape.size() == 4) {
        const auto fanIn = tensor.shape[1] * tensor.shape[2] * tensor.shape[3];
        return {2 * 0.8 * std::sqrt(6.0 / static_cast<double>(fanIn)), 0.5};
    }
    if (name.ends_with(".running_mean"))
        return {0.2, 0.5};
    if (name.ends_with(".weight") || name.ends_with(".running_var"))
        return {1, -0.5};
    return {1.6, 0.5};
}

} // namespace

WeightMap hashWeights(const NetworkSpec& spec)
{
    WeightMap weights;
    for (const TensorShape& tensor : tensorsOf(spec)) {
        std::int64_t count = 1;
        for (const std::int64_t side : tensor.shape)
            count *= side;
        const Spread spread = spreadOf(tensor);
        const std::uint64_t seed = fnv1a64(tensor.name);
        WeightTensor& target = weights.tensors[tensor.name];
        target.shape = tensor.shape;
        for (std::int64_t i = 0; i < count; ++i) {
            const double u = uniform(seed, static_cast<std::uint64_t>(i));
            target.values.push_back(static_cast<float>(spread.scale * (u - spread.offset)));
        }
    }
    return weights;
}

NetworkInput hashInput(int size)
{
    NetworkInput input;
    input.channels = 3;
    input.height = size;
    input.width = size;
    input.imageWidth = size;
    input.imageHeight = size;
    const std::uint64_t seed = fnv1a64("input");
    const auto count = 3 * static_cast<std::uint64_t>(size) * static_cast<std::uint64_t>(size);
    for (std::uint64_t i = 0; i < count; ++i)
        input.values.push_back(static_cast<float>(2 * uniform(seed, i) - 1));
    return input;
}

} // namespace ccad::test
