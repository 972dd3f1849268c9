// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/severity_fitting/severity_fit.h"

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/evaluation/scoring.h"
#include "core/severity_fitting/internal/saturation.h"
#include "core/severity_fitting/internal/scored_images.h"

#include <QFileInfo>

#include <algorithm>
#include <set>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr std::size_t imagesAtOnce = 16;
constexpr std::size_t fewestImages = 20;
constexpr std::size_t fewestPatients = 10;
constexpr std::uint64_t saturationStream = 100; ///< see derivedSeed; the scores have 0 and 1

/// An image that could be read, with the network's features.
struct SeenImage
{
    ScoredImage image;
    std::vector<float> features;
};

using Inputs = std::vector<std::optional<Result<NetworkInput>>>;

/// Computes the features of prepared inputs. Errors: Cancelled, those of predict.
Result<void> takeFeatures(const Classifier& classifier, const ScoredImage* images, Inputs inputs,
                          std::vector<SeenImage>& seen, QStringList& unreadable,
                          const CancelToken& cancel)
{
    std::vector<NetworkInput> readable;
    const std::size_t known = seen.size();
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        Result<NetworkInput>& input = *inputs[i];
        if (input) {
            readable.push_back(std::move(*input));
            seen.push_back({images[i], {}});
        } else if (input.error().code == ErrorCode::Cancelled) {
            return input.error();
        } else {
            // The report may go into a package: nobody needs this computer's folders there.
            const QString name = QFileInfo(images[i].item.file).fileName();
            unreadable.append(u"%1: %2"_s.arg(name, input.error().message));
        }
    }
    auto predictions = classifier.predict(readable, cancel);
    if (!predictions)
        return predictions.error();
    for (std::size_t i = 0; i < predictions->size(); ++i)
        seen[known + i].features = std::move((*predictions)[i].features);
    return {};
}

Result<std::vector<SeenImage>> seenImages(const Classifier& classifier,
                                          const std::vector<ScoredImage>& images,
                                          QStringList& unreadable, const CancelToken& cancel,
                                          const Progress& progress)
{
    const InputOf inputOf = inputFromFile(classifier.preprocessor(), cancel);
    std::vector<SeenImage> seen;
    for (std::size_t first = 0; first < images.size(); first += imagesAtOnce) {
        if (progress)
            progress(static_cast<qint64>(first), static_cast<qint64>(images.size()),
                     u"Looking at images"_s);
        Inputs inputs(std::min(imagesAtOnce, images.size() - first));
        parallelFor(inputs.size(),
                    [&](std::size_t i) { inputs[i] = inputOf(images[first + i].item); });
        if (auto taken = takeFeatures(classifier, images.data() + first, std::move(inputs), seen,
                                      unreadable, cancel);
            !taken)
            return taken.error();
    }
    return seen;
}

RegressionRows rowsOf(const std::vector<SeenImage>& seen, SeverityScore score)
{
    RegressionRows rows;
    rows.maximum = severityMaximum(score);
    for (const SeenImage& image : seen) {
        const auto value = image.image.scores[static_cast<std::size_t>(score)];
        if (!value)
            continue;
        rows.features.width = image.features.size();
        rows.features.values.insert(rows.features.values.end(), image.features.begin(),
                                    image.features.end());
        rows.scores.push_back(*value);
        rows.patients.push_back(image.image.patient);
    }
    return rows;
}

std::size_t patientsOf(const RegressionRows& rows)
{
    return std::set<int>(rows.patients.begin(), rows.patients.end()).size();
}

Result<void> checkRows(const RegressionRows& rows, const QString& column, const QString& manifest)
{
    const auto refused = [&](const QString& why) {
        return Error{ErrorCode::DatasetUnusable, why, manifest};
    };
    if (rows.scores.size() < fewestImages || patientsOf(rows) < fewestPatients)
        return refused(u"Only %1 readable images of %2 patients in %3 have a score "
                       "in the column \"%4\"; at least %5 of %6 patients are "
                       "needed to fit it and to try it on patients apart."_s.arg(rows.scores.size())
                           .arg(patientsOf(rows))
                           .arg(manifest, column)
                           .arg(fewestImages)
                           .arg(fewestPatients));
    const auto [low, high] = std::ranges::minmax_element(rows.scores);
    if (*low == *high)
        return refused(u"All %1 scores in the column \"%2\" of %3 are %4, so there "
                       "is nothing to learn."_s.arg(rows.scores.size())
                           .arg(column, manifest)
                           .arg(*low));
    return {};
}

SeverityModel::Estimator estimatorOf(SeverityScore score, const RidgeModel& model, double reach)
{
    SeverityModel::Estimator estimator{score, {}, model.bias, reach};
    for (const double weight : model.weights)
        estimator.weights.push_back(static_cast<float>(weight));
    return estimator;
}

void addSaturation(const std::vector<SeenImage>& seen, const SeverityRegression& extent,
                   SeverityReport& report)
{
    std::vector<SaturationRow> rows;
    for (const SeenImage& image : seen)
        if (image.image.saturation)
            rows.push_back({*image.image.saturation, image.image.patient,
                            extent.predict(image.features, image.image.patient)});
    if (!rows.empty())
        report.saturation = saturationReport(rows, derivedSeed(report.seed, saturationStream));
}

/// Fits one score: its estimator, and its report. Errors: DatasetUnusable, Cancelled.
Result<SeverityModel::Estimator> fitScore(const std::vector<SeenImage>& seen, SeverityScore score,
                                          const SeverityRequest& request, const CancelToken& cancel,
                                          SeverityReport& report)
{
    const auto number = static_cast<std::size_t>(score);
    RegressionRows rows = rowsOf(seen, score);
    if (auto checked = checkRows(rows, request.scoreColumns[number], request.manifest); !checked)
        return checked.error();
    const SeverityRegression regression(std::move(rows), derivedSeed(request.seed, number),
                                        request.repetitions, cancel);
    if (cancel.isCancelled())
        return Error{ErrorCode::Cancelled, u"The fit was cancelled."_s, {}};
    const ScoreFigures figures = regression.figures();
    report.repetitions = static_cast<int>(regression.repetitions().size());
    report.scores.push_back({score, static_cast<int>(regression.rows().scores.size()),
                             static_cast<int>(patientsOf(regression.rows())), regression.penalty(),
                             figures});
    if (score == SeverityScore::Extent)
        addSaturation(seen, regression, report);
    return estimatorOf(score, regression.model(), figures.reach);
}

Result<FittedSeverity> fit(const Classifier& classifier, const SeverityRequest& request,
                           const CancelToken& cancel, const Progress& progress)
{
    auto scored = scoredImages(request);
    if (!scored)
        return scored.error();
    SeverityReport report;
    report.modelName = classifier.manifest().name;
    report.modelSha256 = classifier.manifest().weightsSha256;
    report.seed = request.seed;
    report.unreadable = scored->unreadable;
    report.notes = scored->notes;
    const auto seen = seenImages(classifier, scored->images, report.unreadable, cancel, progress);
    if (!seen)
        return seen.error();
    for (const SeenImage& image : *seen)
        report.notRedistributable
            += !image.image.redistributable && (image.image.scores[0] || image.image.scores[1]);
    std::vector<SeverityModel::Estimator> estimators;
    for (const SeverityScore score : severityScores) {
        const auto number = static_cast<std::size_t>(score);
        const auto hasIt
            = [&](const ScoredImage& image) { return image.scores[number].has_value(); };
        if (std::ranges::none_of(scored->images, hasIt))
            continue;
        if (progress)
            progress(static_cast<qint64>(number), static_cast<qint64>(severityScores.size()),
                     u"Fitting %1"_s.arg(severityName(score)));
        auto estimator = fitScore(*seen, score, request, cancel, report);
        if (!estimator)
            return estimator.error();
        estimators.push_back(std::move(*estimator));
    }
    return FittedSeverity{SeverityModel(report.modelSha256, std::move(estimators)),
                          std::move(report)};
}

} // namespace

Result<FittedSeverity> fitSeverity(const Classifier& classifier, const SeverityRequest& request,
                                   const CancelToken& cancel, const Progress& progress)
{
    try {
        return fit(classifier, request, cancel, progress);
    } catch (const std::exception& failure) { // memory ran out
        return Error{
            ErrorCode::Internal,
            u"The severity scores could not be fitted: %1"_s.arg(QString::fromUtf8(failure.what())),
            {}};
    }
}

} // namespace ccad
