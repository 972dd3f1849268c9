// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lungs/lung_network.h"

#include "core/base/json_fields.h"
#include "core/engine/folded_weights.h"

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

const QString architecture = u"mobilenet_v2_lungs"_s;

const QStringList& paddingNames()
{
    static const QStringList names = {u"tf_same"_s, u"torch"_s};
    return names;
}

void addUnit(std::vector<TensorShape>& tensors, const std::string& name, int outputs,
             int inputsPerGroup, int kernel)
{
    tensors.push_back({name + ".0.weight", {outputs, inputsPerGroup, kernel, kernel}});
    for (const char* part : {".weight", ".bias", ".running_mean", ".running_var"})
        tensors.push_back({name + ".1" + part, {outputs}});
}

/// Channels of the output of features.<feature>.
int channelsOf(const NetworkShape& shape, int feature)
{
    return shape.bottlenecks.at(static_cast<std::size_t>(feature - 1)).outputChannels;
}

bool isEncoderTensor(const std::string& name)
{
    const std::string start = "features.";
    return name.starts_with(start)
        && std::stoi(name.substr(start.size())) <= LungNetworkSpec::levelFeatures.front();
}

} // namespace

QJsonObject toJson(const LungNetworkSpec& spec)
{
    return {
        {u"architecture"_s, architecture},
        {u"width_multiplier"_s, spec.encoder.widthMultiplier},
        {u"input_size"_s, spec.encoder.inputSize},
        {u"padding"_s, paddingNames()[spec.encoder.padding == Padding::TfSame ? 0 : 1]},
        {u"batch_norm_epsilon"_s, spec.encoder.batchNormEpsilon},
        {u"decoder_channels"_s, spec.decoderChannels},
    };
}

Result<LungNetworkSpec> lungNetworkSpecFromJson(const QJsonObject& json)
{
    JsonFields fields(json, u"network"_s, ErrorCode::ModelBroken);
    LungNetworkSpec spec;
    (void)fields.choice(u"architecture"_s, {architecture});
    spec.encoder.widthMultiplier = fields.number(u"width_multiplier"_s, 0.05, 4);
    spec.encoder.inputSize = fields.integer(u"input_size"_s, 32, 1024);
    if (spec.encoder.inputSize % 32 != 0)
        fields.fail(u"input_size"_s, u"is %1, not a multiple of 32"_s.arg(spec.encoder.inputSize));
    spec.encoder.padding
        = fields.choice(u"padding"_s, paddingNames()) == 0 ? Padding::TfSame : Padding::Torch;
    spec.encoder.batchNormEpsilon = fields.number(u"batch_norm_epsilon"_s, 1e-12, 0.1);
    spec.decoderChannels = fields.integer(u"decoder_channels"_s, 1, 512);
    fields.refuseOthers();
    if (fields.error())
        return *fields.error();
    return spec;
}

std::string decoderName(std::size_t level, const char* part)
{
    return "decoder." + std::to_string(level) + '.' + part;
}

std::vector<TensorShape> tensorsOf(const LungNetworkSpec& spec)
{
    std::vector<TensorShape> tensors;
    for (TensorShape& tensor : tensorsOf(spec.encoder))
        if (isEncoderTensor(tensor.name))
            tensors.push_back(std::move(tensor));
    const NetworkShape shape = shapeOf(spec.encoder);
    const int channels = spec.decoderChannels;
    std::size_t level = 0;
    for (const int feature : LungNetworkSpec::levelFeatures) {
        addUnit(tensors, decoderName(level, "lateral"), channels, channelsOf(shape, feature), 1);
        addUnit(tensors, decoderName(level, "filter"), channels, 1, 3);
        addUnit(tensors, decoderName(level, "mix"), channels, channels, 1);
        ++level;
    }
    tensors.push_back({"mask.weight", {1, channels, 1, 1}});
    tensors.push_back({"mask.bias", {1}});
    return tensors;
}

LungNetworkWeights foldedWeights(const LungNetworkSpec& spec, const WeightMap& weights)
{
    LungNetworkWeights folded;
    folded.layers = foldedBottlenecks(spec.encoder, weights,
                                      static_cast<std::size_t>(spec.levelFeatures.front()));
    const auto unit = [&](const std::string& name) {
        return foldedConvolution(weights, name + ".0", name + ".1", spec.encoder.batchNormEpsilon);
    };
    std::size_t level = 0;
    for (const int feature : LungNetworkSpec::levelFeatures) {
        folded.decoder.levels.push_back({feature, unit(decoderName(level, "lateral")),
                                         unit(decoderName(level, "filter")),
                                         unit(decoderName(level, "mix"))});
        ++level;
    }
    folded.decoder.mask = {1, spec.decoderChannels, 1, weights.tensors.at("mask.weight").values,
                           weights.tensors.at("mask.bias").values};
    return folded;
}

} // namespace ccad
