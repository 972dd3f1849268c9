// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/image_pass.h"

#include "core/engine/internal/decoder_pass.h"

#include <algorithm>

namespace ccad::engine {

namespace {

/// Cells of a projection that a thread takes at once: some 10 microseconds.
constexpr int cellsAUnit = 28;

int partsOf(int cells)
{
    return (cells + cellsAUnit - 1) / cellsAUnit;
}

void clear(float* values, std::ptrdiff_t count)
{
    std::fill_n(values, count, 0.0F);
}

} // namespace

Pixels withoutEqualPlanes(Pixels pixels, int side)
{
    const std::ptrdiff_t plane = static_cast<std::ptrdiff_t>(side) * side;
    if (pixels.channels == 3
        && std::equal(pixels.values, pixels.values + 2 * plane, pixels.values + plane))
        pixels.channels = 1;
    return pixels;
}

/// One thread's way through the stages.
class ImagePass::Member
{
public:
    Member(ImagePass& pass, int index) : m_pass(pass), m_index(static_cast<std::size_t>(index)) { }

    /// Takes part in the next stage.
    template <typename Work> void stage(int units, Work work)
    {
        m_pass.m_stages.at(m_stage++).share(units, work);
    }

    [[nodiscard]] OwnBuffers& own() const { return m_pass.m_workspace.own[m_index]; }

    /// The weights that this member will need after `panel`'s: the other members take the panels
    /// between. After the last one, the first panel of the next layer.
    [[nodiscard]] const float* after(int panel, const PackedConvolution& layer,
                                     const PackedConvolution& following) const
    {
        const int next = panel + m_pass.m_members;
        return next < layer.panels() ? layer.weights(next) : following.weights(0);
    }

private:
    ImagePass& m_pass;
    std::size_t m_index;
    std::size_t m_stage = 0;
};

ImagePass::ImagePass(std::shared_ptr<const NetworkPlan> plan, Workspace& workspace, Pixels pixels,
                     int members)
    : m_sharedPlan(std::move(plan)), m_plan(*m_sharedPlan), m_workspace(workspace),
      m_pixels(pixels), m_members(members)
{
}

void ImagePass::run(int member)
{
    Member self(*this, member);
    for (std::size_t index = 0; index < m_plan.bottlenecks.size(); ++index) {
        if (m_plan.bottlenecks[index].groups > 1)
            runByGroups(index, self);
        else
            runByChannels(index, self);
    }
    if (m_plan.decoder) {
        runDecoder(self);
        return;
    }
    self.stage(m_plan.last.panels(), [&](int panel) { runLast(panel, self); });
    const int parts = partsOf(m_plan.lastCells());
    self.stage(m_plan.head.panels() * parts,
               [&](int unit) { runHead(unit / parts, unit % parts); });
}

void ImagePass::runDecoder(Member& self)
{
    DecoderPass decoder(m_plan, m_workspace);
    for (std::size_t level = 0; level < m_plan.decoder->levels.size(); ++level) {
        self.stage(decoder.mergeUnits(level), [&](int unit) { decoder.merge(level, unit); });
        self.stage(decoder.filterUnits(level), [&](int unit) { decoder.filter(level, unit); });
        self.stage(decoder.mixUnits(level), [&](int unit) { decoder.mix(level, unit); });
    }
    self.stage(decoder.maskUnits(), [&](int unit) { decoder.drawMask(unit); });
}

void ImagePass::runByGroups(std::size_t index, Member& self)
{
    const BottleneckPlan& plan = m_plan.bottlenecks[index];
    self.stage(plan.groups, [&](int group) {
        const int first = group * plan.rowsPerGroup;
        const Rows rows{first, std::min(plan.rowsPerGroup, plan.outputSide - first)};
        const Hidden hidden{self.own().hidden.data(), first * plan.outputSide,
                            rows.count * plan.outputSide};
        for (int panel = 0; panel < plan.hiddenPanels(); ++panel)
            expandAndFilter(index, panel, rows, hidden, self);
        for (int panel = 0; panel < plan.project.panels(); ++panel)
            project(index, panel, hidden, 0, hidden.cells);
    });
}

void ImagePass::runByChannels(std::size_t index, Member& self)
{
    const BottleneckPlan& plan = m_plan.bottlenecks[index];
    const int cells = plan.outputCells();
    self.stage(plan.hiddenPanels(), [&](int panel) {
        const Hidden hidden{m_workspace.hidden.data(), 0, cells};
        expandAndFilter(index, panel, {0, plan.outputSide}, hidden, self);
    });
    const int parts = partsOf(cells);
    self.stage(parts * plan.project.panels(), [&](int unit) {
        const Hidden hidden{m_workspace.hidden.data(), 0, cells};
        const int first = unit % parts * cellsAUnit;
        project(index, unit / parts, hidden, first, std::min(cellsAUnit, cells - first));
    });
}

void ImagePass::expandAndFilter(std::size_t index, int panel, Rows rows, Hidden hidden,
                                const Member& self)
{
    expand(index, panel, rows, self);
    const BottleneckPlan& plan = m_plan.bottlenecks[index];
    const int lanes = m_plan.lanes();
    const int paddedCells = plan.rowsUnder(rows.count) * plan.paddedSide();
    for (int part = 0; part < plan.blocksOfPanel(panel); ++part) {
        const int block = panel * panelBlocks + part;
        DepthwiseTask task;
        task.input = self.own().padded.data() + (part * paddedCells + 1 - plan.before) * lanes;
        task.inputRowStep = plan.paddedSide() * lanes;
        task.stride = plan.stride;
        task.weights = plan.depthwise.weights(block);
        task.bias = plan.depthwise.bias(block);
        task.output = hidden.values + static_cast<std::ptrdiff_t>(block) * hidden.cells * lanes;
        task.outputRowStep = plan.outputSide * lanes;
        task.rows = rows.count;
        task.columns = plan.outputSide;
        m_plan.kernels.depthwise(task);
    }
}

/// Fills self.own().padded with a panel of the expanded rows under `rows`, framed by zeros where
/// the picture ends.
void ImagePass::expand(std::size_t index, int panel, Rows rows, const Member& self)
{
    const BottleneckPlan& plan = m_plan.bottlenecks[index];
    const std::ptrdiff_t rowStep = plan.paddedSide() * m_plan.lanes();
    const int top = rows.first * plan.stride - plan.before;
    const int count = plan.rowsUnder(rows.count);
    const int first = std::max(top, 0);
    const int end = std::min(top + count, plan.inputSide);
    const std::ptrdiff_t blockStep = count * rowStep;
    for (int block = 0; block < plan.blocksOfPanel(panel); ++block) {
        float* values = self.own().padded.data() + block * blockStep;
        clear(values, (first - top) * rowStep);
        clear(values + (end - top) * rowStep, (top + count - end) * rowStep);
        for (int row = first - top; row < end - top; ++row) {
            clear(values + row * rowStep, m_plan.lanes());
            clear(values + (row + 1) * rowStep - m_plan.lanes(), m_plan.lanes());
        }
    }
    float* output = self.own().padded.data() + (first - top) * rowStep + m_plan.lanes();
    if (index > 0) {
        runExpansion(index, panel, {first, end - first}, output, blockStep, self);
        return;
    }
    runStem(panel, {first, end - first}, output, blockStep, self);
    if (plan.hasShortcut)
        keepForShortcut(panel, rows,
                        self.own().padded.data() + plan.before * rowStep + m_plan.lanes(),
                        blockStep);
}

/// The first bottleneck has no expansion: the input of its depthwise convolution is also the
/// shortcut. Only narrow networks have a shortcut there.
void ImagePass::keepForShortcut(int panel, Rows rows, const float* expanded,
                                std::ptrdiff_t blockStep)
{
    const BottleneckPlan& plan = m_plan.bottlenecks.front();
    const std::ptrdiff_t values = plan.inputSide * m_plan.lanes();
    for (int block = 0; block < plan.blocksOfPanel(panel); ++block) {
        float* target = activations(0) + (panel * panelBlocks + block) * plan.inputSide * values;
        for (int row = 0; row < rows.count; ++row)
            std::copy_n(expanded + block * blockStep + row * plan.paddedSide() * m_plan.lanes(),
                        values, target + (rows.first + row) * values);
    }
}

void ImagePass::runExpansion(std::size_t index, int panel, Rows expanded, float* output,
                             std::ptrdiff_t blockStep, const Member& self)
{
    const BottleneckPlan& plan = m_plan.bottlenecks[index];
    const int lanes = m_plan.lanes();
    PointwiseTask task;
    task.input = activations(index) + expanded.first * plan.inputSide * lanes;
    task.inputBlockStep = plan.inputCells() * lanes;
    task.inputChannels = plan.expand.inputs();
    task.cells = expanded.count * plan.inputSide;
    task.weights = plan.expand.weights(panel);
    task.bias = plan.expand.bias(panel);
    task.blocks = plan.expand.blocksOfPanel(panel);
    task.activation = Activation::Relu6;
    task.output = output;
    task.outputBlockStep = blockStep;
    task.places = plan.places.data();
    task.upcoming = self.after(panel, plan.expand, plan.project);
    m_plan.kernels.pointwise(task);
}

void ImagePass::runStem(int panel, Rows expanded, float* output, std::ptrdiff_t blockStep,
                        const Member& self)
{
    const BottleneckPlan& plan = m_plan.bottlenecks.front();
    const int pixelRows = 2 * expanded.count + 1;
    copyPixels(expanded.first * 2 - m_plan.stemBefore, pixelRows, self.own().pixels.data());
    const PackedConvolution& layer = m_pixels.channels == 1 ? m_plan.greyStem : m_plan.colourStem;
    StemTask task;
    task.input = self.own().pixels.data() + 1 - m_plan.stemBefore;
    task.inputRowStep = m_plan.inputSize + 2;
    task.inputPlaneStep = pixelRows * task.inputRowStep;
    task.inputChannels = layer.inputs();
    task.weights = layer.weights(panel);
    task.bias = layer.bias(panel);
    task.blocks = layer.blocksOfPanel(panel);
    task.output = output;
    task.outputBlockStep = blockStep;
    task.outputRowStep = plan.paddedSide() * m_plan.lanes();
    task.rows = expanded.count;
    task.columns = plan.inputSide;
    m_plan.kernels.stem(task);
}

/// Rows of every plane, framed by zeros where the picture ends.
void ImagePass::copyPixels(int firstRow, int rows, float* target) const
{
    const std::ptrdiff_t side = m_plan.inputSize;
    for (int channel = 0; channel < m_pixels.channels; ++channel) {
        const float* plane = m_pixels.values + channel * side * side;
        for (int row = firstRow; row < firstRow + rows; ++row) {
            if (row < 0 || row >= side) {
                clear(target, side + 2);
            } else {
                target[0] = 0;
                std::copy_n(plane + row * side, side, target + 1);
                target[side + 1] = 0;
            }
            target += side + 2;
        }
    }
}

void ImagePass::project(std::size_t index, int panel, Hidden hidden, int first, int cells)
{
    const BottleneckPlan& plan = m_plan.bottlenecks[index];
    const int lanes = m_plan.lanes();
    const std::ptrdiff_t blockStep = plan.outputCells() * lanes;
    const std::ptrdiff_t offset
        = panel * panelBlocks * blockStep + (hidden.firstCell + first) * lanes;
    PointwiseTask task;
    task.input = hidden.values + first * lanes;
    task.inputBlockStep = hidden.cells * lanes;
    task.inputChannels = plan.project.inputs();
    task.cells = cells;
    task.weights = plan.project.weights(panel);
    task.bias = plan.project.bias(panel);
    task.blocks = plan.project.blocksOfPanel(panel);
    task.output = activations(index + 1) + offset;
    task.outputBlockStep = blockStep;
    // The members share the cells of a panel, so each of them needs the next one.
    const PackedConvolution& following = index + 1 < m_plan.bottlenecks.size()
        ? m_plan.bottlenecks[index + 1].expand
        : m_plan.last;
    task.upcoming = panel + 1 < plan.project.panels() ? plan.project.weights(panel + 1)
                                                      : following.weights(0);
    task.residual = plan.hasShortcut ? activations(index) + offset : nullptr;
    m_plan.kernels.pointwise(task);
}

void ImagePass::runLast(int panel, const Member& self)
{
    const int lanes = m_plan.lanes();
    const int cells = m_plan.lastCells();
    const PackedConvolution& layer = m_plan.last;
    PointwiseTask task;
    task.input = activations(m_plan.bottlenecks.size());
    task.inputBlockStep = cells * lanes;
    task.inputChannels = layer.inputs();
    task.cells = cells;
    task.weights = layer.weights(panel);
    task.bias = layer.bias(panel);
    task.blocks = layer.blocksOfPanel(panel);
    task.upcoming = self.after(panel, layer, m_plan.head);
    task.activation = Activation::Relu6;
    task.output = m_workspace.last.data()
        + static_cast<std::ptrdiff_t>(panel) * panelBlocks * cells * lanes;
    task.outputBlockStep = cells * lanes;
    m_plan.kernels.pointwise(task);

    float* mean = m_workspace.pooled.data() + panel * panelBlocks * lanes;
    const float* value = task.output;
    for (int block = 0; block < task.blocks; ++block, mean += lanes) {
        clear(mean, lanes);
        for (int cell = 0; cell < cells; ++cell, value += lanes)
            for (int lane = 0; lane < lanes; ++lane)
                mean[lane] += value[lane];
        for (int lane = 0; lane < lanes; ++lane)
            mean[lane] /= static_cast<float>(cells);
    }
}

/// The head is linear and pooling a mean, so a logit is the mean over the cells of its class's map.
void ImagePass::runHead(int panel, int part)
{
    const int lanes = m_plan.lanes();
    const int cells = m_plan.lastCells();
    const int first = part * cellsAUnit;
    const PackedConvolution& layer = m_plan.head;
    PointwiseTask task;
    task.input = m_workspace.last.data() + first * lanes;
    task.inputBlockStep = cells * lanes;
    task.inputChannels = layer.inputs();
    task.cells = std::min(cellsAUnit, cells - first);
    task.weights = layer.weights(panel);
    task.bias = layer.bias(panel);
    task.blocks = layer.blocksOfPanel(panel);
    task.output = m_workspace.maps.data()
        + (static_cast<std::ptrdiff_t>(panel) * panelBlocks * cells + first) * lanes;
    task.outputBlockStep = cells * lanes;
    m_plan.kernels.pointwise(task);
    if (part > 0)
        return;

    task.input = m_workspace.pooled.data();
    task.inputBlockStep = lanes;
    task.cells = 1;
    task.output = m_workspace.logits.data() + panel * panelBlocks * lanes;
    task.outputBlockStep = lanes;
    m_plan.kernels.pointwise(task);
}

void runPass(const std::shared_ptr<const NetworkPlan>& plan, Workspace& workspace, Pixels image,
             int threads)
{
    const auto pass = std::make_shared<ImagePass>(
        plan, workspace, withoutEqualPlanes(image, plan->inputSize), threads);
    if (threads == 1)
        pass->run(0);
    else
        ThreadTeam::ofThisPriority().run(threads, [pass](int member) { pass->run(member); });
}

} // namespace ccad::engine
