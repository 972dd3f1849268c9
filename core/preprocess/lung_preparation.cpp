// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/preprocess/lung_preparation.h"

#include "core/base/json_fields.h"

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

const QString cropKey = u"crop"_s;
const QString marginKey = u"crop_margin"_s;
const QString harmoniseKey = u"harmonise"_s;
const QString outsideKey = u"outside"_s;

/// The value with that name.
template <typename Value>
std::optional<Value> valueByName(std::initializer_list<Value> values, QString (*nameOf)(Value),
                                 const QString& name)
{
    for (const Value value : values)
        if (nameOf(value) == name)
            return value;
    return std::nullopt;
}

constexpr std::initializer_list crops{LungPreparation::Crop::None, LungPreparation::Crop::Lungs};
constexpr std::initializer_list harmonisings{
    LungPreparation::Harmonise::None, LungPreparation::Harmonise::Equalise,
    LungPreparation::Harmonise::Lungs, LungPreparation::Harmonise::LungRanks};
constexpr std::initializer_list outsides{LungPreparation::Outside::Keep,
                                         LungPreparation::Outside::Blank,
                                         LungPreparation::Outside::BlankHulls};

/// Leaves the target as it is if the key is missing.
template <typename Value>
void readChoice(JsonFields& fields, const QString& key, std::initializer_list<Value> values,
                QString (*nameOf)(Value), Value& target)
{
    if (!fields.contains(key))
        return;
    QStringList names;
    for (const Value value : values)
        names.append(nameOf(value));
    target = values.begin()[fields.choice(key, names)];
}

/// Call it when the crop is known.
void readMargin(JsonFields& fields, LungPreparation& preparation)
{
    constexpr double beforeItWasWritten = 0.06;
    if (preparation.crop != LungPreparation::Crop::None)
        preparation.margin
            = fields.contains(marginKey) ? fields.number(marginKey, 0, 1) : beforeItWasWritten;
    else if (fields.contains(marginKey))
        fields.fail(marginKey, u"is there though nothing is cropped"_s);
}

} // namespace

QString cropName(LungPreparation::Crop crop)
{
    return crop == LungPreparation::Crop::Lungs ? u"lungs"_s : u"none"_s;
}

QString harmoniseName(LungPreparation::Harmonise harmonise)
{
    switch (harmonise) {
    case LungPreparation::Harmonise::Equalise:
        return u"equalise"_s;
    case LungPreparation::Harmonise::Lungs:
        return u"lungs"_s;
    case LungPreparation::Harmonise::LungRanks:
        return u"lung-ranks"_s;
    case LungPreparation::Harmonise::None:
        break;
    }
    return u"none"_s;
}

QString outsideName(LungPreparation::Outside outside)
{
    switch (outside) {
    case LungPreparation::Outside::Blank:
        return u"blank"_s;
    case LungPreparation::Outside::BlankHulls:
        return u"blank-hulls"_s;
    case LungPreparation::Outside::Keep:
        break;
    }
    return u"keep"_s;
}

std::optional<LungPreparation::Crop> cropByName(const QString& name)
{
    return valueByName(crops, cropName, name);
}

std::optional<LungPreparation::Harmonise> harmoniseByName(const QString& name)
{
    return valueByName(harmonisings, harmoniseName, name);
}

std::optional<LungPreparation::Outside> outsideByName(const QString& name)
{
    return valueByName(outsides, outsideName, name);
}

void writeLungPreparation(const LungPreparation& preparation, QJsonObject& json)
{
    if (preparation.crop != LungPreparation::Crop::None) {
        json[cropKey] = cropName(preparation.crop);
        json[marginKey] = preparation.margin;
    }
    if (preparation.harmonise != LungPreparation::Harmonise::None)
        json[harmoniseKey] = harmoniseName(preparation.harmonise);
    if (preparation.outside != LungPreparation::Outside::Keep)
        json[outsideKey] = outsideName(preparation.outside);
}

LungPreparation readLungPreparation(JsonFields& fields)
{
    LungPreparation preparation;
    readChoice(fields, cropKey, crops, cropName, preparation.crop);
    readMargin(fields, preparation);
    readChoice(fields, harmoniseKey, harmonisings, harmoniseName, preparation.harmonise);
    readChoice(fields, outsideKey, outsides, outsideName, preparation.outside);
    return preparation;
}

} // namespace ccad
