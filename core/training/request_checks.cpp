// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/request_checks.h"

#include "core/base/files.h"

#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

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
        return invalid(
            u"The network has %1 outputs, the data set %2 classes."_s.arg(request.network.classes)
                .arg(request.dataset.classes.size()),
            u"classes"_s);
    if (!request.classes.empty()
        && request.classes.size() != static_cast<std::size_t>(request.dataset.classes.size()))
        return invalid(u"There must be one title for each class."_s, u"classes"_s);
    if (!request.positiveClass.isEmpty()
        && !request.dataset.classes.contains(request.positiveClass))
        return invalid(u"The data set has no class \"%1\"."_s.arg(request.positiveClass),
                       request.positiveClass);
    if (recipe.batch < 2 || recipe.headEpochs < 0 || recipe.fineTuneEpochs < 0
        || recipe.headEpochs + recipe.fineTuneEpochs == 0)
        return invalid(u"A training needs a batch of at least 2 and at least one epoch."_s,
                       u"recipe"_s);
    if (recipe.patience < 0)
        return invalid(u"The patience cannot be negative."_s, u"patience"_s);
    if (request.preprocess.inputSize != request.network.inputSize)
        return invalid(u"Preprocessing and network disagree on the input size."_s, u"input_size"_s);
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
        {u"dataset"_s, datasetFingerprint(request.dataset)},
        {u"recipe"_s, toJson(request.recipe)},
        {u"seed"_s, QString::number(request.seed)},
        {u"plan"_s,
         QJsonObject{{u"validation"_s, request.plan.validation},
                     {u"test"_s, request.plan.test},
                     {u"folds"_s, request.plan.folds},
                     {u"fold"_s, request.plan.fold}}},
        {u"network"_s, toJson(request.network)},
        {u"preprocess"_s, toJson(request.preprocess)},
        {u"base"_s, sha256Hex(toSafetensors(request.baseWeights))},
    };
    if (const QString sides = namedSides(request); !sides.isEmpty())
        summary[u"sides"_s] = sides;
    return sha256Hex(QJsonDocument(summary).toJson(QJsonDocument::Compact));
}

} // namespace ccad
