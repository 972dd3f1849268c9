// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trainer.h"

#include "core/training/model_card.h"
#include "core/training/training_images.h"
#include "core/training/training_phases_torch.h"

#include "core/model/runtime.h"

#include <QElapsedTimer>

#include <algorithm>
#include <set>

namespace ccad {

namespace {

Error invalid(const QString& message, const QString& context)
{
    return {ErrorCode::InvalidArgument, message, context};
}

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

/// The outside images whose file and patient the training set does not have, with its class
/// indices.
std::vector<DatasetItem> unseen(const Dataset& outside, const Dataset& known)
{
    std::set<QString> patients;
    std::set<QString> files;
    for (const DatasetItem& item : known.items) {
        files.insert(item.file);
        if (!item.patient.isEmpty())
            patients.insert(item.source + u'\n' + item.patient);
    }
    std::vector<DatasetItem> result;
    for (DatasetItem item : outside.items) {
        const auto label = known.classes.indexOf(outside.classes[item.label]);
        if (label < 0 || files.contains(item.file)
            || patients.contains(item.source + u'\n' + item.patient))
            continue;
        item.label = static_cast<int>(label);
        result.push_back(std::move(item));
    }
    return result;
}

Result<std::unique_ptr<Classifier>> calibratedClassifier(TrainingContext& context,
                                                         ModelPackage& package)
{
    auto raw = Classifier::create(package);
    if (!raw)
        return raw.error();
    auto scores
        = score(**raw, context.images.inputs(), context.split.validation, context.cancel);
    if (!scores)
        return scores.error();
    const Calibration calibration = calibrate(*scores, package.manifest.positiveClass);
    package.manifest.temperature = calibration.temperature;
    package.manifest.threshold = calibration.threshold;
    return Classifier::create(package);
}

Result<void> evaluateOutside(const TrainingRequest& request, const Classifier& classifier,
                             const CancelToken& cancel, const TrainingObserver& observer,
                             TrainingOutcome& outcome)
{
    if (!request.outside)
        return {};
    const auto items = unseen(*request.outside, request.dataset);
    auto images = TrainingImages::load(items, request.preprocess, cancel, observer.onProgress);
    if (!images)
        return images.error();
    auto scored = scoreItems(classifier, images->inputs(), items, cancel);
    if (!scored)
        return scored.error();
    outcome.outside = evaluate(scored->items, request.network.classes);
    return {};
}

Result<void> evaluateModel(TrainingContext& context, TrainingOutcome& outcome)
{
    auto classifier = calibratedClassifier(context, outcome.package);
    if (!classifier)
        return classifier.error();
    auto test
        = score(**classifier, context.images.inputs(), context.split.test, context.cancel);
    if (!test)
        return test.error();
    outcome.testScores = std::move(test->items);
    outcome.test = evaluate(outcome.testScores, context.request.network.classes);
    return evaluateOutside(context.request, **classifier, context.cancel, context.observer,
                           outcome);
}

Result<TrainingOutcome> run(const TrainingRequest& request, const CancelToken& cancel,
                            const TrainingObserver& observer)
{
    QElapsedTimer timer;
    timer.start();
    if (auto checked = checkRequest(request); !checked)
        return checked.error();
    auto split = splitByPatient(request.dataset, request.fractions, request.seed);
    if (!split)
        return split.error();
    auto images = TrainingImages::load(request.dataset.items, request.preprocess, cancel,
                                       observer.onProgress);
    if (!images)
        return images.error();

    torch::manual_seed(derivedSeed(request.seed, 0)); // the head starts at random
    TrainingContext context{
        request, *split, *images, cancel, observer, MobileNetV2(request.network), {}, 0};
    if (auto loaded = loadExtractorWeights(context.network, request.baseWeights); !loaded)
        return loaded.error();
    if (auto trained = trainHead(context); !trained)
        return trained.error();
    if (request.recipe.fineTuneEpochs > 0)
        if (auto tuned = fineTune(context); !tuned)
            return tuned.error();

    TrainingOutcome outcome;
    outcome.package.manifest = manifestOf(request);
    outcome.package.weights = weightsOf(context.network);
    outcome.curves = context.curves;
    outcome.bestEpoch = context.bestEpoch;
    outcome.unreadable = images->unreadable();
    if (auto evaluated = evaluateModel(context, outcome); !evaluated)
        return evaluated.error();
    outcome.seconds = static_cast<double>(timer.elapsed()) / 1000;

    const DataSummary data = summarise(request.dataset, *split);
    outcome.package.manifest.provenance = provenanceOf(request, data, outcome);
    outcome.package.manifest.externalEvaluation
        = outsideSentence(outcome, outcome.package.manifest);
    outcome.package.card = modelCard(request, data, outcome);
    return outcome;
}

} // namespace

Result<TrainingOutcome> trainModel(const TrainingRequest& request, const CancelToken& cancel,
                                   const TrainingObserver& observer)
{
    try {
        useAllCores();
        keepFreedMemory();
        return run(request, cancel, observer);
    } catch (const std::exception& failure) {
        return Error{
            ErrorCode::Internal,
            QStringLiteral("The training failed: %1").arg(QString::fromUtf8(failure.what())),
            request.name};
    }
}

} // namespace ccad
