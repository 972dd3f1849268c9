// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/augmentation/training_images.h"
#include "core/base/files.h"
#include "core/engine/kernels.h"
#include "core/torch/runtime_torch.h"
#include "core/training/checkpoint_claim.h"
#include "core/training/feature_cache.h"
#include "core/training/finished_model.h"
#include "core/training/finished_model_gate.h"
#include "core/training/model_card.h"
#include "core/training/module_functions.h"
#include "core/training/phases/internal/training_phases_torch.h"
#include "core/training/request_checks.h"

#include <ATen/Context.h>

#include <QElapsedTimer>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

TrainingWork workOf(const TrainingRequest& request, const PatientSplit& split)
{
    const TrainingRecipe& recipe = request.recipe;
    return {static_cast<std::int64_t>(split.training.items.size()),
            static_cast<std::int64_t>(split.validation.items.size()),
            static_cast<std::int64_t>(split.test.items.size()),
            recipe.headEpochs,
            recipe.fineTuneEpochs,
            recipe.augmentHead && recipe.augmentation.isRandom(),
            request.fitsGate ? gatePasses(split) : 0};
}

/// Reads the images unless that was done.
Result<void> readImages(TrainingContext& context)
{
    if (context.images.isRead())
        return {};
    TrainingClock& clock = context.clock;
    const auto total = static_cast<std::int64_t>(context.request.dataset.items.size());
    const auto report = [&](std::int64_t done) {
        const TrainingProgress now = clock.advance(done - clock.progress().done);
        if (context.observer.onProgress)
            context.observer.onProgress(now);
    };
    clock.begin(TrainingProgress::Step::Reading, 0, 0, total);
    auto read = context.images.read(context.control.cancelToken(),
                                    [&](qint64 done, qint64, const QString&) {
                                        clock.pauseWith(context.control);
                                        report(done);
                                    });
    if (read)
        report(total);
    return read;
}

/// Does the head learn from features alone, all of which the cache has? Then it starts at once, and
/// the images are read when something else needs them.
bool needsFeaturesAlone(const TrainingContext& context)
{
    const TrainingRecipe& recipe = context.request.recipe;
    const bool changesImages = recipe.augmentHead && recipe.augmentation.isRandom();
    const auto isKnown
        = [&](const DatasetItem& item) { return context.features.find(item) != nullptr; };
    return !changesImages && std::ranges::all_of(context.split.training.items, isKnown)
        && std::ranges::all_of(context.split.validation.items, isKnown);
}

Result<void> trainNetwork(TrainingContext& context)
{
    const TrainingRequest& request = context.request;
    at::manual_seed(derivedSeed(request.seed, 0)); // the head starts at random
    context.network = MobileNetV2(request.network);
    if (auto loaded = loadExtractorWeights(context.network, request.baseWeights); !loaded)
        return loaded;
    if (auto trained = trainHead(context); !trained)
        return trained;
    if (request.recipe.fineTuneEpochs == 0)
        return {};
    if (context.control.isStopping()) {
        context.stoppedEarly = true;
        return {};
    }
    if (auto read = readImages(context); !read)
        return read;
    return fineTune(context);
}

/// The conditions besides the request that decide the weights' last bits: the same request gives
/// the same bytes where they are the same.
QJsonObject computedWith()
{
    const ChosenKernels chosen = chosenKernels();
    return {{u"engine"_s, QString::fromLatin1(engine::kernelsForThisProcessor().name)},
            {u"training_step"_s, QString::fromStdString(chosen.trainingStep)},
            {u"torch"_s, QString::fromStdString(chosen.torch)},
            {u"blas"_s, QString::fromStdString(chosen.blas)},
            {u"threads"_s, chosen.threads}};
}

/// Writes card, provenance and result files, now that all figures are known.
void describe(const TrainingRequest& request, const PatientSplit& split, TrainingOutcome& outcome)
{
    const DataSummary data = summarise(request.dataset, split);
    ModelPackage& package = outcome.package;
    // Filled in on saving, too; the result files name the weights that they are about.
    package.manifest.weightsSha256 = sha256Hex(toSafetensors(package.weights));
    package.manifest.provenance = provenanceOf(request, data, outcome);
    package.manifest.provenance[u"computed_with"_s] = computedWith();
    package.manifest.externalEvaluation = outsideSentence(outcome, package.manifest);
    package.card = modelCard(request, data, outcome);
    outcome.results.manifest = package.manifest;
    for (const auto& [name, content] : resultFiles(outcome.results, request.dataRoot))
        package.attachments[u"evaluation/"_s + name] = content;
}

Result<TrainingOutcome> run(const TrainingRequest& request, const TrainingControl& control,
                            const TrainingObserver& observer)
{
    QElapsedTimer timer;
    timer.start();
    if (auto checked = checkRequest(request); !checked)
        return checked.error();
    const auto split = splitByPatient(request.dataset, request.plan, request.seed);
    if (!split)
        return split.error();
    std::unique_ptr<QLockFile> lock;
    if (!request.checkpointFile.isEmpty()) {
        auto claimed = claimForTraining(request.checkpointFile);
        if (!claimed)
            return claimed.error();
        lock = std::move(*claimed);
    }
    TrainingClock clock(workOf(request, *split));
    TrainingImages images = TrainingImages::unread(request.dataset.items, request.preprocess);
    FeatureCache features(request.featureCache);
    if (request.recipe.headEpochs > 0) {
        features.look(split->training.items, control.cancelToken());
        features.look(split->validation.items, control.cancelToken());
    }
    TrainingContext context{request, *split, images, features, control, observer, clock};
    if (request.recipe.augmentation.centreFeatures) // their mean is asked for
        if (auto read = readImages(context); !read)
            return read.error();
    const PreprocessSpec spec = images.centre(request.recipe.augmentation, split->training);
    features.open(spec, request.network, request.baseWeights);
    if (!needsFeaturesAlone(context))
        if (auto read = readImages(context); !read)
            return read.error();
    if (auto trained = trainNetwork(context); !trained)
        return trained.error();
    if (auto read = readImages(context); !read)
        return read.error();

    TrainingOutcome outcome;
    outcome.package.manifest = manifestOf(request);
    outcome.package.manifest.preprocess = spec;
    outcome.package.weights = weightsOf(context.network);
    outcome.results.knowsPatients = request.dataset.knowsPatients();
    outcome.results.curve = context.curve;
    outcome.results.dataFolder = request.dataRoot;
    outcome.bestEpoch = context.bestEpoch;
    outcome.stoppedEarly = context.stoppedEarly;
    outcome.unreadable = images.unreadable();
    const FinishedModel model{request, *split, images, control, observer, context.clock};
    if (auto evaluated = evaluateModel(model, outcome); !evaluated)
        return evaluated.error();
    if (auto fitted = fitGateOf(model, outcome); !fitted)
        return fitted.error();
    outcome.seconds = static_cast<double>(timer.elapsed()) / 1000;
    describe(request, *split, outcome);
    return outcome;
}

} // namespace

Result<TrainingOutcome> ccadTrainModel(const TrainingRequest& request,
                                       const TrainingControl& control,
                                       const TrainingObserver& observer)
{
    try {
        useAllCores();
        keepFreedMemory();
        return run(request, control, observer);
    } catch (const std::exception& failure) {
        return Error{ErrorCode::Internal,
                     u"The training failed: %1"_s.arg(QString::fromUtf8(failure.what())),
                     request.name};
    }
}

} // namespace ccad
