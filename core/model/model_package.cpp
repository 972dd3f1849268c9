// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/model_package.h"

#include "core/base/files.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

#include <cmath>
#include <new>
#include <set>

namespace ccad {
namespace {

constexpr qint64 maximumManifestBytes = qint64{4} << 20;
constexpr qint64 maximumWeightBytes = qint64{1} << 30;

struct Paths
{
    QString manifest;
    QString weights;
    QString card;
};

Paths pathsIn(const QString& folder)
{
    const QDir dir(folder);
    return {dir.filePath(QStringLiteral("manifest.json")),
            dir.filePath(QStringLiteral("weights.safetensors")),
            dir.filePath(QStringLiteral("MODEL_CARD.md"))};
}

Error broken(const QString& folder, const Error& cause)
{
    return Error{
        ErrorCode::ModelBroken,
        QStringLiteral("The model package %1 cannot be used. %2").arg(folder, cause.message),
        cause.context};
}

Error brokenTensor(const std::string& name, const QString& what)
{
    const QString title = QString::fromStdString(name);
    return Error{ErrorCode::ModelBroken, QStringLiteral("The tensor \"%1\" %2.").arg(title, what),
                 title};
}

QString shapeText(const std::vector<std::int64_t>& shape)
{
    QStringList sides;
    for (const std::int64_t side : shape)
        sides.append(QString::number(side));
    return sides.join(QStringLiteral(" x "));
}

Result<void> checkTensor(const WeightTensor& tensor, const TensorShape& expected)
{
    if (tensor.shape != expected.shape)
        return brokenTensor(expected.name,
                            QStringLiteral("has the shape %1 instead of %2")
                                .arg(shapeText(tensor.shape), shapeText(expected.shape)));
    std::int64_t count = 1;
    for (const std::int64_t side : expected.shape)
        count *= side;
    if (static_cast<std::int64_t>(tensor.values.size()) != count)
        return brokenTensor(
            expected.name,
            QStringLiteral("has %1 values instead of %2").arg(tensor.values.size()).arg(count));
    for (const float value : tensor.values) {
        if (!std::isfinite(value))
            return brokenTensor(expected.name,
                                QStringLiteral("holds a value that is not a finite number"));
    }
    return {};
}

/// Reads the weights, and compares their checksum before anything in them is looked at.
Result<WeightMap> loadWeights(const QString& path, const QString& expectedSha256)
{
    const auto content = readFile(path, maximumWeightBytes);
    if (!content)
        return content.error();
    const QString sum = sha256Hex(*content);
    if (sum != expectedSha256)
        return Error{
            ErrorCode::ModelBroken,
            QStringLiteral("The SHA-256 of weights.safetensors is %1, but the manifest says %2: "
                           "one of the two was changed.")
                .arg(sum, expectedSha256),
            path};
    return parseSafetensors(*content);
}

Result<void> writeAttachment(const QString& folder, const QString& name, const QByteArray& content)
{
    const QString path = folder + u'/' + name;
    if (!QDir().mkpath(QFileInfo(path).path()))
        return Error{ErrorCode::WriteFailed, QStringLiteral("Cannot make the folder of %1.").arg(path),
                     path};
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
    auto weights = loadWeights(paths.weights, package.manifest.weightsSha256);
    if (!weights)
        return broken(folder, weights.error());
    if (auto checked = checkWeights(*weights, package.manifest.network); !checked)
        return broken(folder, checked.error());
    package.weights = std::move(*weights);
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
        return Error{ErrorCode::ModelMissing,
                     QStringLiteral("There is no model package %1.").arg(folder), folder};
    const auto content = readFile(pathsIn(folder).manifest, maximumManifestBytes);
    if (!content && content.error().code == ErrorCode::FileNotFound)
        return Error{
            ErrorCode::ModelMissing,
            QStringLiteral("%1 is not a model package: it holds no manifest.json.").arg(folder),
            folder};
    if (!content)
        return broken(folder, content.error());
    QJsonParseError parseError;
    const auto document = QJsonDocument::fromJson(*content, &parseError);
    if (!document.isObject())
        return broken(folder,
                      Error{ErrorCode::ModelBroken,
                            QStringLiteral("Its manifest.json is not a JSON object: %1.")
                                .arg(parseError.errorString()),
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
        return Error{
            ErrorCode::TooLarge,
            QStringLiteral("There is not enough memory to load the model package %1.").arg(folder),
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
    return Error{
        ErrorCode::WriteFailed,
        QStringLiteral("%1 exists and is no model package; choose another folder.").arg(folder),
        folder};
}

Result<void> saveModelPackage(const ModelPackage& package, const QString& folder)
{
    if (auto checked = checkWeights(package.weights, package.manifest.network); !checked)
        return checked;
    const QByteArray weights = toSafetensors(package.weights);
    ModelManifest manifest = package.manifest;
    manifest.weightsSha256 = sha256Hex(weights);
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
        for (const auto& [name, content] : package.attachments)
            if (auto done = writeAttachment(temporary, name, content); !done)
                return done;
        return writeFileAtomically(paths.manifest, QJsonDocument(json).toJson());
    });
}

Result<void> checkWeights(const WeightMap& weights, const NetworkSpec& spec)
{
    std::set<std::string> known;
    for (const TensorShape& expected : tensorsOf(spec)) {
        const auto found = weights.tensors.find(expected.name);
        if (found == weights.tensors.end())
            return brokenTensor(expected.name, QStringLiteral("is missing"));
        if (auto checked = checkTensor(found->second, expected); !checked)
            return checked;
        known.insert(expected.name);
    }
    for (const auto& [name, tensor] : weights.tensors) {
        if (!known.contains(name))
            return brokenTensor(name, QStringLiteral("does not belong to this network"));
    }
    return {};
}

} // namespace ccad
