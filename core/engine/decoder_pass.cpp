// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/internal/decoder_pass.h"

#include <algorithm>

namespace ccad::engine {

namespace {

constexpr int rowsAUnit = 4;
constexpr int cellsAUnit = 112;

int divided(int count, int parts)
{
    return (count + parts - 1) / parts;
}

/// A 1x1 convolution between two buffers of `cells` cells a block.
PointwiseTask between(const float* input, float* output, const PackedConvolution& layer, int panel,
                      int cells, int first, int lanes)
{
    const std::ptrdiff_t blockStep = static_cast<std::ptrdiff_t>(cells) * lanes;
    PointwiseTask task;
    task.input = input + first * lanes;
    task.inputBlockStep = blockStep;
    task.inputChannels = layer.inputs();
    task.cells = std::min(cellsAUnit, cells - first);
    task.weights = layer.weights(panel);
    task.bias = layer.bias(panel);
    task.blocks = layer.blocksOfPanel(panel);
    task.output = output + panel * panelBlocks * blockStep + first * lanes;
    task.outputBlockStep = blockStep;
    return task;
}

} // namespace

int DecoderPass::mergeUnits(std::size_t level) const
{
    return divided(m_decoder.levels[level].side, rowsAUnit);
}

void DecoderPass::merge(std::size_t level, int unit)
{
    const DecoderLevelPlan& plan = m_decoder.levels[level];
    const int end = std::min((unit + 1) * rowsAUnit, plan.side);
    for (int row = unit * rowsAUnit; row < end; ++row) {
        clearFrame(plan, row);
        if (level > 0)
            enlargeRow(level, row);
        addLateralRow(plan, row, level > 0);
    }
}

/// The filter's padding about a row; the buffer serves levels of several sizes.
void DecoderPass::clearFrame(const DecoderLevelPlan& level, int row)
{
    const int lanes = m_plan.lanes();
    const std::ptrdiff_t rowValues = level.paddedSide() * lanes;
    for (int block = 0; block < level.mix.blocks(); ++block) {
        float* start = paddedRow(level, row) - lanes
            + static_cast<std::ptrdiff_t>(block) * level.paddedCells() * lanes;
        std::fill_n(start, lanes, 0.0F);
        std::fill_n(start + rowValues - lanes, lanes, 0.0F);
        if (row == 0)
            std::fill_n(start - rowValues, rowValues, 0.0F);
        if (row == level.side - 1)
            std::fill_n(start + rowValues, rowValues, 0.0F);
    }
}

void DecoderPass::enlargeRow(std::size_t level, int row)
{
    const DecoderLevelPlan& fine = m_decoder.levels[level];
    const DecoderLevelPlan& coarse = m_decoder.levels[level - 1];
    const int lanes = m_plan.lanes();
    for (int block = 0; block < coarse.mix.blocks(); ++block) {
        const float* from = m_workspace.decoder.mixed.data()
            + static_cast<std::ptrdiff_t>(block * coarse.cells() + row / 2 * coarse.side) * lanes;
        float* to = paddedRow(fine, row)
            + static_cast<std::ptrdiff_t>(block) * fine.paddedCells() * lanes;
        for (int column = 0; column < fine.side; ++column)
            std::copy_n(from + column / 2 * lanes, lanes, to + column * lanes);
    }
}

void DecoderPass::addLateralRow(const DecoderLevelPlan& level, int row, bool addsTo)
{
    const int lanes = m_plan.lanes();
    const float* kept
        = m_workspace.kept[static_cast<std::size_t>(m_plan.keptSlot(level.feature))].data();
    for (int panel = 0; panel < level.lateral.panels(); ++panel) {
        PointwiseTask task;
        task.input = kept + static_cast<std::ptrdiff_t>(row) * level.side * lanes;
        task.inputBlockStep = static_cast<std::ptrdiff_t>(level.cells()) * lanes;
        task.inputChannels = level.lateral.inputs();
        task.cells = level.side;
        task.weights = level.lateral.weights(panel);
        task.bias = level.lateral.bias(panel);
        task.blocks = level.lateral.blocksOfPanel(panel);
        task.outputBlockStep = static_cast<std::ptrdiff_t>(level.paddedCells()) * lanes;
        task.output = paddedRow(level, row) + panel * panelBlocks * task.outputBlockStep;
        // Each value is read before it is written, so the sum may go where the summand is.
        task.residual = addsTo ? task.output : nullptr;
        m_plan.kernels.pointwise(task);
    }
}

int DecoderPass::filterUnits(std::size_t level) const
{
    return m_decoder.levels[level].mix.blocks();
}

void DecoderPass::filter(std::size_t level, int unit)
{
    const DecoderLevelPlan& plan = m_decoder.levels[level];
    const int lanes = m_plan.lanes();
    DepthwiseTask task;
    task.input = m_workspace.decoder.padded.data()
        + static_cast<std::ptrdiff_t>(unit) * plan.paddedCells() * lanes;
    task.inputRowStep = plan.paddedSide() * lanes;
    task.weights = plan.filter.weights(unit);
    task.bias = plan.filter.bias(unit);
    task.output = m_workspace.decoder.filtered.data()
        + static_cast<std::ptrdiff_t>(unit) * plan.cells() * lanes;
    task.outputRowStep = plan.side * lanes;
    task.rows = plan.side;
    task.columns = plan.side;
    m_plan.kernels.depthwise(task);
}

int DecoderPass::mixUnits(std::size_t level) const
{
    const DecoderLevelPlan& plan = m_decoder.levels[level];
    return plan.mix.panels() * divided(plan.cells(), cellsAUnit);
}

void DecoderPass::mix(std::size_t level, int unit)
{
    const DecoderLevelPlan& plan = m_decoder.levels[level];
    const int parts = divided(plan.cells(), cellsAUnit);
    PointwiseTask task
        = between(m_workspace.decoder.filtered.data(), m_workspace.decoder.mixed.data(), plan.mix,
                  unit / parts, plan.cells(), unit % parts * cellsAUnit, m_plan.lanes());
    task.activation = Activation::Relu6;
    m_plan.kernels.pointwise(task);
}

int DecoderPass::maskUnits() const
{
    return divided(m_decoder.finest().cells(), cellsAUnit);
}

void DecoderPass::drawMask(int unit)
{
    const int cells = m_decoder.finest().cells();
    m_plan.kernels.pointwise(between(m_workspace.decoder.mixed.data(),
                                     m_workspace.decoder.mask.data(), m_decoder.mask, 0, cells,
                                     unit * cellsAUnit, m_plan.lanes()));
}

} // namespace ccad::engine
