// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/mobilenet_v2_torch.h"

#include <ATen/core/grad_mode.h>
#include <ATen/ops/from_blob.h>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

QString shapeText(c10::IntArrayRef shape)
{
    QStringList sides;
    for (const std::int64_t side : shape)
        sides.append(QString::number(side));
    return sides.join(u'x');
}

Result<void> copyInto(const std::string& name, at::Tensor& target, const WeightMap& weights)
{
    const QString label = QString::fromStdString(name);
    const auto found = weights.tensors.find(name);
    if (found == weights.tensors.end())
        return Error{ErrorCode::ModelBroken, u"The weights lack the tensor %1."_s.arg(label),
                     label};
    const WeightTensor& source = found->second;
    if (target.sizes() != c10::IntArrayRef(source.shape))
        return Error{ErrorCode::ModelBroken,
                     u"The tensor %1 has the shape %2 where the network needs %3."_s.arg(
                         label, shapeText(source.shape), shapeText(target.sizes())),
                     label};
    target.copy_(at::from_blob(const_cast<float*>(source.values.data()), source.shape, at::kFloat));
    return {};
}

Result<void> copyAll(MobileNetV2& network, const WeightMap& weights, bool withHead)
{
    const at::NoGradGuard noGrad;
    for (auto& [name, tensor] : network.namedTensors()) {
        if (!withHead && !name.starts_with("features."))
            continue;
        at::Tensor target = tensor;
        if (auto copied = copyInto(name, target, weights); !copied)
            return copied;
    }
    return {};
}

} // namespace

Result<void> loadWeights(MobileNetV2& network, const WeightMap& weights)
{
    return copyAll(network, weights, true);
}

Result<void> loadExtractorWeights(MobileNetV2& network, const WeightMap& weights)
{
    return copyAll(network, weights, false);
}

WeightMap weightsOf(const MobileNetV2& network)
{
    const at::NoGradGuard noGrad;
    WeightMap map;
    for (const auto& [name, tensor] : network.namedTensors()) {
        const at::Tensor flat = tensor.detach().contiguous();
        const float* values = flat.data_ptr<float>();
        map.tensors[name] = {tensor.sizes().vec(), {values, values + flat.numel()}};
    }
    return map;
}

} // namespace ccad
