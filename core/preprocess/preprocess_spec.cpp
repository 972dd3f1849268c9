// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/preprocess/preprocessor.h"

namespace ccad {

namespace {

constexpr int smallestInput = 32;
constexpr int largestInput = 1024;

QString fitName(PreprocessSpec::Fit fit)
{
    return fit == PreprocessSpec::Fit::Stretch ? QStringLiteral("stretch")
                                               : QStringLiteral("letterbox");
}

QString centreSampleKey()
{
    return QStringLiteral("centre_sample");
}

Error badKey(const QString& key, const QString& what)
{
    return {ErrorCode::InvalidArgument,
            QStringLiteral("The preprocessing key \"%1\" %2.").arg(key, what), key};
}

} // namespace

PreprocessSpec centred(const PreprocessSpec& spec, bool samples, bool features, double meanGrey)
{
    PreprocessSpec result = spec;
    result.centreSample = spec.centreSample || samples;
    if (!features)
        return result;
    const double width = spec.rangeHigh - spec.rangeLow;
    const double low = result.centreSample ? 0 : -meanGrey * width;
    result.rangeLow = static_cast<float>(low);
    result.rangeHigh = static_cast<float>(low + width);
    return result;
}

QJsonObject toJson(const PreprocessSpec& spec)
{
    QJsonObject json{{QStringLiteral("input_size"), spec.inputSize},
                     {QStringLiteral("fit"), fitName(spec.fit)},
                     {QStringLiteral("range_low"), spec.rangeLow},
                     {QStringLiteral("range_high"), spec.rangeHigh}};
    if (spec.centreSample)
        json[centreSampleKey()] = true;
    return json;
}

Result<PreprocessSpec> preprocessSpecFromJson(const QJsonObject& json)
{
    const QJsonObject known = toJson(PreprocessSpec{});
    for (const QString& key : known.keys())
        if (!json.contains(key))
            return badKey(key, QStringLiteral("is missing"));
    for (const QString& key : json.keys())
        if (!known.contains(key) && key != centreSampleKey())
            return badKey(key, QStringLiteral("is not known to this version"));

    PreprocessSpec spec;
    spec.inputSize = json[QStringLiteral("input_size")].toInt(-1);
    if (spec.inputSize < smallestInput || spec.inputSize > largestInput)
        return badKey(QStringLiteral("input_size"), QStringLiteral("is not within 32..1024"));
    const QString fit = json[QStringLiteral("fit")].toString();
    if (fit != fitName(PreprocessSpec::Fit::Stretch)
        && fit != fitName(PreprocessSpec::Fit::Letterbox))
        return badKey(QStringLiteral("fit"), QStringLiteral("is neither stretch nor letterbox"));
    spec.fit = fit == fitName(PreprocessSpec::Fit::Stretch) ? PreprocessSpec::Fit::Stretch
                                                            : PreprocessSpec::Fit::Letterbox;
    for (const QString& key : {QStringLiteral("range_low"), QStringLiteral("range_high")})
        if (!json[key].isDouble())
            return badKey(key, QStringLiteral("is not a number"));
    spec.rangeLow = static_cast<float>(json[QStringLiteral("range_low")].toDouble());
    spec.rangeHigh = static_cast<float>(json[QStringLiteral("range_high")].toDouble());
    if (spec.rangeLow == spec.rangeHigh)
        return badKey(QStringLiteral("range_high"), QStringLiteral("equals range_low"));
    const QJsonValue centre = json.value(centreSampleKey());
    if (!centre.isUndefined() && !centre.isBool())
        return badKey(centreSampleKey(), QStringLiteral("is neither true nor false"));
    spec.centreSample = centre.toBool(false);
    return spec;
}

} // namespace ccad
