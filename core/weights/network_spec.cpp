// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/network_spec.h"

#include "core/base/json_fields.h"

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

/// Table 2 of Sandler et al. 2018: expansion t, channels c, repetitions n, first stride s.
struct Stage
{
    int expansion, channels, repetitions, stride;
};
constexpr std::array<Stage, 7> stages = {{{1, 16, 1, 1},
                                          {6, 24, 2, 2},
                                          {6, 32, 3, 2},
                                          {6, 64, 4, 2},
                                          {6, 96, 3, 1},
                                          {6, 160, 3, 2},
                                          {6, 320, 1, 1}}};

/// The nearest multiple of 8 that is not more than 10 % below the value, as the authors round.
int roundedChannels(double channels)
{
    const int rounded = std::max(8, static_cast<int>(channels + 4) / 8 * 8);
    return rounded < 0.9 * channels ? rounded + 8 : rounded;
}

/// Lists the tensors of the network's parts under their names in torchvision.
class TensorList
{
public:
    void convolution(const std::string& name, int outputs, int inputsPerGroup, int kernel)
    {
        m_tensors.push_back({name + ".weight", {outputs, inputsPerGroup, kernel, kernel}});
    }

    void batchNorm(const std::string& name, int channels)
    {
        for (const char* part : {".weight", ".bias", ".running_mean", ".running_var"})
            m_tensors.push_back({name + part, {channels}});
    }

    void bottleneck(const std::string& name, const BottleneckShape& shape)
    {
        const int hidden = shape.inputChannels * shape.expansion;
        int part = 0;
        const auto partName = [&] { return name + ".conv." + std::to_string(part); };
        if (shape.expansion != 1) {
            convolution(partName() + ".0", hidden, shape.inputChannels, 1);
            batchNorm(partName() + ".1", hidden);
            ++part;
        }
        convolution(partName() + ".0", hidden, 1, 3); // one group a channel
        batchNorm(partName() + ".1", hidden);
        ++part;
        convolution(partName(), shape.outputChannels, hidden, 1);
        ++part;
        batchNorm(partName(), shape.outputChannels);
    }

    void head(int classes, int features)
    {
        m_tensors.push_back({"classifier.1.weight", {classes, features}});
        m_tensors.push_back({"classifier.1.bias", {classes}});
    }

    [[nodiscard]] std::vector<TensorShape> take() { return std::move(m_tensors); }

private:
    std::vector<TensorShape> m_tensors;
};

const QStringList& paddingNames()
{
    static const QStringList names = {u"tf_same"_s, u"torch"_s};
    return names;
}

} // namespace

QJsonObject toJson(const NetworkSpec& spec)
{
    return {
        {u"architecture"_s, u"mobilenet_v2"_s},
        {u"width_multiplier"_s, spec.widthMultiplier},
        {u"input_size"_s, spec.inputSize},
        {u"padding"_s, paddingNames()[spec.padding == Padding::TfSame ? 0 : 1]},
        {u"batch_norm_epsilon"_s, spec.batchNormEpsilon},
        {u"dropout"_s, spec.dropout},
        {u"classes"_s, spec.classes},
    };
}

Result<NetworkSpec> networkSpecFromJson(const QJsonObject& json)
{
    JsonFields fields(json, u"network"_s, ErrorCode::InvalidArgument);
    NetworkSpec spec;
    (void)fields.choice(u"architecture"_s, {u"mobilenet_v2"_s});
    spec.widthMultiplier = fields.number(u"width_multiplier"_s, 0.05, 4);
    spec.inputSize = fields.integer(u"input_size"_s, 32, 1024);
    if (spec.inputSize % 32 != 0)
        fields.fail(u"input_size"_s, u"is %1, not a multiple of 32"_s.arg(spec.inputSize));
    spec.padding
        = fields.choice(u"padding"_s, paddingNames()) == 0 ? Padding::TfSame : Padding::Torch;
    spec.batchNormEpsilon = fields.number(u"batch_norm_epsilon"_s, 1e-12, 0.1);
    spec.dropout = fields.number(u"dropout"_s, 0, 0.99);
    spec.classes = fields.integer(u"classes"_s, 2, 10000);
    fields.refuseOthers();
    if (fields.error())
        return *fields.error();
    return spec;
}

NetworkShape shapeOf(const NetworkSpec& spec)
{
    NetworkShape shape;
    const double width = spec.widthMultiplier;
    shape.stemChannels = roundedChannels(32 * width);
    int channels = shape.stemChannels;
    for (const Stage& stage : stages) {
        const int outputs = roundedChannels(stage.channels * width);
        for (int i = 0; i < stage.repetitions; ++i) {
            shape.bottlenecks.push_back(
                {stage.expansion, channels, outputs, i == 0 ? stage.stride : 1});
            channels = outputs;
        }
    }
    // A narrow network keeps the full feature vector.
    shape.featureChannels = roundedChannels(1280 * std::max(1.0, width));
    return shape;
}

std::vector<TensorShape> tensorsOf(const NetworkSpec& spec)
{
    const NetworkShape shape = shapeOf(spec);
    TensorList list;
    list.convolution("features.0.0", shape.stemChannels, 3, 3);
    list.batchNorm("features.0.1", shape.stemChannels);
    int index = 1;
    for (const BottleneckShape& bottleneck : shape.bottlenecks)
        list.bottleneck("features." + std::to_string(index++), bottleneck);
    const std::string last = "features." + std::to_string(index);
    list.convolution(last + ".0", shape.featureChannels, shape.bottlenecks.back().outputChannels,
                     1);
    list.batchNorm(last + ".1", shape.featureChannels);
    list.head(spec.classes, shape.featureChannels);
    return list.take();
}

ParameterCount parameterCount(const NetworkSpec& spec)
{
    ParameterCount count;
    for (const TensorShape& tensor : tensorsOf(spec)) {
        std::int64_t values = 1;
        for (const std::int64_t side : tensor.shape)
            values *= side;
        (tensor.name.starts_with("features.") ? count.extractor : count.head) += values;
    }
    return count;
}

} // namespace ccad
