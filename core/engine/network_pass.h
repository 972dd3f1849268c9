// SPDX-License-Identifier: GPL-3.0-or-later
// What inference and training share of the engine.
#pragma once

#include "core/base/result.h"
#include "core/engine/engine.h"
#include "core/preprocess/preprocessor.h"
#include "core/weights/weight_file.h"

#include <span>
#include <vector>

namespace ccad {

/// Error: InvalidArgument when the input is not size x size with 1 or 3 channels.
[[nodiscard]] Result<void> checkInput(const NetworkInput& input, int size);

/// A network's forward pass by the engine, with weights prepared for this processor. Immutable,
/// hence safe to use from several threads at once.
class NetworkPass
{
public:
    /// The weights must fit the spec (checkWeights).
    NetworkPass(const NetworkSpec& spec, const WeightMap& weights);

    /// Logits, features and maps of each input, on all cores (see threadsToUse), whose number
    /// changes no value. The inputs must fit the network (checkInput).
    [[nodiscard]] std::vector<engine::Answer> run(std::span<const NetworkInput> inputs) const;

private:
    engine::Engine m_engine;
};

} // namespace ccad
