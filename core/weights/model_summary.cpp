// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/network_spec.h"

#include <QLocale>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

constexpr int layerWidth = 34;
constexpr int shapeWidth = 22;
constexpr int tableWidth = 68;

QString row(const QString& layer, const QString& shape, const QString& parameters)
{
    return u' ' + layer.leftJustified(layerWidth) + shape.leftJustified(shapeWidth) + parameters;
}

QString outputShape(int values)
{
    return u"(None, %1)"_s.arg(values);
}

QString grouped(std::int64_t number)
{
    return QLocale(QLocale::English).toString(static_cast<qlonglong>(number));
}

/// Means and variances of batch normalisation, which are measured and never trained.
std::int64_t runningStatistics(const NetworkSpec& spec)
{
    std::int64_t count = 0;
    for (const TensorShape& tensor : tensorsOf(spec)) {
        if (tensor.name.find(".running_") != std::string::npos)
            count += tensor.shape.front();
    }
    return count;
}

} // namespace

QString modelSummary(const NetworkSpec& spec, bool extractorFrozen)
{
    const ParameterCount count = parameterCount(spec);
    const std::int64_t total = count.extractor + count.head;
    const std::int64_t trainable = extractorFrozen ? count.head : total - runningStatistics(spec);
    const int features = shapeOf(spec).featureChannels;

    const QString rule(tableWidth, u'=');
    const QString thinRule(tableWidth, u'-');
    const QStringList lines = {
        u"Model: \"ccad\", input (None, %1, %1, 3)"_s.arg(spec.inputSize),
        thinRule,
        row(u"Layer (type)"_s, u"Output Shape"_s, u"Param #"_s),
        rule,
        row(u"mobilenet_v2 (MobileNetV2 %1)"_s.arg(spec.widthMultiplier), outputShape(features),
            QString::number(count.extractor)),
        row(u"dropout (Dropout %1)"_s.arg(spec.dropout), outputShape(features), u"0"_s),
        row(u"dense (Dense)"_s, outputShape(spec.classes), QString::number(count.head)),
        rule,
        u"Total params: %1"_s.arg(grouped(total)),
        u"Trainable params: %1"_s.arg(grouped(trainable)),
        u"Non-trainable params: %1"_s.arg(grouped(total - trainable)),
    };
    return lines.join(u'\n') + u'\n';
}

} // namespace ccad
