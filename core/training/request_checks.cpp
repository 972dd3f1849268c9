// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/request_checks.h"

#include "core/base/files.h"

#include <QJsonDocument>

#include <algorithm>

namespace ccad {

namespace {

Error invalid(const QString& message, const QString& context)
{
    return {ErrorCode::InvalidArgument, message, context};
}

/// A digest of the sides that the items name; empty where none does, or where nobody asks for them.
QString namedSides(const TrainingRequest& request)
{
    QByteArray sides;
    bool anyNamed = false;
    for (const DatasetItem& item : request.dataset.items) {
        anyNamed = anyNamed || !item.split.isEmpty();
        sides += item.split.toUtf8() + '\n';
    }
    return anyNamed && request.plan.folds == 0 ? sha256Hex(sides) : QString();
}

} // namespace

Result<void> checkRequest(const TrainingRequest& request)
{
    const TrainingRecipe& recipe = request.recipe;
    if (request.network.classes != request.dataset.classes.size())
        return invalid(QStringLiteral("The network has %1 outputs, the data set %2 classes.")
                           .arg(request.network.classes)
                           .arg(request.dataset.classes.size()),
                       QStringLiteral("classes"));
    if (!request.classes.empty()
        && request.classes.size() != static_cast<std::size_t>(request.dataset.classes.size()))
        return invalid(QStringLiteral("There must be one title for each class."),
                       QStringLiteral("classes"));
    if (!request.positiveClass.isEmpty()
        && !request.dataset.classes.contains(request.positiveClass))
        return invalid(
            QStringLiteral("The data set has no class \"%1\".").arg(request.positiveClass),
            request.positiveClass);
    if (recipe.batch < 2 || recipe.headEpochs < 0 || recipe.fineTuneEpochs < 0
        || recipe.headEpochs + recipe.fineTuneEpochs == 0)
        return invalid(
            QStringLiteral("A training needs a batch of at least 2 and at least one epoch."),
            QStringLiteral("recipe"));
    if (recipe.patience < 0)
        return invalid(QStringLiteral("The patience cannot be negative."),
                       QStringLiteral("patience"));
    if (request.preprocess.inputSize != request.network.inputSize)
        return invalid(QStringLiteral("Preprocessing and network disagree on the input size."),
                       QStringLiteral("input_size"));
    return {};
}

ModelManifest manifestOf(const TrainingRequest& request)
{
    ModelManifest manifest;
    manifest.name = request.name;
    manifest.version = request.version;
    manifest.network = request.network;
    manifest.preprocess = request.preprocess;
    manifest.classes = request.classes;
    if (manifest.classes.empty())
        for (const QString& name : request.dataset.classes)
            manifest.classes.push_back({name, name});
    if (!request.positiveClass.isEmpty())
        manifest.positiveClass
            = static_cast<int>(request.dataset.classes.indexOf(request.positiveClass));
    for (const DatasetItem& item : request.dataset.items)
        if (item.ageYears)
            manifest.minimumAgeYears
                = std::min(*item.ageYears, manifest.minimumAgeYears.value_or(*item.ageYears));
    return manifest;
}

QString requestFingerprint(const TrainingRequest& request)
{
    QJsonObject summary{
        {QStringLiteral("dataset"), datasetFingerprint(request.dataset)},
        {QStringLiteral("recipe"), toJson(request.recipe)},
        {QStringLiteral("seed"), QString::number(request.seed)},
        {QStringLiteral("plan"),
         QJsonObject{{QStringLiteral("validation"), request.plan.validation},
                     {QStringLiteral("test"), request.plan.test},
                     {QStringLiteral("folds"), request.plan.folds},
                     {QStringLiteral("fold"), request.plan.fold}}},
        {QStringLiteral("network"), toJson(request.network)},
        {QStringLiteral("preprocess"), toJson(request.preprocess)},
        {QStringLiteral("base"), sha256Hex(toSafetensors(request.baseWeights))},
    };
    if (const QString sides = namedSides(request); !sides.isEmpty())
        summary[QStringLiteral("sides")] = sides;
    return sha256Hex(QJsonDocument(summary).toJson(QJsonDocument::Compact));
}

} // namespace ccad
