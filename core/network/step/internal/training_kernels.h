// SPDX-License-Identifier: GPL-3.0-or-later
// Loops of a training step that make fewer passes over memory than Torch does. Plain pointers, no
// threads; the caller divides the work.
#pragma once

#include <cstdint>
#include <vector>

namespace ccad::kernels {

/// y = x * scale + shift for each channel, cut to 0..6 when `clamps` is set.
struct ChannelMap
{
    /// Repeated until a whole number of vector registers is filled, so that few channels are no
    /// slower than many.
    std::vector<float> scale;
    std::vector<float> shift;
    bool clamps = false;

    ChannelMap(const std::vector<float>& scales, const std::vector<float>& shifts, bool clampsTo6);
    [[nodiscard]] std::int64_t width() const { return static_cast<std::int64_t>(scale.size()); }
};

// Below, `values` numbers are rows x channels, row-major.

/// Adds sum(x - pivot) and sum((x - pivot)^2) of every channel to the two arrays; a pivot near the
/// mean keeps the difference of large numbers away.
void addMoments(const float* x, std::int64_t values, const std::vector<float>& pivot, double* sums,
                double* squares);

void mapChannels(const float* x, float* y, std::int64_t values, const ChannelMap& map);

/// The gradient g that passes the map's clamp is dy where the result lies within 0..6 or nothing is
/// clamped, else 0. Adds sum(g) and sum(g * (x - mean)) of every channel.
void addGradientMoments(const float* x, const float* dy, std::int64_t values, const ChannelMap& map,
                        const std::vector<float>& mean, double* sums, double* products);

/// dx = a * g + b * x + c for each channel.
struct GradientMap
{
    std::vector<float> a, b, c; ///< one per channel
};
void mapGradient(const float* x, const float* dy, float* dx, std::int64_t values,
                 const ChannelMap& map, const GradientMap& gradient);

/// A 3x3 depthwise convolution with stride 2 of one picture, rows x columns x channels. The
/// channels' weights lie tap by tap: weights[tap * channels + channel]. Cells outside count as 0.
struct DepthwiseShape
{
    std::int64_t channels = 0;
    std::int64_t inputRows = 0, inputColumns = 0;
    std::int64_t outputRows = 0, outputColumns = 0;
    std::int64_t before = 0; ///< cells of padding above and to the left

    [[nodiscard]] std::int64_t inputValues() const { return inputRows * inputColumns * channels; }
    [[nodiscard]] std::int64_t outputValues() const
    {
        return outputRows * outputColumns * channels;
    }
};
void depthwise(const float* x, const float* weights, float* y, const DepthwiseShape& shape);
void depthwiseInputGradient(const float* dy, const float* weights, float* dx,
                            const DepthwiseShape& shape);
/// Adds to gradient[tap * channels + channel].
void depthwiseWeightGradient(const float* x, const float* dy, float* gradient,
                             const DepthwiseShape& shape);

} // namespace ccad::kernels
