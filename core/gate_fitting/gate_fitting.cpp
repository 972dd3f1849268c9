// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gate_fitting/gate_fitting.h"

#include "core/base/random.h"
#include "core/gate_fitting/internal/gate_samples.h"
#include "core/statistics/logistic.h"
#include "core/statistics/spread.h"
#include "core/statistics/subspace_fit.h"

#include <algorithm>
#include <cmath>
#include <map>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int fewestImages = 10;
/// A source with fewer training images shares a centre with the other small ones.
constexpr int fewestOfSource = 20;
/// Half of the least number of made-up pictures; fewer would leave out a kind of them.
constexpr int fewestOthers = 50;
/// Shares of validation images that may lie beyond the limits that refuse and that warn.
constexpr double refusedShare = 0.01;
constexpr double warnedShare = 0.03;

/// Chooses evenly from all sources, and within a source evenly along the list.
std::vector<DatasetItem> chosen(const std::vector<DatasetItem>& items, int count)
{
    if (static_cast<int>(items.size()) <= count)
        return items;
    std::map<QString, std::vector<const DatasetItem*>> bySource;
    for (const DatasetItem& item : items)
        bySource[item.source].push_back(&item);
    // The smallest source first: what it does not use goes to the larger ones.
    std::vector<std::vector<const DatasetItem*>> sources;
    for (auto& [name, found] : bySource)
        sources.push_back(std::move(found));
    std::stable_sort(sources.begin(), sources.end(),
                     [](const auto& a, const auto& b) { return a.size() < b.size(); });
    std::vector<DatasetItem> result;
    for (std::size_t i = 0; i < sources.size(); ++i) {
        const std::size_t left = static_cast<std::size_t>(count) - result.size();
        const std::size_t share = std::min(left / (sources.size() - i), sources[i].size());
        for (std::size_t j = 0; j < share; ++j)
            result.push_back(*sources[i][j * sources[i].size() / share]);
    }
    return result;
}

std::vector<int> clustersOf(const std::vector<GateSample>& samples,
                            const std::vector<DatasetItem>& items)
{
    std::map<QString, int> counts;
    for (const GateSample& sample : samples)
        ++counts[items[static_cast<std::size_t>(sample.item)].source];
    std::map<QString, int> numbers;
    std::vector<int> clusters;
    for (const GateSample& sample : samples) {
        const QString& source = items[static_cast<std::size_t>(sample.item)].source;
        const QString name = counts[source] < fewestOfSource ? QString() : source;
        clusters.push_back(
            numbers.try_emplace(name, static_cast<int>(numbers.size())).first->second);
    }
    return clusters;
}

std::vector<GateSample> frontalOnes(const std::vector<GateSample>& samples)
{
    std::vector<GateSample> result;
    std::ranges::copy_if(samples, std::back_inserter(result), [](const GateSample& sample) {
        return sample.kind == PictureKind::Frontal;
    });
    return result;
}

LinearModel fitKinds(const std::vector<GateSample>& samples, double penalty)
{
    std::array<double, pictureKinds> counts{};
    for (const GateSample& sample : samples)
        ++counts[static_cast<std::size_t>(sample.kind)];
    const bool withChildren = counts[static_cast<std::size_t>(PictureKind::Child)] > 0;
    const std::size_t kinds = withChildren ? pictureKinds : kindsWithoutChildren;
    LabelledRows rows;
    for (const GateSample& sample : samples) {
        const auto kind = static_cast<std::size_t>(sample.kind);
        // All kinds weigh the same, so that the limits mean the same whatever their numbers.
        const double weight
            = static_cast<double>(samples.size()) / (static_cast<double>(kinds) * counts[kind]);
        rows.add(gateValues(sample.facts, sample.features), static_cast<int>(kind),
                 static_cast<float>(weight));
    }
    return fitLogistic(rows, static_cast<int>(kinds), {penalty, 150});
}

void fitSubspaces(const std::vector<GateSample>& frontal, const std::vector<int>& clusters,
                  const GateOptions& options, Gate::Parameters& parameters)
{
    std::vector<float> features;
    std::vector<float> pictures;
    for (const GateSample& sample : frontal) {
        features.insert(features.end(), sample.features.begin(), sample.features.end());
        pictures.insert(pictures.end(), sample.facts.ranks.begin(), sample.facts.ranks.end());
    }
    parameters.features
        = fitSubspace(features, frontal.front().features.size(), clusters, options.featureAxes);
    parameters.pictures
        = fitSubspace(pictures, frontal.front().facts.ranks.size(), clusters, options.pictureAxes);
}

double quantile(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    return quantileOfSorted(values, share);
}

/// Refuses pictures that are more likely wrong than good. Where good validation images are doubted
/// more than that, it refuses only pictures beyond nearly all of them.
GateLimits refusalLimits(const std::vector<double>& good)
{
    const double refuse = std::max(quantile(good, 1 - refusedShare), 0.0);
    const double spread = std::max(refuse - quantile(good, 0.5), 1e-3);
    return {std::min(quantile(good, 1 - warnedShare), refuse - 0.05 * spread), refuse};
}

/// Distances only back the classifier up, for kinds of pictures that nobody thought of, so their
/// limits are generous: a new hospital lies further out than any validation image.
GateLimits distanceLimits(const std::vector<double>& good)
{
    const double needed = quantile(good, 1 - refusedShare);
    const double spread = std::max(needed - quantile(good, 0.5), 1e-3);
    return {needed + 0.25 * spread, needed + 1.0 * spread};
}

void setLimits(const std::vector<GateSample>& samples, Gate::Parameters& parameters)
{
    const Gate gate(parameters);
    std::vector<double> good;
    std::vector<double> featureDistances;
    std::vector<double> pictureDistances;
    std::vector<double> children;
    for (const GateSample& sample : samples) {
        const GateMeasures measures = gate.measure(sample.facts, sample.features);
        good.push_back(measures.refusal);
        featureDistances.push_back(measures.featureDistance);
        pictureDistances.push_back(measures.pictureDistance);
        children.push_back(measures.kinds[static_cast<std::size_t>(PictureKind::Child)]);
    }
    parameters.refusal = refusalLimits(good);
    parameters.featureDistance = distanceLimits(featureDistances);
    parameters.pictureDistance = distanceLimits(pictureDistances);
    if (gate.knowsChildren())
        parameters.childWarning = std::max(quantile(children, 1 - refusedShare), 0.5);
}

/// The limits wanted, kept within twice the distance of the old ones.
GateLimits widened(const GateLimits& old, const GateLimits& wanted)
{
    const double furthest = old.refuse + (old.refuse - old.warn);
    const double refuse = std::clamp(wanted.refuse, old.refuse, furthest);
    return {std::clamp(wanted.warn, old.warn, old.warn + (refuse - old.refuse)), refuse};
}

Error tooFew(int count, const char* side)
{
    return {ErrorCode::DatasetUnusable,
            u"A gate needs %1 readable %2 images, and there are only %3."_s.arg(fewestImages)
                .arg(QLatin1String(side))
                .arg(count),
            {}};
}

Result<void> addTeachers(const Classifier& classifier, const InputOf& inputOf,
                         const GateTeachers& teachers, std::uint64_t seed,
                         const CancelToken& cancel, const Progress& progress,
                         std::vector<GateSample>& samples)
{
    const auto add = [&](const std::vector<DatasetItem>& items, PictureKind kind,
                         std::uint64_t stream) -> Result<void> {
        auto further = teacherSamples(classifier, inputOf, items, kind, derivedSeed(seed, stream),
                                      cancel, progress);
        if (!further)
            return further.error();
        std::ranges::move(*further, std::back_inserter(samples));
        return {};
    };
    constexpr std::uint64_t othersStream = 2;
    constexpr std::uint64_t childrenStream = 3;
    if (auto done = add(teachers.others, PictureKind::Other, othersStream); !done)
        return done;
    return add(teachers.children, PictureKind::Child, childrenStream);
}

Result<Gate> fit(const Classifier& classifier, const InputOf& inputOf,
                 const TrainingItems& training, const ValidationItems& validation,
                 const GateOptions& options, const GateTeachers& teachers,
                 const CancelToken& cancel, const Progress& progress)
{
    const std::vector<DatasetItem> items = chosen(training.items, options.images);
    // With few images, fewer made-up pictures are enough to weigh as much.
    const int others = 2 * std::max(static_cast<int>(items.size()), fewestOthers);
    SamplePlan plan{1, true, others, derivedSeed(options.seed, 0)};
    auto learned = gateSamples(classifier, inputOf, items, plan, cancel, progress);
    if (!learned)
        return learned.error();
    const std::vector<GateSample> frontal = frontalOnes(*learned);
    if (static_cast<int>(frontal.size()) < 2 * fewestImages)
        return tooFew(static_cast<int>(frontal.size()) / 2, "training");
    if (auto taught
        = addTeachers(classifier, inputOf, teachers, options.seed, cancel, progress, *learned);
        !taught)
        return taught.error();
    plan = {1, false, 0, derivedSeed(options.seed, 1)};
    const auto held = gateSamples(classifier, inputOf, chosen(validation.items, options.images),
                                  plan, cancel, progress);
    if (!held)
        return held.error();
    const auto readable = frontalOnes(*held).size() / 2;
    if (readable < fewestImages)
        return tooFew(static_cast<int>(readable), "validation");

    Gate::Parameters parameters;
    parameters.featureCount = frontal.front().features.size();
    parameters.kinds = fitKinds(*learned, options.penalty);
    fitSubspaces(frontal, clustersOf(frontal, items), options, parameters);
    setLimits(*held, parameters);
    return Gate(std::move(parameters));
}

Result<Gate> moved(const Gate& gate, const Classifier& classifier, const InputOf& inputOf,
                   const ValidationItems& films, const GateOptions& options,
                   const CancelToken& cancel, const Progress& progress)
{
    const SamplePlan plan{1, false, 0, derivedSeed(options.seed, 1)};
    const auto held = gateSamples(classifier, inputOf, chosen(films.items, options.images), plan,
                                  cancel, progress);
    if (!held)
        return held.error();
    const auto readable = frontalOnes(*held).size() / 2;
    if (readable < fewestImages)
        return tooFew(static_cast<int>(readable), "local");
    Gate::Parameters wanted = gate.parameters();
    setLimits(*held, wanted);
    Gate::Parameters parameters = gate.parameters();
    parameters.refusal = widened(parameters.refusal, wanted.refusal);
    parameters.featureDistance = widened(parameters.featureDistance, wanted.featureDistance);
    parameters.pictureDistance = widened(parameters.pictureDistance, wanted.pictureDistance);
    return Gate(std::move(parameters));
}

/// What OpenCV and the memory throw becomes an error.
template <typename Make> Result<Gate> guarded(const Make& make)
{
    try {
        return make();
    } catch (const std::exception& failure) {
        return Error{ErrorCode::Internal,
                     u"The gate could not be fitted: %1"_s.arg(QString::fromUtf8(failure.what())),
                     {}};
    }
}

} // namespace

InputOf wholePictures(const Classifier& classifier, const CancelToken& cancel)
{
    return inputFromFile(Preprocessor(wholePicture(classifier.manifest().preprocess)), cancel);
}

Result<Gate> fitGate(const Classifier& classifier, const InputOf& inputOf,
                     const TrainingItems& training, const ValidationItems& validation,
                     const GateOptions& options, const CancelToken& cancel,
                     const Progress& progress, const GateTeachers& teachers)
{
    return guarded([&] {
        return fit(classifier, inputOf, training, validation, options, teachers, cancel, progress);
    });
}

Result<Gate> withLocalLimits(const Gate& gate, const Classifier& classifier, const InputOf& inputOf,
                             const ValidationItems& films, const GateOptions& options,
                             const CancelToken& cancel, const Progress& progress)
{
    return guarded(
        [&] { return moved(gate, classifier, inputOf, films, options, cancel, progress); });
}

} // namespace ccad
