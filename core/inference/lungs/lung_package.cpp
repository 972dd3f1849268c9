// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/lungs/lung_package.h"

#include "core/base/files.h"
#include "core/model/checked_weights.h"
#include "core/model/json_fields.h"
#include "core/model/model_package.h"

#include <QDir>
#include <QJsonDocument>

namespace ccad {

namespace {

constexpr qint64 maximumTextBytes = qint64{4} << 20;

QString manifestFile(const QString& folder)
{
    return QDir(folder).filePath(QStringLiteral("manifest.json"));
}

QString weightsFile(const QString& folder)
{
    return QDir(folder).filePath(QStringLiteral("weights.safetensors"));
}

QString cardFile(const QString& folder)
{
    return QDir(folder).filePath(QStringLiteral("MODEL_CARD.md"));
}

Error broken(const QString& folder, const Error& cause)
{
    return {ErrorCode::ModelBroken,
            QStringLiteral("The lung package %1 cannot be used. %2").arg(folder, cause.message),
            cause.context};
}

QJsonObject toJson(const LungManifest& manifest)
{
    return {{QStringLiteral("format_version"), LungManifest::formatVersion},
            {QStringLiteral("name"), manifest.name},
            {QStringLiteral("version"), manifest.version},
            {QStringLiteral("network"), ccad::toJson(manifest.network)},
            {QStringLiteral("preprocess"), ccad::toJson(manifest.preprocess)},
            {QStringLiteral("provenance"), manifest.provenance},
            {QStringLiteral("weights_sha256"), manifest.weightsSha256}};
}

Result<LungManifest> manifestFromJson(const QJsonObject& json)
{
    JsonFields fields(json, {}, ErrorCode::ModelBroken);
    (void)fields.integer(QStringLiteral("format_version"), LungManifest::formatVersion,
                         LungManifest::formatVersion);
    LungManifest manifest;
    manifest.name = fields.nonEmptyText(QStringLiteral("name"));
    manifest.version = fields.nonEmptyText(QStringLiteral("version"));
    const QJsonObject network = fields.object(QStringLiteral("network"));
    const QJsonObject preprocess = fields.object(QStringLiteral("preprocess"));
    manifest.provenance = fields.object(QStringLiteral("provenance"));
    manifest.weightsSha256 = fields.nonEmptyText(QStringLiteral("weights_sha256"));
    if (fields.error())
        return *fields.error();
    const auto spec = lungNetworkSpecFromJson(network);
    if (!spec)
        return spec.error();
    const auto preparation = preprocessSpecFromJson(preprocess);
    if (!preparation)
        return preparation.error();
    manifest.network = *spec;
    manifest.preprocess = *preparation;
    if (spec->encoder.inputSize != preparation->inputSize)
        fields.fail(QStringLiteral("preprocess.input_size"),
                    QStringLiteral("differs from network.input_size"));
    if (preparation->fit != PreprocessSpec::Fit::Stretch)
        fields.fail(QStringLiteral("preprocess.fit"), QStringLiteral("is not stretch"));
    if (*preparation != wholePicture(*preparation))
        fields.fail(QStringLiteral("preprocess"), QStringLiteral("crops or harmonises"));
    if (fields.error())
        return *fields.error();
    return manifest;
}

Result<LungManifest> readManifest(const QString& folder)
{
    const auto content = readFile(manifestFile(folder), maximumTextBytes);
    if (!content && content.error().code == ErrorCode::FileNotFound)
        return Error{ErrorCode::ModelMissing,
                     QStringLiteral("There is no lung package %1.").arg(folder), folder};
    if (!content)
        return broken(folder, content.error());
    const auto manifest = manifestFromJson(QJsonDocument::fromJson(*content).object());
    if (!manifest)
        return broken(folder, manifest.error());
    return manifest;
}

} // namespace

bool isLungPackage(const QString& folder)
{
    const auto content = readFile(manifestFile(folder), maximumTextBytes);
    if (!content)
        return false;
    const QJsonObject network
        = QJsonDocument::fromJson(*content).object()[QStringLiteral("network")].toObject();
    const QJsonObject own = ccad::toJson(LungNetworkSpec{});
    const QString architecture = QStringLiteral("architecture");
    return network[architecture].isString() && network[architecture] == own[architecture];
}

Result<LungPackage> loadLungPackage(const QString& folder)
{
    auto manifest = readManifest(folder);
    if (!manifest)
        return manifest.error();
    auto weights = readCheckedWeights(weightsFile(folder), manifest->weightsSha256);
    if (!weights)
        return broken(folder, weights.error());
    if (auto checked = checkTensors(*weights, tensorsOf(manifest->network)); !checked)
        return broken(folder, checked.error());
    const auto card = readFile(cardFile(folder), maximumTextBytes);
    if (!card)
        return broken(folder, card.error());
    return LungPackage{std::move(*manifest), std::move(*weights), QString::fromUtf8(*card)};
}

Result<void> saveLungPackage(const LungPackage& package, const QString& folder)
{
    if (auto checked = checkTensors(package.weights, tensorsOf(package.manifest.network)); !checked)
        return checked;
    if (auto target = checkPackageTarget(folder); !target)
        return target;
    const QByteArray weights = toSafetensors(package.weights);
    LungManifest manifest = package.manifest;
    manifest.weightsSha256 = sha256Hex(weights);
    return writeFolderAtomically(folder, [&](const QString& temporary) -> Result<void> {
        if (auto done = writeFileAtomically(weightsFile(temporary), weights); !done)
            return done;
        if (auto done = writeFileAtomically(cardFile(temporary), package.card.toUtf8()); !done)
            return done;
        return writeFileAtomically(manifestFile(temporary),
                                   QJsonDocument(toJson(manifest)).toJson());
    });
}

} // namespace ccad
