// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/recipe.h"

#include <ATen/core/Tensor.h>

#include <memory>
#include <vector>

namespace torch::optim {
class Optimizer;
}
namespace torch::serialize {
class InputArchive;
class OutputArchive;
} // namespace torch::serialize

namespace ccad {

/// Torch's optimiser that a recipe asks for. Hides Torch's own headers, which take a compiler many
/// seconds.
class Optimizer
{
public:
    Optimizer(const TrainingRecipe& recipe, std::vector<at::Tensor> parameters,
              double learningRate);
    ~Optimizer();
    Optimizer(const Optimizer&) = delete;
    Optimizer& operator=(const Optimizer&) = delete;

    void setLearningRate(double learningRate);
    void clearGradients();
    /// Changes the parameters by their gradients.
    void step();

    /// Throw what Torch throws.
    void save(torch::serialize::OutputArchive& archive) const;
    void load(torch::serialize::InputArchive& archive);

private:
    std::unique_ptr<torch::optim::Optimizer> m_optimizer;
};

} // namespace ccad
