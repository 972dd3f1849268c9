// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/network_spec.h"

#include <QLocale>
#include <QStringList>

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
    return QStringLiteral("(None, %1)").arg(values);
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
        QStringLiteral("Model: \"ccad\", input (None, %1, %1, 3)").arg(spec.inputSize),
        thinRule,
        row(QStringLiteral("Layer (type)"), QStringLiteral("Output Shape"),
            QStringLiteral("Param #")),
        rule,
        row(QStringLiteral("mobilenet_v2 (MobileNetV2 %1)").arg(spec.widthMultiplier),
            outputShape(features), QString::number(count.extractor)),
        row(QStringLiteral("dropout (Dropout %1)").arg(spec.dropout), outputShape(features),
            QStringLiteral("0")),
        row(QStringLiteral("dense (Dense)"), outputShape(spec.classes),
            QString::number(count.head)),
        rule,
        QStringLiteral("Total params: %1").arg(grouped(total)),
        QStringLiteral("Trainable params: %1").arg(grouped(trainable)),
        QStringLiteral("Non-trainable params: %1").arg(grouped(total - trainable)),
    };
    return lines.join(u'\n') + u'\n';
}

} // namespace ccad
