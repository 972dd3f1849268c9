// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/step/internal/backward.h"

#include "core/network/step/internal/team.h"

namespace ccad::bottleneck {

Backward::Backward(const Forward& forward, const Weights& weights, const float* input)
    : m_forward(forward), m_shape(forward.shape()), m_kernels(forward.kernels()),
      m_weights(weights), m_input(input)
{
    pack();
}

void Backward::pack()
{
    const int hidden = m_shape.hidden;
    m_project.resize(static_cast<std::size_t>(m_shape.hiddenPadded() * m_shape.outputs));
    for (int index = 0; index < m_shape.panels(); ++index) {
        const Panel panel = m_shape.panel(index);
        float* packed
            = m_project.data() + static_cast<std::ptrdiff_t>(panel.first) * m_shape.outputs;
        const int real = std::min(panel.channels, hidden - panel.first);
        for (int o = 0; o < m_shape.outputs; ++o)
            std::copy_n(m_weights.project + o * hidden + panel.first, real,
                        packed + o * panel.channels);
    }
    if (!m_shape.expands)
        return;
    const int width = padded(m_shape.inputs);
    const NormState& norm = m_forward.expandNorm();
    m_expand.resize(static_cast<std::size_t>(m_shape.hiddenPadded() * width));
    for (int e = 0; e < hidden; ++e)
        for (int c = 0; c < m_shape.inputs; ++c)
            m_expand[static_cast<std::size_t>(e * width + c)]
                = m_weights.expand[e * m_shape.inputs + c] * norm.gain[static_cast<std::size_t>(e)]
                * norm.inverse[static_cast<std::size_t>(e)];
}

struct Backward::Band
{
    int image = 0;
    Range rows; ///< of the input
};

/// One batch part's share of the gradients behind the last norm.
struct Backward::PartOfExpansion
{
    Sums sums;
    std::vector<double> depthwise; ///< [panel][9][channel]
    std::vector<float> products; ///< input * g: [panel][inputs][channel]
};

void Backward::run(const float* dy, const Gradients& gradients)
{
    const auto hidden = static_cast<std::size_t>(m_shape.hiddenPadded());
    const Sums none{std::vector<double>(hidden), std::vector<double>(hidden)};
    NormGradient depthwiseNorm;
    {
        std::vector<Sums> sums(Shape::parts, none);
        const std::size_t each = hidden * static_cast<std::size_t>(m_shape.outputs);
        std::vector<float> project(Shape::parts * each);
        inParallel(Shape::parts, [&](int part) {
            sumUp(partOf(m_shape.outCells(), part, Shape::parts), dy,
                  sums[static_cast<std::size_t>(part)],
                  project.data() + static_cast<std::size_t>(part) * each);
        });
        collectProject(project, gradients.project);
        depthwiseNorm = collectNorm(m_forward.depthwiseNorm(), sums, m_shape.outCells(),
                                    gradients.depthwiseGain, gradients.depthwiseShift);
    }
    PartOfExpansion part{none, std::vector<double>(hidden * 9), {}};
    if (m_shape.expands)
        part.products.resize(hidden * static_cast<std::size_t>(m_shape.inputs));
    std::vector<PartOfExpansion> parts(Shape::parts, part);
    const int bands = m_shape.bands(m_shape.rows, 1);
    inParallel(Shape::parts, [&](int index) {
        const Range units = partOf(m_shape.images * bands, index, Shape::parts);
        for (int unit = units.first; unit < units.end; ++unit)
            backwardBand({unit / bands, partOf(m_shape.rows, unit % bands, bands)}, dy,
                         depthwiseNorm, parts[static_cast<std::size_t>(index)], gradients.input);
    });
    collectDepthwise(parts, gradients.depthwise);
    if (!m_shape.expands)
        return;
    std::vector<Sums> sums;
    for (PartOfExpansion& each : parts)
        sums.push_back(std::move(each.sums));
    const NormGradient expandNorm = collectNorm(m_forward.expandNorm(), sums, m_shape.cells(),
                                                gradients.expandGain, gradients.expandShift);
    collectExpand(parts, expandNorm, gradients.expand);
    finishInput(expandNorm, gradients.input);
}

/// The first pass: sums of the depthwise norm's gradient, and the projection's own gradient.
void Backward::sumUp(Range cells, const float* dy, Sums& sums, float* project) const
{
    const int outputs = m_shape.outputs;
    Scratch upstream(std::ptrdiff_t{Shape::chunkCells} * panelChannels);
    Scratch activated(std::ptrdiff_t{Shape::chunkCells} * panelChannels);
    const std::vector<float> zeros(panelChannels);
    forEachChunk(cells, [&](int first, int count) {
        const float* gradient = dy + static_cast<std::ptrdiff_t>(first) * outputs;
        for (int index = 0; index < m_shape.panels(); ++index) {
            const Panel panel = m_shape.panel(index);
            const std::ptrdiff_t weights = static_cast<std::ptrdiff_t>(panel.first) * outputs;
            m_kernels.multiply({gradient, outputs, 1, m_project.data() + weights, panel.channels,
                                upstream.data(), panel.channels, count, outputs, panel.channels,
                                zeros.data()});
            m_kernels.normSums({m_forward.filtered(panel, first), upstream.data(), activated.data(),
                                count, panel.channels, m_forward.depthwiseNorm().of(panel),
                                sums.sums.data() + panel.first,
                                sums.products.data() + panel.first});
            m_kernels.multiply({gradient, 1, outputs, activated.data(), panel.channels,
                                project + weights, panel.channels, outputs, count, panel.channels,
                                nullptr});
        }
    });
}

void Backward::collectProject(const std::vector<float>& parts, float* gradient) const
{
    const int hidden = m_shape.hidden;
    const std::size_t each = parts.size() / Shape::parts;
    inParallel(m_shape.panels(), [&](int index) {
        const Panel panel = m_shape.panel(index);
        const int real = std::min(panel.channels, hidden - panel.first);
        for (int o = 0; o < m_shape.outputs; ++o) {
            const std::ptrdiff_t from
                = static_cast<std::ptrdiff_t>(panel.first) * m_shape.outputs + o * panel.channels;
            float* to = gradient + static_cast<std::ptrdiff_t>(o) * hidden + panel.first;
            std::fill_n(to, real, 0.0F);
            for (std::size_t part = 0; part < Shape::parts; ++part)
                for (int e = 0; e < real; ++e)
                    to[e] += parts[part * each + static_cast<std::size_t>(from + e)];
        }
    });
}

Backward::NormGradient Backward::collectNorm(const NormState& norm, const std::vector<Sums>& parts,
                                             int cells, float* gain, float* shift) const
{
    const auto size = static_cast<std::size_t>(m_shape.hiddenPadded());
    NormGradient result{std::vector<float>(size), std::vector<float>(size),
                        std::vector<float>(size)};
    for (std::size_t e = 0; e < static_cast<std::size_t>(m_shape.hidden); ++e) {
        double sum = 0;
        double product = 0;
        for (const Sums& part : parts) {
            sum += part.sums[e];
            product += part.products[e];
        }
        gain[e] = static_cast<float>(product);
        shift[e] = static_cast<float>(sum);
        result.factor[e] = norm.gain[e] * norm.inverse[e];
        result.meanSum[e] = static_cast<float>(sum / cells);
        result.meanProduct[e] = static_cast<float>(product / cells);
    }
    return result;
}

/// The second pass, for one band: from the projection's output to the input.
void Backward::backwardBand(const Band& band, const float* dy, const NormGradient& norm,
                            PartOfExpansion& part, float* dx) const
{
    const int columns = m_shape.columns;
    const int inputs = m_shape.inputs;
    const int width = padded(inputs);
    const int cells = band.rows.count() * columns;
    const int firstCell = (band.image * m_shape.rows + band.rows.first) * columns;
    const float* input = m_input + static_cast<std::ptrdiff_t>(firstCell) * inputs;
    float* target = dx + static_cast<std::ptrdiff_t>(firstCell) * inputs;
    const std::ptrdiff_t frameCells = std::ptrdiff_t{band.rows.count() + 2} * (columns + 2);
    Scratch upstream(frameCells * panelChannels);
    Scratch frame(frameCells * panelChannels);
    Scratch values(std::ptrdiff_t{1} * cells * panelChannels);
    Scratch paddedResult(width == inputs ? 0 : std::ptrdiff_t{1} * cells * width);
    float* result = width == inputs ? target : paddedResult.data();
    const std::vector<float> zeros(static_cast<std::size_t>(width));
    int framedChannels = 0;
    for (int index = 0; index < m_shape.panels(); ++index) {
        const Panel panel = m_shape.panel(index);
        if (panel.channels != framedChannels) // the same places stay 0 from now on
            std::fill_n(frame.data(), frameCells * panel.channels, 0.0F);
        framedChannels = panel.channels;
        fillFrame(band, panel, dy, norm, upstream.data(), frame.data());
        m_forward.expand(m_input, firstCell, cells, panel, values.data());
        DepthwiseGradientTask task;
        task.dy = frame.data();
        task.dyStep = std::ptrdiff_t{columns + 2} * panel.channels;
        task.weights = m_forward.taps(panel);
        task.values = values.data();
        task.valuesStep = std::ptrdiff_t{1} * columns * panel.channels;
        task.rows = band.rows.count();
        task.columns = columns;
        task.channels = panel.channels;
        task.isNormed = m_shape.expands;
        task.gain = m_forward.expandNorm().gain.data() + panel.first;
        task.shift = m_forward.expandNorm().shift.data() + panel.first;
        task.sums = part.sums.sums.data() + panel.first;
        task.products = part.sums.products.data() + panel.first;
        task.weightGradient = part.depthwise.data() + std::ptrdiff_t{9} * panel.first;
        m_kernels.depthwiseGradient(task);
        if (!m_shape.expands) {
            for (int cell = 0; cell < cells; ++cell)
                std::copy_n(values.data() + std::ptrdiff_t{1} * cell * panel.channels,
                            std::min(panel.channels, inputs - panel.first),
                            target + std::ptrdiff_t{1} * cell * inputs + panel.first);
            continue;
        }
        m_kernels.multiply({values.data(), panel.channels, 1,
                            m_expand.data() + static_cast<std::ptrdiff_t>(panel.first) * width,
                            width, result, width, cells, panel.channels, width,
                            index == 0 ? zeros.data() : nullptr});
        m_kernels.multiply(
            {input, 1, inputs, values.data(), panel.channels,
             part.products.data() + static_cast<std::ptrdiff_t>(panel.first) * inputs,
             panel.channels, inputs, cells, panel.channels, nullptr});
    }
    if (m_shape.expands && width != inputs)
        for (int cell = 0; cell < cells; ++cell)
            std::copy_n(result + std::ptrdiff_t{1} * cell * width, inputs,
                        target + std::ptrdiff_t{1} * cell * inputs);
}

/// The gradient of the depthwise convolution's output, placed where its taps would lie if its
/// stride were 1; cells between are 0.
void Backward::fillFrame(const Band& band, const Panel& panel, const float* dy,
                         const NormGradient& norm, float* before, float* frame) const
{
    const int stride = m_shape.stride;
    // Output o lies over input stride * o + centre; those over one row more on either side count.
    const int centre = 1 - m_shape.before;
    const int outColumns = m_shape.outColumns();
    const auto over = [&](int row) { return (row - centre + stride - 1) / stride; }; // rounded up
    const Range outputs{std::max(0, over(std::max(band.rows.first - 1, centre))),
                        std::min(m_shape.outRows(), over(band.rows.end + 1))};
    const int cells = outputs.count() * outColumns;
    if (cells <= 0)
        return;
    const int firstCell = (band.image * m_shape.outRows() + outputs.first) * outColumns;
    const std::vector<float> zeros(panelChannels);
    m_kernels.multiply(
        {dy + static_cast<std::ptrdiff_t>(firstCell) * m_shape.outputs, m_shape.outputs, 1,
         m_project.data() + static_cast<std::ptrdiff_t>(panel.first) * m_shape.outputs,
         panel.channels, before, panel.channels, cells, m_shape.outputs, panel.channels,
         zeros.data()});
    const std::ptrdiff_t frameStep = std::ptrdiff_t{m_shape.columns + 2} * panel.channels;
    const int firstRow = outputs.first * stride + centre - (band.rows.first - 1);
    NormGradientTask task;
    task.x = m_forward.filtered(panel, firstCell);
    task.xStep = std::ptrdiff_t{1} * outColumns * panel.channels;
    task.dy = before;
    task.dx = frame + firstRow * frameStep + std::ptrdiff_t{centre + 1} * panel.channels;
    task.dxStep = frameStep * stride;
    task.dxCellStep = std::ptrdiff_t{stride} * panel.channels;
    task.rows = outputs.count();
    task.columns = outColumns;
    task.channels = panel.channels;
    task.norm = m_forward.depthwiseNorm().of(panel);
    task.factor = norm.factor.data() + panel.first;
    task.meanSum = norm.meanSum.data() + panel.first;
    task.meanProduct = norm.meanProduct.data() + panel.first;
    m_kernels.normGradient(task);
}

void Backward::collectDepthwise(const std::vector<PartOfExpansion>& parts, float* gradient) const
{
    for (int index = 0; index < m_shape.panels(); ++index) {
        const Panel panel = m_shape.panel(index);
        for (int e = 0; e < std::min(panel.channels, m_shape.hidden - panel.first); ++e)
            for (int tap = 0; tap < 9; ++tap) {
                double sum = 0;
                for (const PartOfExpansion& part : parts)
                    sum += part.depthwise[static_cast<std::size_t>(panel.first * 9
                                                                   + tap * panel.channels + e)];
                gradient[(panel.first + e) * 9 + tap] = static_cast<float>(sum);
            }
    }
}

/// Sum of input * dx. The sum of input * n is the input's covariance times the weights; of input *
/// g, only the sum of (input - its mean) * g counts, since the gradient has lost its mean.
void Backward::collectExpand(const std::vector<PartOfExpansion>& parts, const NormGradient& norm,
                             float* gradient) const
{
    const int inputs = m_shape.inputs;
    const double cells = m_shape.cells();
    inParallel(m_shape.panels(), [&](int index) {
        const Panel panel = m_shape.panel(index);
        const float* spread = m_forward.spread(panel);
        for (int c = 0; c < inputs; ++c)
            for (int e = 0; e < std::min(panel.channels, m_shape.hidden - panel.first); ++e) {
                const auto channel = static_cast<std::size_t>(panel.first + e);
                const int within = c * panel.channels + e;
                double sum = 0;
                for (const PartOfExpansion& part : parts)
                    sum += static_cast<double>(
                        part.products[static_cast<std::size_t>(panel.first * inputs + within)]);
                sum -= static_cast<double>(m_forward.inputMean()[static_cast<std::size_t>(c)])
                    * static_cast<double>(norm.meanSum[channel]) * cells;
                sum -= static_cast<double>(spread[within])
                    * static_cast<double>(m_forward.expandNorm().inverse[channel])
                    * static_cast<double>(norm.meanProduct[channel]) * cells;
                gradient[static_cast<std::ptrdiff_t>(channel) * inputs + c]
                    = static_cast<float>(sum * static_cast<double>(norm.factor[channel]));
            }
    });
}

/// Subtracts what the means of g and of g * n account for: both are linear in the input.
void Backward::finishInput(const NormGradient& norm, float* dx) const
{
    const int inputs = m_shape.inputs;
    const int width = padded(inputs);
    const NormState& state = m_forward.expandNorm();
    // Weights of each hidden channel, times factor * mean(g n) * inverse: hidden x inputs.
    std::vector<float> weighted(static_cast<std::size_t>(m_shape.hidden * width));
    std::vector<double> constant(static_cast<std::size_t>(width));
    for (int e = 0; e < m_shape.hidden; ++e) {
        const auto channel = static_cast<std::size_t>(e);
        const float* row = m_expand.data() + static_cast<std::ptrdiff_t>(e) * width;
        const float slope = norm.meanProduct[channel] * state.inverse[channel];
        const double rest = static_cast<double>(norm.meanSum[channel])
            + static_cast<double>(norm.meanProduct[channel])
                * static_cast<double>(state.offset[channel]);
        for (int c = 0; c < inputs; ++c) {
            weighted[static_cast<std::size_t>(e * width + c)] = -slope * row[c];
            constant[static_cast<std::size_t>(c)] -= rest * static_cast<double>(row[c]);
        }
    }
    const std::vector<float> start(constant.begin(), constant.end());
    const std::vector<float> zeros(static_cast<std::size_t>(width));
    std::vector<float> map(static_cast<std::size_t>(inputs * width)); // inputs x inputs
    m_kernels.multiply({m_weights.expand, 1, inputs, weighted.data(), width, map.data(), width,
                        inputs, m_shape.hidden, width, zeros.data()});
    const int chunks = (m_shape.cells() + Shape::chunkCells - 1) / Shape::chunkCells;
    inParallel(chunks, [&](int chunk) {
        const int first = chunk * Shape::chunkCells;
        const int count = std::min(Shape::chunkCells, m_shape.cells() - first);
        const std::ptrdiff_t offset = static_cast<std::ptrdiff_t>(first) * inputs;
        Scratch result(std::ptrdiff_t{Shape::chunkCells} * width);
        m_kernels.multiply({m_input + offset, inputs, 1, map.data(), width, result.data(), width,
                            count, inputs, width, start.data()});
        for (int cell = 0; cell < count; ++cell)
            for (int c = 0; c < inputs; ++c)
                dx[offset + std::ptrdiff_t{1} * cell * inputs + c]
                    += result.data()[std::ptrdiff_t{1} * cell * width + c];
    });
}

} // namespace ccad::bottleneck
