// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/preprocess/preprocessor.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int smallestInput = 32;
constexpr int largestInput = 1024;

QString fitName(PreprocessSpec::Fit fit)
{
    return fit == PreprocessSpec::Fit::Stretch ? u"stretch"_s : u"letterbox"_s;
}

QString centreSampleKey()
{
    return u"centre_sample"_s;
}

QString cropKey()
{
    return u"crop"_s;
}

QString cropMarginKey()
{
    return u"crop_margin"_s;
}

QString lungsKey()
{
    return u"lungs_sha256"_s;
}

QString harmoniseKey()
{
    return u"harmonise"_s;
}

QString outsideKey()
{
    return u"outside"_s;
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
    return {ErrorCode::InvalidArgument, u"The preprocessing key \"%1\" %2."_s.arg(key, what), key};
}

/// To be called when the crop is known.
Result<void> readCropMargin(const QJsonObject& json, PreprocessSpec& spec)
{
    constexpr double beforeItWasWritten = 0.06;
    const bool crops = spec.crop != PreprocessSpec::Crop::None;
    if (!crops && json.contains(cropMarginKey()))
        return badKey(cropMarginKey(), u"is there though nothing is cropped"_s);
    if (!crops)
        return {};
    spec.cropMargin
        = json.contains(cropMarginKey()) ? json[cropMarginKey()].toDouble(-1) : beforeItWasWritten;
    if (spec.cropMargin < 0 || spec.cropMargin > 1)
        return badKey(cropMarginKey(), u"is not within 0..1"_s);
    return {};
}

/// Reads the keys that are there only when something is set.
Result<void> readOptions(const QJsonObject& json, PreprocessSpec& spec)
{
    const QJsonValue centre = json.value(centreSampleKey());
    if (!centre.isUndefined() && !centre.isBool())
        return badKey(centreSampleKey(), u"is neither true nor false"_s);
    spec.centreSample = centre.toBool(false);
    if (json.contains(cropKey())) {
        const auto crop = cropByName(json[cropKey()].toString());
        if (!crop)
            return badKey(cropKey(), u"is neither none nor lungs"_s);
        spec.crop = *crop;
    }
    if (auto read = readCropMargin(json, spec); !read)
        return read;
    if (json.contains(harmoniseKey())) {
        const auto harmonise = harmoniseByName(json[harmoniseKey()].toString());
        if (!harmonise)
            return badKey(harmoniseKey(), u"is none of none, equalise and lungs"_s);
        spec.harmonise = *harmonise;
    }
    if (json.contains(outsideKey())) {
        const auto outside = outsideByName(json[outsideKey()].toString());
        if (!outside)
            return badKey(outsideKey(), u"is none of keep, blank and blank-hulls"_s);
        spec.outside = *outside;
    }
    static const QRegularExpression hash(u"^[0-9a-f]{64}$"_s);
    spec.lungsSha256 = json[lungsKey()].toString();
    if (spec.needsLungs() && !hash.match(spec.lungsSha256).hasMatch())
        return badKey(lungsKey(), u"is not the SHA-256 of a lung package's weights"_s);
    if (!spec.needsLungs() && json.contains(lungsKey()))
        return badKey(lungsKey(), u"is there though no lungs are needed"_s);
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
    return crop == PreprocessSpec::Crop::Lungs ? u"lungs"_s : u"none"_s;
}

QString harmoniseName(PreprocessSpec::Harmonise harmonise)
{
    switch (harmonise) {
    case PreprocessSpec::Harmonise::Equalise:
        return u"equalise"_s;
    case PreprocessSpec::Harmonise::Lungs:
        return u"lungs"_s;
    case PreprocessSpec::Harmonise::None:
        break;
    }
    return u"none"_s;
}

QString outsideName(PreprocessSpec::Outside outside)
{
    switch (outside) {
    case PreprocessSpec::Outside::Blank:
        return u"blank"_s;
    case PreprocessSpec::Outside::BlankHulls:
        return u"blank-hulls"_s;
    case PreprocessSpec::Outside::Keep:
        break;
    }
    return u"keep"_s;
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
    QJsonObject json{{u"input_size"_s, spec.inputSize},
                     {u"fit"_s, fitName(spec.fit)},
                     {u"range_low"_s, spec.rangeLow},
                     {u"range_high"_s, spec.rangeHigh}};
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
            return badKey(key, u"is missing"_s);
    for (const QString& key : json.keys())
        if (!known.contains(key) && !optional.contains(key))
            return badKey(key, u"is not known to this version"_s);

    PreprocessSpec spec;
    spec.inputSize = json[u"input_size"_s].toInt(-1);
    if (spec.inputSize < smallestInput || spec.inputSize > largestInput)
        return badKey(u"input_size"_s, u"is not within 32..1024"_s);
    const QString fit = json[u"fit"_s].toString();
    if (fit != fitName(PreprocessSpec::Fit::Stretch)
        && fit != fitName(PreprocessSpec::Fit::Letterbox))
        return badKey(u"fit"_s, u"is neither stretch nor letterbox"_s);
    spec.fit = fit == fitName(PreprocessSpec::Fit::Stretch) ? PreprocessSpec::Fit::Stretch
                                                            : PreprocessSpec::Fit::Letterbox;
    for (const QString& key : {u"range_low"_s, u"range_high"_s})
        if (!json[key].isDouble())
            return badKey(key, u"is not a number"_s);
    spec.rangeLow = static_cast<float>(json[u"range_low"_s].toDouble());
    spec.rangeHigh = static_cast<float>(json[u"range_high"_s].toDouble());
    if (spec.rangeLow == spec.rangeHigh)
        return badKey(u"range_high"_s, u"equals range_low"_s);
    if (auto read = readOptions(json, spec); !read)
        return read.error();
    return spec;
}

} // namespace ccad
