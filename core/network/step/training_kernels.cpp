// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/step/internal/training_kernels.h"

#include <algorithm>

// The compiler makes each loop for several kinds of processor and the loader takes the best one.
// Not under the sanitizers, whose run time is not ready yet when the loader chooses.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)                                \
    && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define CCAD_VECTORISED                                                                            \
    __attribute__((target_clones("arch=skylake-avx512", "arch=haswell", "default"),                \
                   optimize("O3", "no-math-errno", "no-trapping-math")))
#else
#define CCAD_VECTORISED
#endif

namespace ccad::kernels {

namespace {

constexpr std::size_t minimumWidth = 256; // makes a call worth its while
constexpr std::int64_t lanes = 16;
/// Sums are kept in single precision for this many rows of a tile at most, then added up in double.
constexpr std::int64_t tilesASum = 64;

std::vector<float> repeated(const std::vector<float>& values)
{
    std::vector<float> result = values;
    while (result.size() < minimumWidth || result.size() % lanes != 0)
        result.insert(result.end(), values.begin(), values.end());
    return result;
}

/// Adds sums over the columns of tiles to the channels that they belong to.
void fold(const std::vector<float>& tile, std::int64_t channels, double* sums)
{
    for (std::size_t i = 0; i < tile.size(); ++i)
        sums[static_cast<std::int64_t>(i) % channels] += static_cast<double>(tile[i]);
}

CCAD_VECTORISED
void addTile(const float* __restrict x, const float* __restrict pivot, std::int64_t count,
             float* __restrict sums, float* __restrict squares)
{
    for (std::int64_t i = 0; i < count; ++i) {
        const float centred = x[i] - pivot[i];
        sums[i] += centred;
        squares[i] += centred * centred;
    }
}

CCAD_VECTORISED
void mapTile(const float* __restrict x, float* __restrict y, std::int64_t count,
             const float* __restrict scale, const float* __restrict shift, float low, float high)
{
    for (std::int64_t i = 0; i < count; ++i) {
        const float value = x[i] * scale[i] + shift[i];
        const float raised = value > low ? value : low;
        y[i] = raised < high ? raised : high;
    }
}

CCAD_VECTORISED
void addGradientTile(const float* __restrict x, const float* __restrict dy, std::int64_t count,
                     const float* __restrict scale, const float* __restrict shift,
                     const float* __restrict mean, float low, float high, float* __restrict sums,
                     float* __restrict products)
{
    for (std::int64_t i = 0; i < count; ++i) {
        const float value = x[i] * scale[i] + shift[i];
        const float upstream = dy[i]; // loaded in any case, or the loop is not vectorised
        const float passed = (value > low) & (value < high) ? upstream : 0.0F;
        sums[i] += passed;
        products[i] += passed * (x[i] - mean[i]);
    }
}

CCAD_VECTORISED
void mapGradientTile(const float* __restrict x, const float* __restrict dy, float* __restrict dx,
                     std::int64_t count, const float* __restrict scale,
                     const float* __restrict shift, float low, float high,
                     const float* __restrict a, const float* __restrict b,
                     const float* __restrict c)
{
    for (std::int64_t i = 0; i < count; ++i) {
        const float value = x[i] * scale[i] + shift[i];
        const float upstream = dy[i]; // loaded in any case, or the loop is not vectorised
        const float passed = (value > low) & (value < high) ? upstream : 0.0F;
        dx[i] = a[i] * passed + (b[i] * x[i] + c[i]);
    }
}

/// target += weights * source, cell by cell; cells lie the given numbers of values apart.
CCAD_VECTORISED
void addScaled(float* __restrict target, std::int64_t targetStep, const float* __restrict source,
               std::int64_t sourceStep, const float* __restrict weights, std::int64_t channels,
               std::int64_t cells)
{
    for (std::int64_t cell = 0; cell < cells; ++cell) {
        for (std::int64_t i = 0; i < channels; ++i)
            target[i] += weights[i] * source[i];
        target += targetStep;
        source += sourceStep;
    }
}

/// sums += a * b over all cells.
CCAD_VECTORISED
void addProducts(float* __restrict sums, const float* __restrict a, std::int64_t aStep,
                 const float* __restrict b, std::int64_t bStep, std::int64_t channels,
                 std::int64_t cells)
{
    for (std::int64_t cell = 0; cell < cells; ++cell) {
        for (std::int64_t i = 0; i < channels; ++i)
            sums[i] += a[i] * b[i];
        a += aStep;
        b += bStep;
    }
}

constexpr std::int64_t stride = 2;
constexpr std::int64_t kernelSide = 3;

/// One tap of the kernel along one row of the output, as far as it lies inside the input.
struct TapRow
{
    std::int64_t output = 0; ///< offset of the first cell
    std::int64_t input = 0; ///< offset of the cell under it; the next ones are `stride` cells apart
    std::int64_t weight = 0;
    std::int64_t columns = 0;
};

template <typename Use> void forEachTap(const DepthwiseShape& shape, Use use)
{
    for (std::int64_t row = 0; row < shape.outputRows; ++row)
        for (std::int64_t tap = 0; tap < kernelSide * kernelSide; ++tap) {
            const std::int64_t inputRow = row * stride + tap / kernelSide - shape.before;
            if (inputRow < 0 || inputRow >= shape.inputRows)
                continue;
            const std::int64_t shift = tap % kernelSide - shape.before;
            const std::int64_t first = shift < 0 ? 1 : 0;
            if (first * stride + shift >= shape.inputColumns)
                continue;
            const std::int64_t last
                = std::min(shape.outputColumns - 1, (shape.inputColumns - 1 - shift) / stride);
            const std::int64_t inputColumn = first * stride + shift;
            use(TapRow{(row * shape.outputColumns + first) * shape.channels,
                       (inputRow * shape.inputColumns + inputColumn) * shape.channels,
                       tap * shape.channels, last - first + 1});
        }
}

constexpr float unlimited = 3.4e38F;

float lowOf(const ChannelMap& map)
{
    return map.clamps ? 0.0F : -unlimited;
}

float highOf(const ChannelMap& map)
{
    return map.clamps ? 6.0F : unlimited;
}

/// Calls tile(offset, count) for every tile of `width` values.
template <typename Tile> void forEachTile(std::int64_t values, std::int64_t width, Tile tile)
{
    for (std::int64_t first = 0; first < values; first += width)
        tile(first, std::min(width, values - first));
}

/// Calls add(offset, count, sums, others) tile by tile and folds the two sums into the channels'.
template <typename Add>
void addUp(std::int64_t values, std::int64_t width, std::int64_t channels, double* first,
           double* second, Add add)
{
    std::vector<float> sums(static_cast<std::size_t>(width));
    std::vector<float> others(static_cast<std::size_t>(width));
    forEachTile(values, width * tilesASum, [&](std::int64_t begin, std::int64_t count) {
        std::fill(sums.begin(), sums.end(), 0.0F);
        std::fill(others.begin(), others.end(), 0.0F);
        forEachTile(count, width, [&](std::int64_t offset, std::int64_t part) {
            add(begin + offset, part, sums.data(), others.data());
        });
        fold(sums, channels, first);
        fold(others, channels, second);
    });
}

} // namespace

ChannelMap::ChannelMap(const std::vector<float>& scales, const std::vector<float>& shifts,
                       bool clampsTo6)
    : scale(repeated(scales)), shift(repeated(shifts)), clamps(clampsTo6)
{
}

void addMoments(const float* x, std::int64_t values, const std::vector<float>& pivot, double* sums,
                double* squares)
{
    const std::vector<float> wide = repeated(pivot);
    addUp(values, static_cast<std::int64_t>(wide.size()), static_cast<std::int64_t>(pivot.size()),
          sums, squares, [&](std::int64_t offset, std::int64_t count, float* some, float* others) {
              addTile(x + offset, wide.data(), count, some, others);
          });
}

void mapChannels(const float* x, float* y, std::int64_t values, const ChannelMap& map)
{
    const float low = lowOf(map);
    const float high = highOf(map);
    forEachTile(values, map.width(), [&](std::int64_t offset, std::int64_t count) {
        mapTile(x + offset, y + offset, count, map.scale.data(), map.shift.data(), low, high);
    });
}

void addGradientMoments(const float* x, const float* dy, std::int64_t values, const ChannelMap& map,
                        const std::vector<float>& mean, double* sums, double* products)
{
    const float low = lowOf(map);
    const float high = highOf(map);
    const std::vector<float> wide = repeated(mean);
    addUp(values, map.width(), static_cast<std::int64_t>(mean.size()), sums, products,
          [&](std::int64_t offset, std::int64_t count, float* some, float* others) {
              addGradientTile(x + offset, dy + offset, count, map.scale.data(), map.shift.data(),
                              wide.data(), low, high, some, others);
          });
}

void mapGradient(const float* x, const float* dy, float* dx, std::int64_t values,
                 const ChannelMap& map, const GradientMap& gradient)
{
    const float low = lowOf(map);
    const float high = highOf(map);
    const std::vector<float> a = repeated(gradient.a);
    const std::vector<float> b = repeated(gradient.b);
    const std::vector<float> c = repeated(gradient.c);
    forEachTile(values, map.width(), [&](std::int64_t offset, std::int64_t count) {
        mapGradientTile(x + offset, dy + offset, dx + offset, count, map.scale.data(),
                        map.shift.data(), low, high, a.data(), b.data(), c.data());
    });
}

void depthwise(const float* x, const float* weights, float* y, const DepthwiseShape& shape)
{
    std::fill_n(y, shape.outputRows * shape.outputColumns * shape.channels, 0.0F);
    forEachTap(shape, [&](const TapRow& tap) {
        addScaled(y + tap.output, shape.channels, x + tap.input, stride * shape.channels,
                  weights + tap.weight, shape.channels, tap.columns);
    });
}

void depthwiseInputGradient(const float* dy, const float* weights, float* dx,
                            const DepthwiseShape& shape)
{
    std::fill_n(dx, shape.inputRows * shape.inputColumns * shape.channels, 0.0F);
    forEachTap(shape, [&](const TapRow& tap) {
        addScaled(dx + tap.input, stride * shape.channels, dy + tap.output, shape.channels,
                  weights + tap.weight, shape.channels, tap.columns);
    });
}

void depthwiseWeightGradient(const float* x, const float* dy, float* gradient,
                             const DepthwiseShape& shape)
{
    forEachTap(shape, [&](const TapRow& tap) {
        addProducts(gradient + tap.weight, x + tap.input, stride * shape.channels, dy + tap.output,
                    shape.channels, shape.channels, tap.columns);
    });
}

} // namespace ccad::kernels
