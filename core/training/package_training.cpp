// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/package_training.h"

#include "core/package/imported_weights.h"

#include <QDir>
#include <QFile>

#include <utility>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

Result<TrainingRequest> completed(const TrainingSetup& setup)
{
    TrainingRequest request = setup.request;
    if (setup.base.isEmpty())
        return request;
    auto base = loadPackageOrWeights(setup.base);
    if (!base)
        return base.error();
    beginFrom(*std::move(base), setup.inputSize, request);
    return request;
}

} // namespace

QString checkpointFileOf(const QString& packageFolder)
{
    return QDir::cleanPath(packageFolder) + u".checkpoint"_s;
}

Result<void> checkTrainingTarget(const QString& folder, Existing existing,
                                 const QString& checkpointFile)
{
    if (auto target = checkPackageTarget(folder, existing); !target)
        return target;
    return checkCheckpointFile(checkpointFile);
}

void beginFrom(ModelPackage base, int inputSize, TrainingRequest& request)
{
    startFrom(std::move(base), inputSize, request);
    request.featureCache = defaultFeatureCache();
}

Result<TrainedModel> trainPackage(const TrainingSetup& setup, const TrainingControl& control,
                                  const TrainingObserver& observer, const OnTrained& onTrained)
{
    // Asked first, since hours may pass until the package is written.
    if (auto target
        = checkTrainingTarget(setup.folder, setup.existing, setup.request.checkpointFile);
        !target)
        return target.error();
    const auto request = completed(setup);
    if (!request)
        return request.error();
    auto outcome = trainModel(*request, control, observer);
    if (!outcome)
        return outcome.error();
    if (onTrained)
        onTrained(*outcome);
    // Should this fail, the checkpoint still holds everything.
    if (auto saved = saveModelPackage(outcome->package, setup.folder, setup.existing); !saved)
        return saved.error();
    QFile::remove(request->checkpointFile);
    return TrainedModel{
        setup.folder,       std::move(outcome->results), std::move(outcome->unreadable),
        outcome->bestEpoch, outcome->stoppedEarly,       outcome->seconds};
}

} // namespace ccad
