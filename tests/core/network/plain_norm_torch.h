// SPDX-License-Identifier: GPL-3.0-or-later
// A batch norm that learns, and Torch's own forward pass of it.
#pragma once

#include "core/network/step/norm_torch.h"

#include <ATen/ops/batch_norm.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/zeros.h>

namespace ccad::test {

/// As Torch's layer starts.
inline NormTensors freshNorm(std::int64_t channels)
{
    NormTensors norm;
    norm.gain = at::ones({channels}).requires_grad_();
    norm.shift = at::zeros({channels}).requires_grad_();
    norm.runningMean = at::zeros({channels});
    norm.runningVariance = at::ones({channels});
    norm.batches = at::zeros({}, at::kLong);
    return norm;
}

/// A copy in double precision.
inline NormTensors inDouble(const NormTensors& norm)
{
    NormTensors copy = norm;
    copy.gain = norm.gain.detach().to(at::kDouble).requires_grad_();
    copy.shift = norm.shift.detach().to(at::kDouble).requires_grad_();
    copy.runningMean = norm.runningMean.to(at::kDouble);
    copy.runningVariance = norm.runningVariance.to(at::kDouble);
    return copy;
}

/// Of a batch, whose statistics are added to the running ones.
inline at::Tensor plainNorm(const at::Tensor& x, const NormTensors& norm)
{
    return at::batch_norm(x, norm.gain, norm.shift, norm.runningMean, norm.runningVariance, true,
                          norm.momentum, norm.epsilon, false);
}

} // namespace ccad::test
