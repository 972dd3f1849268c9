// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lungs/lung_package.h"

#include "core/base/folder_writing.h"
#include "core/base/json_fields.h"
#include "core/weights/checked_weights.h"

#include <QDir>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr qint64 maximumTextBytes = qint64{4} << 20;

QString manifestFile(const QString& folder)
{
    return QDir(folder).filePath(u"manifest.json"_s);
}

QString weightsFile(const QString& folder)
{
    return QDir(folder).filePath(u"weights.safetensors"_s);
}

QString cardFile(const QString& folder)
{
    return QDir(folder).filePath(u"MODEL_CARD.md"_s);
}

Error broken(const QString& folder, const Error& cause)
{
    return {ErrorCode::ModelBroken,
            u"The lung package %1 cannot be used. %2"_s.arg(folder, cause.message), cause.context};
}

QJsonObject toJson(const LungManifest& manifest)
{
    return {{u"format_version"_s, LungManifest::formatVersion},
            {u"name"_s, manifest.name},
            {u"version"_s, manifest.version},
            {u"network"_s, ccad::toJson(manifest.network)},
            {u"preprocess"_s, ccad::toJson(manifest.preprocess)},
            {u"provenance"_s, manifest.provenance},
            {u"weights_sha256"_s, manifest.weightsSha256}};
}

Result<LungManifest> manifestFromJson(const QJsonObject& json)
{
    JsonFields fields(json, {}, ErrorCode::ModelBroken);
    (void)fields.integer(u"format_version"_s, LungManifest::formatVersion,
                         LungManifest::formatVersion);
    LungManifest manifest;
    manifest.name = fields.nonEmptyText(u"name"_s);
    manifest.version = fields.nonEmptyText(u"version"_s);
    const QJsonObject network = fields.object(u"network"_s);
    const QJsonObject preprocess = fields.object(u"preprocess"_s);
    manifest.provenance = fields.object(u"provenance"_s);
    manifest.weightsSha256 = fields.nonEmptyText(u"weights_sha256"_s);
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
        fields.fail(u"preprocess.input_size"_s, u"differs from network.input_size"_s);
    if (preparation->fit != PreprocessSpec::Fit::Stretch)
        fields.fail(u"preprocess.fit"_s, u"is not stretch"_s);
    if (*preparation != wholePicture(*preparation))
        fields.fail(u"preprocess"_s, u"crops or harmonises"_s);
    if (fields.error())
        return *fields.error();
    return manifest;
}

Result<LungManifest> readManifest(const QString& folder)
{
    const auto content = readFile(manifestFile(folder), maximumTextBytes);
    if (!content && content.error().code == ErrorCode::FileNotFound)
        return Error{ErrorCode::ModelMissing, u"There is no lung package %1."_s.arg(folder),
                     folder};
    if (!content)
        return broken(folder, content.error());
    const auto manifest = manifestFromJson(QJsonDocument::fromJson(*content).object());
    if (!manifest)
        return broken(folder, manifest.error());
    return manifest;
}

const FolderKind& lungPackageKind()
{
    static const FolderKind kind{u"lung package"_s,
                                 {u"manifest.json"_s, u"weights.safetensors"_s, u"MODEL_CARD.md"_s},
                                 [](const QString& folder) -> Result<void> {
                                     const auto manifest = readManifest(folder);
                                     return manifest ? Result<void>()
                                                     : Result<void>(manifest.error());
                                 }};
    return kind;
}

} // namespace

bool isLungPackage(const QString& folder)
{
    const auto content = readFile(manifestFile(folder), maximumTextBytes);
    if (!content)
        return false;
    const QJsonObject network = QJsonDocument::fromJson(*content).object()[u"network"_s].toObject();
    const QJsonObject own = ccad::toJson(LungNetworkSpec{});
    const QString architecture = u"architecture"_s;
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

Result<void> checkLungPackageTarget(const QString& folder, Existing existing)
{
    return checkFolderTarget(folder, lungPackageKind(), existing);
}

Result<void> saveLungPackage(const LungPackage& package, const QString& folder, Existing existing)
{
    if (auto checked = checkTensors(package.weights, tensorsOf(package.manifest.network)); !checked)
        return checked;
    const QByteArray weights = toSafetensors(package.weights);
    LungManifest manifest = package.manifest;
    manifest.weightsSha256 = sha256Hex(weights);
    const auto fill = [&](const QString& temporary) -> Result<void> {
        if (auto done = writeFileAtomically(weightsFile(temporary), weights); !done)
            return done;
        if (auto done = writeFileAtomically(cardFile(temporary), package.card.toUtf8()); !done)
            return done;
        return writeFileAtomically(manifestFile(temporary),
                                   QJsonDocument(toJson(manifest)).toJson());
    };
    return writeFolderAtomically(folder, lungPackageKind(), existing, fill);
}

} // namespace ccad
