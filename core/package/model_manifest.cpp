// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_fields.h"
#include "core/package/model_package.h"
#include "core/statistics/interval_json.h"

#include <QRegularExpression>

#include <set>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

QJsonArray toJson(const std::vector<ModelClass>& classes)
{
    QJsonArray list;
    for (const ModelClass& entry : classes)
        list.append(QJsonObject{{u"name"_s, entry.name}, {u"title"_s, entry.title}});
    return list;
}

std::vector<ModelClass> readClasses(JsonFields& fields, int expected)
{
    // Names are those of folders and CSV cells; they become CSV columns and JSON keys, which quote
    // whatever needs it.
    static const QRegularExpression printable(u"^[^\\p{C}\\s]([^\\p{C}]{0,198}[^\\p{C}\\s])?$"_s,
                                              QRegularExpression::UseUnicodePropertiesOption);
    std::vector<ModelClass> classes;
    std::set<QString> names;
    for (const QJsonValue& value : fields.array(u"classes"_s)) {
        JsonFields entry(value.toObject(), u"classes[%1]"_s.arg(classes.size()),
                         ErrorCode::ModelBroken);
        classes.push_back({entry.nonEmptyText(u"name"_s), entry.text(u"title"_s)});
        if (entry.error())
            fields.fail(u"classes"_s, u"has a bad entry: %1"_s.arg(entry.error()->message));
        const QString& name = classes.back().name;
        if (!printable.match(name).hasMatch())
            fields.fail(u"classes"_s, u"has the unusable name \"%1\""_s.arg(name));
        if (!names.insert(name).second)
            fields.fail(u"classes"_s, u"names \"%1\" twice"_s.arg(name));
    }
    if (static_cast<int>(classes.size()) != expected)
        fields.fail(
            u"classes"_s,
            u"has %1 entries, but the network has %2 outputs"_s.arg(classes.size()).arg(expected));
    return classes;
}

Error asModelBroken(const Error& cause)
{
    return Error{ErrorCode::ModelBroken, cause.message, cause.context};
}

/// Checked first, since a later version may well have other keys.
Result<void> checkVersion(JsonFields& fields)
{
    const double version = fields.number(u"format_version"_s, -1e9, 1e9);
    if (fields.error())
        return *fields.error();
    if (version != ModelManifest::formatVersion)
        return Error{ErrorCode::ModelBroken,
                     u"The package has format_version %1, and this program knows only "
                     "version %2; a newer CCAD may read it."_s.arg(version)
                         .arg(ModelManifest::formatVersion),
                     u"format_version"_s};
    return {};
}

QString readSha256(JsonFields& fields, const QString& name)
{
    static const QRegularExpression hexadecimal(u"^[0-9a-f]{64}$"_s);
    const QString sum = fields.text(name);
    if (!hexadecimal.match(sum).hasMatch())
        fields.fail(name, u"is not a SHA-256 of 64 hexadecimal digits"_s);
    return sum;
}

constexpr AuditSummary::Colour colours[]
    = {AuditSummary::Colour::Green, AuditSummary::Colour::Amber, AuditSummary::Colour::Red};

AuditSummary readAudit(JsonFields& fields)
{
    QStringList names;
    for (const AuditSummary::Colour colour : colours)
        names.append(auditColourName(colour));
    JsonFields audit(fields.object(u"audit"_s), u"audit"_s, ErrorCode::ModelBroken);
    const int colour = audit.choice(u"verdict"_s, names);
    AuditSummary summary{AuditSummary::Colour::NotAudited, audit.text(u"sentence"_s)};
    if (audit.error())
        fields.fail(u"audit"_s, u"is bad: %1"_s.arg(audit.error()->message));
    else
        summary.colour = colours[colour];
    return summary;
}

std::vector<SensitivityThreshold> readOperatingPoints(JsonFields& fields)
{
    constexpr int mostImages = 1'000'000'000;
    std::vector<SensitivityThreshold> choices;
    for (const QJsonValue& value : fields.array(u"operating_points"_s)) {
        JsonFields entry(value.toObject(), u"operating_points[%1]"_s.arg(choices.size()),
                         ErrorCode::ModelBroken);
        SensitivityThreshold choice;
        choice.target = entry.number(u"target_sensitivity"_s, 0, 1);
        choice.threshold = entry.numberOrNull(u"threshold"_s, 0, 1);
        choice.positives = entry.integer(u"positives"_s, 0, mostImages);
        choice.negatives = entry.integer(u"negatives"_s, 0, mostImages);
        if (choice.threshold) {
            choice.sensitivity = readInterval(entry, u"sensitivity"_s, 0, 1);
            choice.specificity = readInterval(entry, u"specificity"_s, 0, 1);
        }
        if (entry.error())
            fields.fail(u"operating_points"_s,
                        u"has a bad entry: %1"_s.arg(entry.error()->message));
        choices.push_back(choice);
    }
    return choices;
}

std::vector<double> numbers(JsonFields& fields, const QString& key, int count, double high)
{
    std::vector<double> values;
    for (const QJsonValue& value : fields.array(key)) {
        values.push_back(value.toDouble(-1));
        if (!(values.back() >= 0 && values.back() <= high))
            fields.fail(key, u"has an entry outside 0 to %1"_s.arg(high));
    }
    if (static_cast<int>(values.size()) != count)
        fields.fail(key, u"has %1 entries for %2 classes"_s.arg(values.size()).arg(count));
    return values;
}

PredictionSets readPredictionSets(JsonFields& fields, const ModelManifest& manifest)
{
    constexpr double mostPatients = 1e9;
    const int classes = static_cast<int>(manifest.classes.size());
    JsonFields entry(fields.object(u"prediction_sets"_s), u"prediction_sets"_s,
                     ErrorCode::ModelBroken);
    PredictionSets sets;
    sets.coverage = entry.number(u"coverage"_s, 0.01, 0.9999);
    sets.temperature = manifest.temperature;
    sets.floors = numbers(entry, u"floors"_s, classes, 1);
    for (const double count : numbers(entry, u"patients"_s, classes, mostPatients))
        sets.patients.push_back(static_cast<int>(count));
    if (entry.error())
        fields.fail(u"prediction_sets"_s, u"is bad: %1"_s.arg(entry.error()->message));
    return sets;
}

} // namespace

QString auditColourName(AuditSummary::Colour colour)
{
    switch (colour) {
    case AuditSummary::Colour::Green:
        return u"green"_s;
    case AuditSummary::Colour::Amber:
        return u"amber"_s;
    case AuditSummary::Colour::Red:
        return u"red"_s;
    case AuditSummary::Colour::NotAudited:
        break;
    }
    return {};
}

QJsonObject toJson(const AuditSummary& audit)
{
    return {{u"verdict"_s, auditColourName(audit.colour)}, {u"sentence"_s, audit.sentence}};
}

QJsonObject toJson(const SensitivityThreshold& choice)
{
    QJsonObject json{
        {u"target_sensitivity"_s, choice.target},
        {u"threshold"_s, choice.threshold ? QJsonValue(*choice.threshold) : QJsonValue()},
        {u"positives"_s, choice.positives},
        {u"negatives"_s, choice.negatives},
    };
    if (!choice.threshold)
        return json;
    writeInterval(choice.sensitivity, u"sensitivity"_s, json);
    writeInterval(choice.specificity, u"specificity"_s, json);
    return json;
}

QJsonObject toJson(const PredictionSets& sets)
{
    QJsonArray floors;
    for (const double floor : sets.floors)
        floors.append(floor);
    QJsonArray patients;
    for (const int count : sets.patients)
        patients.append(count);
    return {{u"coverage"_s, sets.coverage}, {u"floors"_s, floors}, {u"patients"_s, patients}};
}

QJsonObject toJson(const ModelManifest& manifest)
{
    QJsonObject json{
        {u"format_version"_s, ModelManifest::formatVersion},
        {u"name"_s, manifest.name},
        {u"version"_s, manifest.version},
        {u"network"_s, toJson(manifest.network)},
        {u"preprocess"_s, toJson(manifest.preprocess)},
        {u"classes"_s, toJson(manifest.classes)},
        {u"positive_class"_s, manifest.positiveClass},
        {u"threshold"_s, manifest.threshold},
        {u"temperature"_s, manifest.temperature},
        {u"minimum_age_years"_s,
         manifest.minimumAgeYears ? QJsonValue(*manifest.minimumAgeYears)
                                  : QJsonValue(QJsonValue::Null)},
        {u"external_evaluation"_s, manifest.externalEvaluation},
        {u"provenance"_s, manifest.provenance},
        {u"weights_sha256"_s, manifest.weightsSha256},
    };
    // Packages without them stay as they were.
    if (!manifest.gateSha256.isEmpty())
        json[u"gate_sha256"_s] = manifest.gateSha256;
    if (!manifest.severitySha256.isEmpty())
        json[u"severity_sha256"_s] = manifest.severitySha256;
    if (manifest.audit.colour != AuditSummary::Colour::NotAudited)
        json[u"audit"_s] = toJson(manifest.audit);
    if (!manifest.operatingPoints.empty()) {
        QJsonArray choices;
        for (const SensitivityThreshold& choice : manifest.operatingPoints)
            choices.append(toJson(choice));
        json[u"operating_points"_s] = choices;
    }
    if (manifest.predictionSets)
        json[u"prediction_sets"_s] = toJson(*manifest.predictionSets);
    return json;
}

Result<ModelManifest> modelManifestFromJson(const QJsonObject& json)
{
    JsonFields fields(json, {}, ErrorCode::ModelBroken);
    if (auto version = checkVersion(fields); !version)
        return version.error();
    ModelManifest manifest;
    manifest.name = fields.nonEmptyText(u"name"_s);
    manifest.version = fields.nonEmptyText(u"version"_s);
    const QJsonObject networkJson = fields.object(u"network"_s);
    const QJsonObject preprocessJson = fields.object(u"preprocess"_s);
    if (fields.error())
        return *fields.error();
    const auto network = networkSpecFromJson(networkJson);
    if (!network)
        return asModelBroken(network.error());
    const auto preprocess = preprocessSpecFromJson(preprocessJson);
    if (!preprocess)
        return asModelBroken(preprocess.error());
    manifest.network = *network;
    manifest.preprocess = *preprocess;
    if (network->inputSize != preprocess->inputSize)
        fields.fail(u"preprocess.input_size"_s, u"differs from network.input_size"_s);
    manifest.classes = readClasses(fields, network->classes);
    manifest.positiveClass = fields.integer(u"positive_class"_s, 0, network->classes - 1);
    manifest.threshold = fields.number(u"threshold"_s, 0, 1);
    manifest.temperature = fields.number(u"temperature"_s, 1e-3, 1e3);
    manifest.minimumAgeYears = fields.numberOrNull(u"minimum_age_years"_s, 0, 150);
    manifest.externalEvaluation = fields.text(u"external_evaluation"_s);
    manifest.provenance = fields.object(u"provenance"_s);
    manifest.weightsSha256 = readSha256(fields, u"weights_sha256"_s);
    if (json.contains(u"gate_sha256"_s))
        manifest.gateSha256 = readSha256(fields, u"gate_sha256"_s);
    if (json.contains(u"severity_sha256"_s))
        manifest.severitySha256 = readSha256(fields, u"severity_sha256"_s);
    if (json.contains(u"audit"_s))
        manifest.audit = readAudit(fields);
    if (json.contains(u"operating_points"_s))
        manifest.operatingPoints = readOperatingPoints(fields);
    if (json.contains(u"prediction_sets"_s))
        manifest.predictionSets = readPredictionSets(fields, manifest);
    // Further keys on this level only describe and are left alone; whatever changes how a model
    // computes comes with a new format version.
    if (fields.error())
        return *fields.error();
    return manifest;
}

} // namespace ccad
