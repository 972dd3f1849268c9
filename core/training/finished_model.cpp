// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/finished_model.h"

#include "core/evaluation/known_cases.h"
#include "core/evaluation/sensitivity_threshold.h"

#include <algorithm>
#include <set>

namespace ccad {

namespace {

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

/// scoreItems with a turn in the lane for each batch, so that a prediction can go between.
template <typename Purpose>
Result<ScoredSet<Purpose>> scoreInTurns(const FinishedModel& model, const Classifier& classifier,
                                        const TrainingImages& images, const ItemSet<Purpose>& set)
{
    constexpr std::size_t chunk = 32;
    ScoredSet<Purpose> result;
    for (std::size_t first = 0; first < set.items.size(); first += chunk) {
        model.clock.pauseWith(model.control);
        const auto begin = set.items.begin() + static_cast<std::ptrdiff_t>(first);
        const auto count = std::min(chunk, set.items.size() - first);
        const ItemSet<Purpose> part{{begin, begin + static_cast<std::ptrdiff_t>(count)}};
        const ComputeLane::Turn turn(*model.control.lane(), false);
        auto scored = score(classifier, images.inputs(), part, model.control.cancelToken());
        if (!scored)
            return scored.error();
        std::ranges::move(scored->items, std::back_inserter(result.items));
        result.unreadable += scored->unreadable;
        const TrainingProgress now = model.clock.advance(static_cast<std::int64_t>(count));
        if (model.observer.onProgress)
            model.observer.onProgress(now);
    }
    return result;
}

/// Offsets of logits are the dense layer's bias, so a package needs no field for them.
void addToBias(const std::vector<double>& offsets, WeightMap& weights)
{
    std::vector<float>& bias = weights.tensors.at("classifier.1.bias").values;
    for (std::size_t c = 0; c < offsets.size(); ++c)
        bias[c] += static_cast<float>(offsets[c]);
}

Result<std::unique_ptr<Classifier>> calibratedClassifier(const FinishedModel& model,
                                                         TrainingOutcome& outcome)
{
    ModelPackage& package = outcome.package;
    auto raw = Classifier::create(package);
    if (!raw)
        return raw.error();
    auto scores = scoreInTurns(model, **raw, model.images, model.split.validation);
    if (!scores)
        return scores.error();
    const auto kind = model.request.recipe.sourcePrior > 0 ? CalibrationKind::TemperatureAndOffsets
                                                           : CalibrationKind::Temperature;
    const Calibration calibration = calibrate(*scores, package.manifest.positiveClass, kind);
    addToBias(calibration.offsets, package.weights);
    package.manifest.temperature = calibration.temperature;
    package.manifest.threshold = calibration.threshold;
    return Classifier::create(package);
}

Result<void> evaluateOutside(const FinishedModel& model, const Classifier& classifier,
                             TrainingOutcome& outcome)
{
    if (!model.request.outside)
        return {};
    const TestItems items{unseen(*model.request.outside, model.request.dataset)};
    auto images = TrainingImages::load(items.items, classifier.manifest().preprocess,
                                       model.control.cancelToken(), {});
    if (!images)
        return images.error();
    model.clock.begin(TrainingProgress::Step::Evaluating, 0, 0,
                      static_cast<std::int64_t>(items.items.size()));
    auto scored = scoreInTurns(model, classifier, *images, items);
    if (!scored)
        return scored.error();
    outcome.outside = evaluate(scored->items, model.request.network.classes);
    outcome.results.outside = std::move(*scored);
    return {};
}

} // namespace

Result<void> evaluateModel(const FinishedModel& model, TrainingOutcome& outcome)
{
    model.clock.begin(TrainingProgress::Step::Evaluating, 0, 0,
                      static_cast<std::int64_t>(2 * model.split.validation.items.size()
                                                + model.split.test.items.size()));
    auto classifier = calibratedClassifier(model, outcome);
    if (!classifier)
        return classifier.error();
    // Scored again, now calibrated: what is recorded is what the finished model says.
    auto validation = scoreInTurns(model, **classifier, model.images, model.split.validation);
    if (!validation)
        return validation.error();
    outcome.results.validation = std::move(*validation);
    ModelManifest& manifest = outcome.package.manifest;
    manifest.operatingPoints
        = sensitivityThresholds(outcome.results.validation, manifest.positiveClass);
    manifest.predictionSets
        = predictionSetsFor(outcome.results.validation, model.request.network.classes,
                            defaultCoverage, manifest.temperature);
    auto test = scoreInTurns(model, **classifier, model.images, model.split.test);
    if (!test)
        return test.error();
    outcome.test = evaluate(test->items, model.request.network.classes);
    outcome.results.test = std::move(*test);
    return evaluateOutside(model, **classifier, outcome);
}

} // namespace ccad
