// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/package/model_package.h"

#include "core/base/files.h"
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
constexpr qint64 maximumPartBytes = qint64{16} << 20;

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

Result<void> writeAttachment(const QString& folder, const QString& name, const QByteArray& content)
{
    const QString path = folder + u'/' + name;
    if (!QDir().mkpath(QFileInfo(path).path()))
        return Error{ErrorCode::WriteFailed, u"Cannot make the folder of %1."_s.arg(path), path};
    return writeFileAtomically(path, content);
}

/// What a package may have beside its weights. Empty where the manifest knows of none; a file
/// without a checksum is nobody's.
Result<QByteArray> loadPart(const QString& path, const QString& expectedSha256)
{
    if (expectedSha256.isEmpty())
        return QByteArray();
    auto content = readFile(path, maximumPartBytes);
    if (!content)
        return content;
    const QString sum = sha256Hex(*content);
    if (sum != expectedSha256)
        return Error{ErrorCode::ModelBroken,
                     u"The SHA-256 of %1 is %2, but the manifest says %3: one of the "
                     "two was changed."_s.arg(QFileInfo(path).fileName(), sum, expectedSha256),
                     path};
    return content;
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
    if (!QDir(folder).exists())
        return Error{ErrorCode::ModelMissing, u"There is no model package %1."_s.arg(folder),
                     folder};
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

Result<void> checkPackageTarget(const QString& folder)
{
    const QFileInfo target(folder);
    const bool isOther = target.isDir()
        ? !QDir(folder).isEmpty() && !QFile::exists(pathsIn(folder).manifest)
        : target.exists();
    if (!isOther)
        return {};
    return Error{ErrorCode::WriteFailed,
                 u"%1 exists and is no model package; choose another folder."_s.arg(folder),
                 folder};
}

Result<void> saveModelPackage(const ModelPackage& package, const QString& folder)
{
    if (auto checked = checkWeights(package.weights, package.manifest.network); !checked)
        return checked;
    const QByteArray weights = toSafetensors(package.weights);
    ModelManifest manifest = package.manifest;
    manifest.weightsSha256 = sha256Hex(weights);
    manifest.gateSha256 = package.gate.isEmpty() ? QString() : sha256Hex(package.gate);
    manifest.severitySha256 = package.severity.isEmpty() ? QString() : sha256Hex(package.severity);
    const QJsonObject json = toJson(manifest);
    // What is written has to load again: a manifest with, say, a class too many never gets out.
    if (auto readBack = modelManifestFromJson(json); !readBack)
        return readBack.error();
    if (auto target = checkPackageTarget(folder); !target)
        return target;

    return writeFolderAtomically(folder, [&](const QString& temporary) -> Result<void> {
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
    });
}

Result<void> checkWeights(const WeightMap& weights, const NetworkSpec& spec)
{
    return checkTensors(weights, tensorsOf(spec));
}

} // namespace ccad
