// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_fields.h"
#include "core/preprocess/preprocessor.h"

#include <QRegularExpression>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int smallestInput = 32;
constexpr int largestInput = 1024;

const QString inputSizeKey = u"input_size"_s;
const QString fitKey = u"fit"_s;
const QString rangeLowKey = u"range_low"_s;
const QString rangeHighKey = u"range_high"_s;
const QString centreSampleKey = u"centre_sample"_s;
const QString greysKey = u"greys"_s;
const QString lungsKey = u"lungs_sha256"_s;

/// Names in the order of the enumeration.
const QStringList fitNames{u"stretch"_s, u"letterbox"_s};

float readRangeEnd(JsonFields& fields, const QString& key)
{
    constexpr double most = std::numeric_limits<float>::max();
    return static_cast<float>(fields.number(key, -most, most));
}

QString readLungsSha256(JsonFields& fields, bool needsLungs)
{
    static const QRegularExpression hash(u"^[0-9a-f]{64}$"_s);
    if (!needsLungs) {
        if (fields.contains(lungsKey))
            fields.fail(lungsKey, u"is there though no lungs are needed"_s);
        return {};
    }
    const QString sum = fields.text(lungsKey);
    if (!hash.match(sum).hasMatch())
        fields.fail(lungsKey, u"is not the SHA-256 of a lung package's weights"_s);
    return sum;
}

} // namespace

PreprocessSpec wholePicture(const PreprocessSpec& spec)
{
    PreprocessSpec whole = spec;
    whole.lungs.crop = LungPreparation::Crop::None;
    whole.lungs.harmonise = LungPreparation::Harmonise::None;
    whole.lungs.outside = LungPreparation::Outside::Keep;
    whole.lungsSha256.clear();
    if (spec.lungs.crop != LungPreparation::Crop::None)
        whole.inputSize = std::min(spec.inputSize + spec.inputSize / 2, largestInput);
    return whole;
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
    QJsonObject json{{inputSizeKey, spec.inputSize},
                     {fitKey, fitNames[static_cast<qsizetype>(spec.fit)]},
                     {rangeLowKey, spec.rangeLow},
                     {rangeHighKey, spec.rangeHigh}};
    if (spec.centreSample)
        json[centreSampleKey] = true;
    if (spec.greys != GreyRule::Displayed)
        json[greysKey] = greyRuleName(spec.greys);
    writeLungPreparation(spec.lungs, json);
    if (spec.needsLungs())
        json[lungsKey] = spec.lungsSha256;
    return json;
}

Result<PreprocessSpec> preprocessSpecFromJson(const QJsonObject& json)
{
    JsonFields fields(json, u"preprocess"_s, ErrorCode::InvalidArgument);
    PreprocessSpec spec;
    spec.inputSize = fields.integer(inputSizeKey, smallestInput, largestInput);
    spec.fit = static_cast<PreprocessSpec::Fit>(fields.choice(fitKey, fitNames));
    spec.rangeLow = readRangeEnd(fields, rangeLowKey);
    spec.rangeHigh = readRangeEnd(fields, rangeHighKey);
    if (spec.rangeLow == spec.rangeHigh)
        fields.fail(rangeHighKey, u"equals range_low"_s);
    if (fields.contains(centreSampleKey))
        spec.centreSample = fields.flag(centreSampleKey);
    if (fields.contains(greysKey))
        spec.greys = static_cast<GreyRule>(fields.choice(greysKey, greyRuleNames()));
    spec.lungs = readLungPreparation(fields);
    spec.lungsSha256 = readLungsSha256(fields, spec.needsLungs());
    fields.refuseOthers();
    if (fields.error())
        return *fields.error();
    return spec;
}

} // namespace ccad
