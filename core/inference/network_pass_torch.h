// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/inference.
#pragma once

#include "core/inference/engine/engine.h"
#include "core/inference/folded_network_torch.h"
#include "core/preprocess/preprocessor.h"

#include <memory>
#include <optional>
#include <span>

namespace ccad {

/// One forward pass: by the engine made for this processor where there is one, else by Torch.
class NetworkPass
{
public:
    explicit NetworkPass(MobileNetV2& network);

    /// The inputs fit the network. Logits, features and maps of each.
    [[nodiscard]] std::vector<engine::Answer> run(std::span<const NetworkInput> inputs) const;

private:
    [[nodiscard]] std::vector<engine::Answer> runTorch(std::span<const NetworkInput> inputs) const;

    int m_inputSize = 0;
    std::unique_ptr<engine::Engine> m_engine;
    std::optional<FoldedNetwork> m_torch; ///< only without an engine
};

} // namespace ccad
