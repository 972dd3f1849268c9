// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/step/internal/forward.h"

#include "core/network/step/internal/team.h"

#include <cmath>

namespace ccad::bottleneck {

namespace {

NormState emptyNorm(int channels)
{
    const std::vector<float> zeros(static_cast<std::size_t>(channels));
    return {zeros, zeros, zeros, zeros, zeros, zeros};
}

void setNorm(NormState& state, int channel, double mean, double variance,
             const NormWeights& weights)
{
    const auto i = static_cast<std::size_t>(channel);
    const double inverse = 1 / std::sqrt(variance + weights.epsilon);
    state.mean[i] = static_cast<float>(mean);
    state.variance[i] = static_cast<float>(variance);
    state.inverse[i] = static_cast<float>(inverse);
    state.offset[i] = static_cast<float>(-mean * inverse);
    state.gain[i] = weights.gain[channel];
    state.shift[i] = weights.shift[channel];
}

} // namespace

Forward::Forward(const Shape& shape, const Kernels& kernels)
    : m_shape(shape), m_kernels(kernels),
      m_taps(static_cast<std::size_t>(shape.hiddenPadded()) * 9),
      m_filtered(static_cast<std::ptrdiff_t>(shape.hiddenPadded()) * shape.outCells()),
      m_expandNorm(emptyNorm(shape.hiddenPadded())),
      m_depthwiseNorm(emptyNorm(shape.hiddenPadded()))
{
}

/// Moments of the filtered values about a pivot, for every band and channel.
struct Forward::Moments
{
    Moments(int units, int channels)
        : pivots(static_cast<std::ptrdiff_t>(units) * channels),
          sums(static_cast<std::ptrdiff_t>(units) * channels),
          squares(static_cast<std::ptrdiff_t>(units) * channels),
          counts(static_cast<std::size_t>(units))
    {
    }
    Scratch pivots, sums, squares; ///< [unit][channel]
    std::vector<int> counts; ///< cells of each unit
};

void Forward::run(const float* input, const Weights& weights, float* output)
{
    if (m_shape.expands) {
        covary(input);
        normExpansion(weights);
    }
    packTaps(weights.depthwise);
    const int bands = m_shape.bands(m_shape.outRows(), m_shape.stride);
    const int units = m_shape.images * bands;
    Moments moments(units, m_shape.hiddenPadded());
    inParallel(units, [&](int unit) {
        filter(input, unit / bands, partOf(m_shape.outRows(), unit % bands, bands), moments, unit);
    });
    normFiltered(moments, weights.depthwiseNorm);
    project(weights, output);
}

/// Mean and covariance of the input's channels.
void Forward::covary(const float* input)
{
    const int channels = m_shape.inputs;
    const int width = padded(channels);
    const auto size = static_cast<std::size_t>(channels) * static_cast<std::size_t>(width);
    // About the first image's first cells: near the mean, which keeps large numbers away.
    std::vector<float> pivot(static_cast<std::size_t>(width));
    const int some = std::min(64, m_shape.cells());
    for (int cell = 0; cell < some; ++cell)
        for (int c = 0; c < channels; ++c)
            pivot[static_cast<std::size_t>(c)]
                += input[static_cast<std::ptrdiff_t>(cell) * channels + c]
                / static_cast<float>(some);

    std::vector<float> products(size * Shape::parts);
    std::vector<double> sums(static_cast<std::size_t>(width) * Shape::parts);
    inParallel(Shape::parts, [&](int part) {
        Scratch centred(std::ptrdiff_t{Shape::chunkCells} * width);
        std::fill_n(centred.data(), std::ptrdiff_t{Shape::chunkCells} * width, 0.0F);
        std::vector<float> sum(static_cast<std::size_t>(width));
        forEachChunk(partOf(m_shape.cells(), part, Shape::parts), [&](int first, int count) {
            std::fill(sum.begin(), sum.end(), 0.0F);
            const float* from = input + static_cast<std::ptrdiff_t>(first) * channels;
            float* to = centred.data();
            for (int cell = 0; cell < count; ++cell, from += channels, to += width)
                for (int c = 0; c < channels; ++c) {
                    const float value = from[c] - pivot[static_cast<std::size_t>(c)];
                    to[c] = value;
                    sum[static_cast<std::size_t>(c)] += value;
                }
            for (int c = 0; c < channels; ++c)
                sums[static_cast<std::size_t>(part * width + c)]
                    += static_cast<double>(sum[static_cast<std::size_t>(c)]);
            m_kernels.multiply({centred.data(), 1, width, centred.data(), width,
                                products.data() + static_cast<std::size_t>(part) * size, width,
                                channels, count, width, nullptr});
        });
    });

    const double cells = m_shape.cells();
    std::vector<double> shifts(static_cast<std::size_t>(width));
    m_inputMean.assign(static_cast<std::size_t>(width), 0.0F);
    for (std::size_t c = 0; c < shifts.size(); ++c) {
        for (int part = 0; part < Shape::parts; ++part)
            shifts[c] += sums[static_cast<std::size_t>(part * width) + c] / cells;
        m_inputMean[c] = static_cast<float>(pivot[c] + shifts[c]);
    }
    m_covariance.resize(size);
    for (std::size_t i = 0; i < size; ++i) {
        double sum = 0;
        for (std::size_t part = 0; part < Shape::parts; ++part)
            sum += static_cast<double>(products[part * size + i]);
        const auto w = static_cast<std::size_t>(width);
        m_covariance[i] = static_cast<float>(sum / cells - shifts[i / w] * shifts[i % w]);
    }
}

void Forward::normExpansion(const Weights& weights)
{
    m_expand.assign(static_cast<std::size_t>(m_shape.hiddenPadded() * m_shape.inputs), 0.0F);
    m_spread.assign(m_expand.size(), 0.0F);
    inParallel(m_shape.panels(), [&](int index) { normPanel(m_shape.panel(index), weights); });
}

/// A channel of the expansion is w . input: its variance is w . covariance . w.
void Forward::normPanel(const Panel& panel, const Weights& weights)
{
    const int inputs = m_shape.inputs;
    const int width = panel.channels;
    const auto offset = static_cast<std::size_t>(panel.first) * static_cast<std::size_t>(inputs);
    float* packed = m_expand.data() + offset;
    float* spread = m_spread.data() + offset;
    const int real = std::min(width, m_shape.hidden - panel.first);
    for (int e = 0; e < real; ++e)
        for (int c = 0; c < inputs; ++c)
            packed[c * width + e] = weights.expand[(panel.first + e) * inputs + c];
    const std::vector<float> zeros(static_cast<std::size_t>(width));
    m_kernels.multiply({m_covariance.data(), padded(inputs), 1, packed, width, spread, width,
                        inputs, inputs, width, zeros.data()});
    for (int e = 0; e < real; ++e) {
        double mean = 0;
        double variance = 0;
        for (int c = 0; c < inputs; ++c) {
            const double weight = packed[c * width + e];
            mean += weight * static_cast<double>(m_inputMean[static_cast<std::size_t>(c)]);
            variance += weight * static_cast<double>(spread[c * width + e]);
        }
        setNorm(m_expandNorm, panel.first + e, mean, std::max(variance, 0.0), weights.expandNorm);
        const float inverse = m_expandNorm.inverse[static_cast<std::size_t>(panel.first + e)];
        for (int c = 0; c < inputs; ++c)
            packed[c * width + e] *= inverse;
    }
}

void Forward::packTaps(const float* depthwise)
{
    for (int index = 0; index < m_shape.panels(); ++index) {
        const Panel panel = m_shape.panel(index);
        float* taps = m_taps.data() + std::ptrdiff_t{9} * panel.first;
        for (int e = 0; e < std::min(panel.channels, m_shape.hidden - panel.first); ++e)
            for (int tap = 0; tap < 9; ++tap)
                taps[tap * panel.channels + e] = depthwise[(panel.first + e) * 9 + tap];
    }
}

void Forward::expand(const float* input, int firstCell, int count, const Panel& panel,
                     float* values) const
{
    const int inputs = m_shape.inputs;
    const float* from = input + static_cast<std::ptrdiff_t>(firstCell) * inputs;
    if (m_shape.expands) {
        const float* packed = m_expand.data() + static_cast<std::ptrdiff_t>(panel.first) * inputs;
        m_kernels.multiply({from, inputs, 1, packed, panel.channels, values, panel.channels, count,
                            inputs, panel.channels, m_expandNorm.offset.data() + panel.first});
        return;
    }
    const int real = std::min(panel.channels, inputs - panel.first);
    for (int cell = 0; cell < count; ++cell, from += inputs, values += panel.channels) {
        std::copy_n(from + panel.first, real, values);
        std::fill(values + real, values + panel.channels, 0.0F);
    }
}

/// Filters output rows of one image, all channels.
void Forward::filter(const float* input, int image, Range rows, Moments& moments, int unit)
{
    const int columns = m_shape.columns;
    const int top = rows.first * m_shape.stride - m_shape.before;
    const int frameRows = (rows.count() - 1) * m_shape.stride + 3;
    const Range valid{std::max(top, 0), std::min(top + frameRows, m_shape.rows)};
    const std::ptrdiff_t frameColumns = columns + 2;
    Scratch frame(frameRows * frameColumns * panelChannels);
    Scratch values(static_cast<std::ptrdiff_t>(valid.count()) * columns * panelChannels);
    int framedChannels = 0;
    for (int index = 0; index < m_shape.panels(); ++index) {
        const Panel panel = m_shape.panel(index);
        const std::ptrdiff_t frameStep = frameColumns * panel.channels;
        if (panel.channels != framedChannels) // what lies outside the picture stays 0 from now on
            std::fill_n(frame.data(), frameRows * frameStep, 0.0F);
        framedChannels = panel.channels;
        float* inside
            = frame.data() + (valid.first - top) * frameStep + m_shape.before * panel.channels;
        expand(input, (image * m_shape.rows + valid.first) * columns, valid.count() * columns,
               panel, values.data());
        const std::ptrdiff_t step = std::ptrdiff_t{1} * columns * panel.channels;
        if (m_shape.expands) {
            m_kernels.clamp({values.data(), step, inside, frameStep, valid.count(), columns,
                             panel.channels, m_expandNorm.gain.data() + panel.first,
                             m_expandNorm.shift.data() + panel.first});
        } else {
            for (int row = 0; row < valid.count(); ++row)
                std::copy_n(values.data() + row * step, step, inside + row * frameStep);
        }
        DepthwiseTask task;
        task.x = frame.data();
        task.xStep = frameStep;
        task.stride = m_shape.stride;
        task.weights = taps(panel);
        task.y = const_cast<float*>(
            filtered(panel, (image * m_shape.outRows() + rows.first) * m_shape.outColumns()));
        task.yStep = std::ptrdiff_t{1} * m_shape.outColumns() * panel.channels;
        task.rows = rows.count();
        task.columns = m_shape.outColumns();
        task.channels = panel.channels;
        const std::ptrdiff_t at
            = static_cast<std::ptrdiff_t>(unit) * m_shape.hiddenPadded() + panel.first;
        task.pivots = moments.pivots.data() + at;
        task.sums = moments.sums.data() + at;
        task.squares = moments.squares.data() + at;
        m_kernels.depthwise(task);
    }
    moments.counts[static_cast<std::size_t>(unit)] = rows.count() * m_shape.outColumns();
}

/// Joins the moments of the parts as in Chan et al. 1979.
void Forward::normFiltered(const Moments& moments, const NormWeights& weights)
{
    for (int channel = 0; channel < m_shape.hidden; ++channel) {
        double count = 0;
        double mean = 0;
        double squares = 0;
        for (std::size_t unit = 0; unit < moments.counts.size(); ++unit) {
            const std::ptrdiff_t at
                = static_cast<std::ptrdiff_t>(unit) * m_shape.hiddenPadded() + channel;
            const double more = moments.counts[unit];
            const double shift = static_cast<double>(moments.sums.data()[at]) / more;
            const double itsMean = static_cast<double>(moments.pivots.data()[at]) + shift;
            const double itsSquares
                = static_cast<double>(moments.squares.data()[at]) - more * shift * shift;
            const double apart = itsMean - mean;
            squares += itsSquares + apart * apart * count * more / (count + more);
            mean += apart * more / (count + more);
            count += more;
        }
        setNorm(m_depthwiseNorm, channel, mean, std::max(squares / count, 0.0), weights);
    }
}

void Forward::project(const Weights& weights, float* output) const
{
    const int outputs = m_shape.outputs;
    const int width = padded(outputs);
    const int hidden = m_shape.hidden;
    std::vector<float> packed(static_cast<std::size_t>(m_shape.hiddenPadded() * width));
    for (int o = 0; o < outputs; ++o)
        for (int e = 0; e < hidden; ++e)
            packed[static_cast<std::size_t>(e * width + o)] = weights.project[o * hidden + e];
    // relu6(gain * (x * inverse + offset) + shift) in one multiplication.
    std::vector<float> scale(m_depthwiseNorm.gain);
    std::vector<float> shift(m_depthwiseNorm.shift);
    for (std::size_t e = 0; e < scale.size(); ++e) {
        shift[e] += scale[e] * m_depthwiseNorm.offset[e];
        scale[e] *= m_depthwiseNorm.inverse[e];
    }
    const std::vector<float> zeros(static_cast<std::size_t>(width));
    const int chunks = (m_shape.outCells() + Shape::chunkCells - 1) / Shape::chunkCells;
    inParallel(chunks, [&](int chunk) {
        const int first = chunk * Shape::chunkCells;
        const int count = std::min(Shape::chunkCells, m_shape.outCells() - first);
        Scratch activated(std::ptrdiff_t{Shape::chunkCells} * panelChannels);
        float* target = output + static_cast<std::ptrdiff_t>(first) * outputs;
        Scratch paddedResult(width == outputs ? 0 : std::ptrdiff_t{Shape::chunkCells} * width);
        float* result = width == outputs ? target : paddedResult.data();
        for (int index = 0; index < m_shape.panels(); ++index) {
            const Panel panel = m_shape.panel(index);
            m_kernels.clamp({filtered(panel, first), 0, activated.data(), 0, 1, count,
                             panel.channels, scale.data() + panel.first,
                             shift.data() + panel.first});
            m_kernels.multiply({activated.data(), panel.channels, 1,
                                packed.data() + static_cast<std::ptrdiff_t>(panel.first) * width,
                                width, result, width, count, panel.channels, width,
                                index == 0 ? zeros.data() : nullptr});
        }
        if (width != outputs)
            for (int cell = 0; cell < count; ++cell)
                std::copy_n(result + std::ptrdiff_t{1} * cell * width, outputs,
                            target + std::ptrdiff_t{1} * cell * outputs);
    });
}

} // namespace ccad::bottleneck
