// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/phases/internal/optimizer_torch.h"

#include <torch/optim/adamw.h>
#include <torch/optim/rmsprop.h>

namespace ccad {

namespace {

std::unique_ptr<torch::optim::Optimizer>
optimizerOf(const TrainingRecipe& recipe, std::vector<at::Tensor> parameters, double learningRate)
{
    if (recipe.optimizer == TrainingRecipe::Optimizer::RmsProp)
        return std::make_unique<torch::optim::RMSprop>(std::move(parameters),
                                                       torch::optim::RMSpropOptions(learningRate)
                                                           .alpha(0.9)
                                                           .eps(1e-7)
                                                           .weight_decay(recipe.weightDecay));
    return std::make_unique<torch::optim::AdamW>(
        std::move(parameters),
        torch::optim::AdamWOptions(learningRate).eps(1e-7).weight_decay(recipe.weightDecay));
}

} // namespace

Optimizer::Optimizer(const TrainingRecipe& recipe, std::vector<at::Tensor> parameters,
                     double learningRate)
    : m_optimizer(optimizerOf(recipe, std::move(parameters), learningRate))
{
}

Optimizer::~Optimizer() = default;

void Optimizer::setLearningRate(double learningRate)
{
    for (auto& group : m_optimizer->param_groups())
        group.options().set_lr(learningRate);
}

void Optimizer::clearGradients()
{
    m_optimizer->zero_grad();
}

void Optimizer::step()
{
    m_optimizer->step();
}

void Optimizer::save(torch::serialize::OutputArchive& archive) const
{
    m_optimizer->save(archive);
}

void Optimizer::load(torch::serialize::InputArchive& archive)
{
    m_optimizer->load(archive);
}

} // namespace ccad
