// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/network_pass.h"

#include "core/base/parallel.h"
#include "core/engine/folded_weights.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// OMP_NUM_THREADS is how clusters tell a program its share of a machine.
int engineThreads()
{
    bool isNumber = false;
    const int limit = qEnvironmentVariableIntValue("OMP_NUM_THREADS", &isNumber);
    return isNumber && limit > 0 ? std::min(limit, threadsToUse()) : threadsToUse();
}

} // namespace

Result<void> checkInput(const NetworkInput& input, int size)
{
    const auto values = static_cast<std::size_t>(size) * static_cast<std::size_t>(size)
        * static_cast<std::size_t>(input.channels);
    if (input.width == size && input.height == size && (input.channels == 1 || input.channels == 3)
        && input.values.size() == values)
        return {};
    return Error{ErrorCode::InvalidArgument,
                 u"The network needs an input of %1 x %1 pixels; it was given "
                 "%2 x %3 with %4 channels."_s.arg(size)
                     .arg(input.width)
                     .arg(input.height)
                     .arg(input.channels),
                 QString()};
}

NetworkPass::NetworkPass(const NetworkSpec& spec, const WeightMap& weights)
    : m_engine(spec, foldedWeights(spec, weights), engine::kernelsForThisProcessor())
{
}

std::vector<engine::Answer> NetworkPass::run(std::span<const NetworkInput> inputs) const
{
    std::vector<engine::Pixels> images;
    for (const NetworkInput& input : inputs)
        images.push_back({input.values.data(), input.channels});
    return m_engine.run(images, engineThreads());
}

} // namespace ccad
