// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/package/model_package.h"

#include "core/base/json_fields.h"

#include <QRegularExpression>

#include <set>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

QString key(const char* name)
{
    return QString::fromLatin1(name);
}

QJsonArray toJson(const std::vector<ModelClass>& classes)
{
    QJsonArray list;
    for (const ModelClass& entry : classes)
        list.append(QJsonObject{{key("name"), entry.name}, {key("title"), entry.title}});
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
    for (const QJsonValue& value : fields.array(key("classes"))) {
        JsonFields entry(value.toObject(), u"classes[%1]"_s.arg(classes.size()),
                         ErrorCode::ModelBroken);
        classes.push_back({entry.nonEmptyText(key("name")), entry.text(key("title"))});
        if (entry.error())
            fields.fail(key("classes"), u"has a bad entry: %1"_s.arg(entry.error()->message));
        const QString& name = classes.back().name;
        if (!printable.match(name).hasMatch())
            fields.fail(key("classes"), u"has the unusable name \"%1\""_s.arg(name));
        if (!names.insert(name).second)
            fields.fail(key("classes"), u"names \"%1\" twice"_s.arg(name));
    }
    if (static_cast<int>(classes.size()) != expected)
        fields.fail(
            key("classes"),
            u"has %1 entries, but the network has %2 outputs"_s.arg(classes.size()).arg(expected));
    return classes;
}

Error asModelBroken(const Error& cause)
{
    return Error{ErrorCode::ModelBroken, cause.message, cause.context};
}

/// Asked before anything else: a later version may well have other keys.
Result<void> checkVersion(JsonFields& fields)
{
    const double version = fields.number(key("format_version"), -1e9, 1e9);
    if (fields.error())
        return *fields.error();
    if (version != ModelManifest::formatVersion)
        return Error{ErrorCode::ModelBroken,
                     u"The package has format_version %1, and this program knows only "
                     "version %2; a newer CCAD may read it."_s.arg(version)
                         .arg(ModelManifest::formatVersion),
                     key("format_version")};
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

constexpr AuditMark::Verdict verdicts[]
    = {AuditMark::Verdict::Green, AuditMark::Verdict::Amber, AuditMark::Verdict::Red};

AuditMark readAudit(JsonFields& fields)
{
    QStringList names;
    for (const AuditMark::Verdict verdict : verdicts)
        names.append(verdictName(verdict));
    JsonFields audit(fields.object(key("audit")), key("audit"), ErrorCode::ModelBroken);
    const int verdict = audit.choice(key("verdict"), names);
    AuditMark mark{AuditMark::Verdict::NotAudited, audit.text(key("sentence"))};
    if (audit.error())
        fields.fail(key("audit"), u"is bad: %1"_s.arg(audit.error()->message));
    else
        mark.verdict = verdicts[verdict];
    return mark;
}

SensitivityThreshold::Share readShare(JsonFields& fields, const char* name)
{
    const QString value = key(name);
    return {fields.number(value, 0, 1), fields.number(value + u"_low"_s, 0, 1),
            fields.number(value + u"_high"_s, 0, 1)};
}

std::vector<SensitivityThreshold> readOperatingPoints(JsonFields& fields)
{
    constexpr int mostImages = 1'000'000'000;
    std::vector<SensitivityThreshold> choices;
    for (const QJsonValue& value : fields.array(key("operating_points"))) {
        JsonFields entry(value.toObject(), u"operating_points[%1]"_s.arg(choices.size()),
                         ErrorCode::ModelBroken);
        SensitivityThreshold choice;
        choice.target = entry.number(key("target_sensitivity"), 0, 1);
        choice.threshold = entry.numberOrNull(key("threshold"), 0, 1);
        choice.positives = entry.integer(key("positives"), 0, mostImages);
        choice.negatives = entry.integer(key("negatives"), 0, mostImages);
        if (choice.threshold) {
            choice.sensitivity = readShare(entry, "sensitivity");
            choice.specificity = readShare(entry, "specificity");
        }
        if (entry.error())
            fields.fail(key("operating_points"),
                        u"has a bad entry: %1"_s.arg(entry.error()->message));
        choices.push_back(choice);
    }
    return choices;
}

} // namespace

QString verdictName(AuditMark::Verdict verdict)
{
    switch (verdict) {
    case AuditMark::Verdict::Green:
        return u"green"_s;
    case AuditMark::Verdict::Amber:
        return u"amber"_s;
    case AuditMark::Verdict::Red:
        return u"red"_s;
    case AuditMark::Verdict::NotAudited:
        break;
    }
    return {};
}

QJsonObject toJson(const AuditMark& audit)
{
    return {{key("verdict"), verdictName(audit.verdict)}, {key("sentence"), audit.sentence}};
}

QJsonObject toJson(const SensitivityThreshold& choice)
{
    QJsonObject json{
        {key("target_sensitivity"), choice.target},
        {key("threshold"), choice.threshold ? QJsonValue(*choice.threshold) : QJsonValue()},
        {key("positives"), choice.positives},
        {key("negatives"), choice.negatives},
    };
    if (!choice.threshold)
        return json;
    const auto add = [&](const char* name, const SensitivityThreshold::Share& share) {
        const QString value = key(name);
        json[value] = share.value;
        json[value + u"_low"_s] = share.low;
        json[value + u"_high"_s] = share.high;
    };
    add("sensitivity", choice.sensitivity);
    add("specificity", choice.specificity);
    return json;
}

QJsonObject toJson(const ModelManifest& manifest)
{
    QJsonObject json{
        {key("format_version"), ModelManifest::formatVersion},
        {key("name"), manifest.name},
        {key("version"), manifest.version},
        {key("network"), toJson(manifest.network)},
        {key("preprocess"), toJson(manifest.preprocess)},
        {key("classes"), toJson(manifest.classes)},
        {key("positive_class"), manifest.positiveClass},
        {key("threshold"), manifest.threshold},
        {key("temperature"), manifest.temperature},
        {key("minimum_age_years"),
         manifest.minimumAgeYears ? QJsonValue(*manifest.minimumAgeYears)
                                  : QJsonValue(QJsonValue::Null)},
        {key("external_evaluation"), manifest.externalEvaluation},
        {key("provenance"), manifest.provenance},
        {key("weights_sha256"), manifest.weightsSha256},
    };
    // Packages without them stay as they were.
    if (!manifest.gateSha256.isEmpty())
        json[key("gate_sha256")] = manifest.gateSha256;
    if (!manifest.severitySha256.isEmpty())
        json[key("severity_sha256")] = manifest.severitySha256;
    if (manifest.audit.verdict != AuditMark::Verdict::NotAudited)
        json[key("audit")] = toJson(manifest.audit);
    if (!manifest.operatingPoints.empty()) {
        QJsonArray choices;
        for (const SensitivityThreshold& choice : manifest.operatingPoints)
            choices.append(toJson(choice));
        json[key("operating_points")] = choices;
    }
    return json;
}

Result<ModelManifest> modelManifestFromJson(const QJsonObject& json)
{
    JsonFields fields(json, {}, ErrorCode::ModelBroken);
    if (auto version = checkVersion(fields); !version)
        return version.error();
    ModelManifest manifest;
    manifest.name = fields.nonEmptyText(key("name"));
    manifest.version = fields.nonEmptyText(key("version"));
    const QJsonObject networkJson = fields.object(key("network"));
    const QJsonObject preprocessJson = fields.object(key("preprocess"));
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
        fields.fail(key("preprocess.input_size"), u"differs from network.input_size"_s);
    manifest.classes = readClasses(fields, network->classes);
    manifest.positiveClass = fields.integer(key("positive_class"), 0, network->classes - 1);
    manifest.threshold = fields.number(key("threshold"), 0, 1);
    manifest.temperature = fields.number(key("temperature"), 1e-3, 1e3);
    manifest.minimumAgeYears = fields.numberOrNull(key("minimum_age_years"), 0, 150);
    manifest.externalEvaluation = fields.text(key("external_evaluation"));
    manifest.provenance = fields.object(key("provenance"));
    manifest.weightsSha256 = readSha256(fields, key("weights_sha256"));
    if (json.contains(key("gate_sha256")))
        manifest.gateSha256 = readSha256(fields, key("gate_sha256"));
    if (json.contains(key("severity_sha256")))
        manifest.severitySha256 = readSha256(fields, key("severity_sha256"));
    if (json.contains(key("audit")))
        manifest.audit = readAudit(fields);
    if (json.contains(key("operating_points")))
        manifest.operatingPoints = readOperatingPoints(fields);
    // Further keys on this level only describe and are left alone; whatever changes how a model
    // computes comes with a new format version.
    if (fields.error())
        return *fields.error();
    return manifest;
}

} // namespace ccad
