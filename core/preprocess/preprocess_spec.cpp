// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/preprocess/preprocessor.h"

#include <QRegularExpression>

#include <algorithm>

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

QString cropKey()
{
    return QStringLiteral("crop");
}

QString cropMarginKey()
{
    return QStringLiteral("crop_margin");
}

QString lungsKey()
{
    return QStringLiteral("lungs_sha256");
}

QString harmoniseKey()
{
    return QStringLiteral("harmonise");
}

QString outsideKey()
{
    return QStringLiteral("outside");
}

/// The value of that name among those that there are.
template <typename Value>
std::optional<Value> valueByName(std::initializer_list<Value> values, QString (*nameOf)(Value),
                                 const QString& name)
{
    for (const Value value : values)
        if (nameOf(value) == name)
            return value;
    return std::nullopt;
}

Error badKey(const QString& key, const QString& what)
{
    return {ErrorCode::InvalidArgument,
            QStringLiteral("The preprocessing key \"%1\" %2.").arg(key, what), key};
}

/// To be called when the crop is known.
Result<void> readCropMargin(const QJsonObject& json, PreprocessSpec& spec)
{
    constexpr double beforeItWasWritten = 0.06;
    const bool crops = spec.crop != PreprocessSpec::Crop::None;
    if (!crops && json.contains(cropMarginKey()))
        return badKey(cropMarginKey(), QStringLiteral("is there though nothing is cropped"));
    if (!crops)
        return {};
    spec.cropMargin
        = json.contains(cropMarginKey()) ? json[cropMarginKey()].toDouble(-1) : beforeItWasWritten;
    if (spec.cropMargin < 0 || spec.cropMargin > 1)
        return badKey(cropMarginKey(), QStringLiteral("is not within 0..1"));
    return {};
}

/// Reads the keys that are there only when something is set.
Result<void> readOptions(const QJsonObject& json, PreprocessSpec& spec)
{
    const QJsonValue centre = json.value(centreSampleKey());
    if (!centre.isUndefined() && !centre.isBool())
        return badKey(centreSampleKey(), QStringLiteral("is neither true nor false"));
    spec.centreSample = centre.toBool(false);
    if (json.contains(cropKey())) {
        const auto crop = cropByName(json[cropKey()].toString());
        if (!crop)
            return badKey(cropKey(), QStringLiteral("is neither none nor lungs"));
        spec.crop = *crop;
    }
    if (auto read = readCropMargin(json, spec); !read)
        return read;
    if (json.contains(harmoniseKey())) {
        const auto harmonise = harmoniseByName(json[harmoniseKey()].toString());
        if (!harmonise)
            return badKey(harmoniseKey(), QStringLiteral("is none of none, equalise and lungs"));
        spec.harmonise = *harmonise;
    }
    if (json.contains(outsideKey())) {
        const auto outside = outsideByName(json[outsideKey()].toString());
        if (!outside)
            return badKey(outsideKey(), QStringLiteral("is none of keep, blank and blank-hulls"));
        spec.outside = *outside;
    }
    static const QRegularExpression hash(QStringLiteral("^[0-9a-f]{64}$"));
    spec.lungsSha256 = json[lungsKey()].toString();
    if (spec.needsLungs() && !hash.match(spec.lungsSha256).hasMatch())
        return badKey(lungsKey(), QStringLiteral("is not the SHA-256 of a lung package's weights"));
    if (!spec.needsLungs() && json.contains(lungsKey()))
        return badKey(lungsKey(), QStringLiteral("is there though no lungs are needed"));
    return {};
}

} // namespace

PreprocessSpec wholePicture(const PreprocessSpec& spec)
{
    PreprocessSpec whole = spec;
    whole.crop = PreprocessSpec::Crop::None;
    whole.lungsSha256.clear();
    whole.harmonise = PreprocessSpec::Harmonise::None;
    whole.outside = PreprocessSpec::Outside::Keep;
    if (spec.crop != PreprocessSpec::Crop::None)
        whole.inputSize = std::min(spec.inputSize + spec.inputSize / 2, largestInput);
    return whole;
}

QString cropName(PreprocessSpec::Crop crop)
{
    return crop == PreprocessSpec::Crop::Lungs ? QStringLiteral("lungs") : QStringLiteral("none");
}

QString harmoniseName(PreprocessSpec::Harmonise harmonise)
{
    switch (harmonise) {
    case PreprocessSpec::Harmonise::Equalise:
        return QStringLiteral("equalise");
    case PreprocessSpec::Harmonise::Lungs:
        return QStringLiteral("lungs");
    case PreprocessSpec::Harmonise::None:
        break;
    }
    return QStringLiteral("none");
}

QString outsideName(PreprocessSpec::Outside outside)
{
    switch (outside) {
    case PreprocessSpec::Outside::Blank:
        return QStringLiteral("blank");
    case PreprocessSpec::Outside::BlankHulls:
        return QStringLiteral("blank-hulls");
    case PreprocessSpec::Outside::Keep:
        break;
    }
    return QStringLiteral("keep");
}

std::optional<PreprocessSpec::Crop> cropByName(const QString& name)
{
    using enum PreprocessSpec::Crop;
    return valueByName({None, Lungs}, cropName, name);
}

std::optional<PreprocessSpec::Harmonise> harmoniseByName(const QString& name)
{
    using enum PreprocessSpec::Harmonise;
    return valueByName({None, Equalise, Lungs}, harmoniseName, name);
}

std::optional<PreprocessSpec::Outside> outsideByName(const QString& name)
{
    using enum PreprocessSpec::Outside;
    return valueByName({Keep, Blank, BlankHulls}, outsideName, name);
}

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
    if (spec.crop != PreprocessSpec::Crop::None) {
        json[cropKey()] = cropName(spec.crop);
        json[cropMarginKey()] = spec.cropMargin;
    }
    if (spec.harmonise != PreprocessSpec::Harmonise::None)
        json[harmoniseKey()] = harmoniseName(spec.harmonise);
    if (spec.outside != PreprocessSpec::Outside::Keep)
        json[outsideKey()] = outsideName(spec.outside);
    if (spec.needsLungs())
        json[lungsKey()] = spec.lungsSha256;
    return json;
}

Result<PreprocessSpec> preprocessSpecFromJson(const QJsonObject& json)
{
    const QJsonObject known = toJson(PreprocessSpec{});
    const QStringList optional{centreSampleKey(), cropKey(),      cropMarginKey(),
                               lungsKey(),        harmoniseKey(), outsideKey()};
    for (const QString& key : known.keys())
        if (!json.contains(key))
            return badKey(key, QStringLiteral("is missing"));
    for (const QString& key : json.keys())
        if (!known.contains(key) && !optional.contains(key))
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
    if (auto read = readOptions(json, spec); !read)
        return read.error();
    return spec;
}

} // namespace ccad
