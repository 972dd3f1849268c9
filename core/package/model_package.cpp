// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/package/model_package.h"

#include "core/base/folder_writing.h"
#include "core/package/internal/package_parts.h"
#include "core/weights/checked_weights.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

#include <new>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

constexpr qint64 maximumManifestBytes = qint64{4} << 20;

struct Paths
{
    QString manifest;
    QString weights;
    QString card;
    QString gate;
    QString severity;
};

Paths pathsIn(const QString& folder)
{
    const QDir dir(folder);
    return {dir.filePath(u"manifest.json"_s), dir.filePath(u"weights.safetensors"_s),
            dir.filePath(u"MODEL_CARD.md"_s), dir.filePath(u"gate.safetensors"_s),
            dir.filePath(u"severity.safetensors"_s)};
}

Error broken(const QString& folder, const Error& cause)
{
    return Error{ErrorCode::ModelBroken,
                 u"The model package %1 cannot be used. %2"_s.arg(folder, cause.message),
                 cause.context};
}

Error missing(const QString& folder)
{
    QString message = u"There is no model package %1."_s.arg(folder);
    if (const QString older = replacedFolderOf(folder); QDir(older).exists())
        message += u" An earlier one is kept in %1; rename it to have it back."_s.arg(older);
    return {ErrorCode::ModelMissing, message, folder};
}

Result<void> writeAttachment(const QString& folder, const QString& name, const QByteArray& content)
{
    const QString path = folder + u'/' + name;
    if (!QDir().mkpath(QFileInfo(path).path()))
        return Error{ErrorCode::WriteFailed, u"Cannot make the folder of %1."_s.arg(path), path};
    return writeFileAtomically(path, content);
}

Result<ModelPackage> load(const QString& folder)
{
    auto manifest = loadModelManifest(folder);
    if (!manifest)
        return manifest.error();
    ModelPackage package;
    package.manifest = std::move(*manifest);
    const Paths paths = pathsIn(folder);
    auto weights = readCheckedWeights(paths.weights, package.manifest.weightsSha256);
    if (!weights)
        return broken(folder, weights.error());
    if (auto checked = checkWeights(*weights, package.manifest.network); !checked)
        return broken(folder, checked.error());
    package.weights = std::move(*weights);
    auto gate = loadPart(paths.gate, package.manifest.gateSha256);
    if (!gate)
        return broken(folder, gate.error());
    package.gate = std::move(*gate);
    auto severity = loadPart(paths.severity, package.manifest.severitySha256);
    if (!severity)
        return broken(folder, severity.error());
    package.severity = std::move(*severity);
    const auto card = readFile(paths.card, maximumManifestBytes);
    if (!card)
        return broken(folder, card.error());
    package.card = QString::fromUtf8(*card);
    return package;
}

} // namespace

Result<ModelManifest> loadModelManifest(const QString& folder)
{
    if (!QDir(folder).exists() && !putBackReplacedFolder(folder))
        return missing(folder);
    const auto content = readFile(pathsIn(folder).manifest, maximumManifestBytes);
    if (!content && content.error().code == ErrorCode::FileNotFound)
        return Error{ErrorCode::ModelMissing,
                     u"%1 is not a model package: it holds no manifest.json."_s.arg(folder),
                     folder};
    if (!content)
        return broken(folder, content.error());
    QJsonParseError parseError;
    const auto document = QJsonDocument::fromJson(*content, &parseError);
    if (!document.isObject())
        return broken(
            folder,
            Error{ErrorCode::ModelBroken,
                  u"Its manifest.json is not a JSON object: %1."_s.arg(parseError.errorString()),
                  pathsIn(folder).manifest});
    auto manifest = modelManifestFromJson(document.object());
    if (!manifest)
        return broken(folder, manifest.error());
    return manifest;
}

Result<ModelPackage> loadModelPackage(const QString& folder)
{
    try {
        return load(folder);
    } catch (const std::bad_alloc&) {
        return Error{ErrorCode::TooLarge,
                     u"There is not enough memory to load the model package %1."_s.arg(folder),
                     folder};
    }
}

QStringList evaluationFiles()
{
    return {u"confusion.csv"_s, u"data_folder.txt"_s, u"metrics.json"_s,
            u"outside.csv"_s,   u"predictions.csv"_s, u"roc.csv"_s,
            u"roc.svg"_s,       u"unreadable.txt"_s,  u"validation.csv"_s};
}

const FolderKind& modelPackageKind()
{
    static const FolderKind kind = [] {
        // The last four lie, or lay in earlier versions, in the package that comes with CCAD.
        FolderKind package{u"model package"_s,
                           {u"manifest.json"_s, u"weights.safetensors"_s, u"MODEL_CARD.md"_s,
                            u"gate.safetensors"_s, u"severity.safetensors"_s, u"severity.json"_s,
                            u"LICENSE.md"_s, u"CLAIM.md"_s, u"TRIPOD_AI.md"_s,
                            u"same_exposures.csv"_s}};
        for (const char* part : {"gate.safetensors", "severity.safetensors"})
            package.files << waitingPartOf(QString::fromLatin1(part));
        for (const QString& file : evaluationFiles())
            package.files << u"evaluation/"_s + file;
        package.check = [](const QString& folder) -> Result<void> {
            const auto manifest = loadModelManifest(folder);
            return manifest ? Result<void>() : Result<void>(manifest.error());
        };
        return package;
    }();
    return kind;
}

Result<void> checkPackageTarget(const QString& folder, Existing existing)
{
    return checkFolderTarget(folder, modelPackageKind(), existing);
}

Result<void> saveModelPackage(const ModelPackage& package, const QString& folder, Existing existing)
{
    if (auto checked = checkWeights(package.weights, package.manifest.network); !checked)
        return checked;
    const QByteArray weights = toSafetensors(package.weights);
    ModelManifest manifest = package.manifest;
    manifest.weightsSha256 = sha256Hex(weights);
    manifest.gateSha256 = package.gate.isEmpty() ? QString() : sha256Hex(package.gate);
    manifest.severitySha256 = package.severity.isEmpty() ? QString() : sha256Hex(package.severity);
    const QJsonObject json = toJson(manifest);
    // The result has to load again: a manifest with, say, a class too many is never written.
    if (auto readBack = modelManifestFromJson(json); !readBack)
        return readBack.error();
    for (const auto& [name, content] : package.attachments)
        if (!modelPackageKind().files.contains(name))
            return Error{ErrorCode::InvalidArgument,
                         u"%1 cannot be part of a model package."_s.arg(name), name};
    const auto fill = [&](const QString& temporary) -> Result<void> {
        const Paths paths = pathsIn(temporary);
        if (auto done = writeFileAtomically(paths.weights, weights); !done)
            return done;
        if (auto done = writeFileAtomically(paths.card, package.card.toUtf8()); !done)
            return done;
        if (!package.gate.isEmpty())
            if (auto done = writeFileAtomically(paths.gate, package.gate); !done)
                return done;
        if (!package.severity.isEmpty())
            if (auto done = writeFileAtomically(paths.severity, package.severity); !done)
                return done;
        for (const auto& [name, content] : package.attachments)
            if (auto done = writeAttachment(temporary, name, content); !done)
                return done;
        return writeFileAtomically(paths.manifest, QJsonDocument(json).toJson());
    };
    return writeFolderAtomically(folder, modelPackageKind(), existing, fill);
}

Result<void> checkWeights(const WeightMap& weights, const NetworkSpec& spec)
{
    return checkTensors(weights, tensorsOf(spec));
}

} // namespace ccad
