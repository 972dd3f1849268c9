// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/local_calibration/local_calibration.h"

#include "core/base/random.h"
#include "core/evaluation/dataset_evaluation.h"
#include "core/evaluation/known_cases.h"
#include "core/evaluation/sensitivity_threshold.h"
#include "core/gate_fitting/gate_fitting.h"
#include "core/local_calibration/internal/local_package.h"
#include "core/statistics/films_needed.h"
#include "core/statistics/patient_folds.h"

#include <algorithm>
#include <numeric>
#include <utility>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int madeUpOfEachKind = 20;
constexpr std::size_t mostTried = 200; ///< films that the gate is tried on, evenly along the list
constexpr double usefulWidth = 0.10; ///< of the interval of an AUC
constexpr double usualAuc = 0.85;

/// The films by the purpose that their patients were dealt to.
struct Halves
{
    ValidationScores fitted;
    TestScores reported;
};

Halves dealt(const std::vector<ScoredItem>& items, std::uint64_t seed)
{
    const std::vector<int> patients = patientNumbers(items);
    const int count = patients.empty() ? 0 : *std::ranges::max_element(patients) + 1;
    std::vector<std::pair<int, int>> classAndFilms(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < items.size(); ++i) {
        auto& [label, films] = classAndFilms[static_cast<std::size_t>(patients[i])];
        label = items[i].item.label;
        ++films;
    }
    std::vector<int> order(static_cast<std::size_t>(count));
    std::iota(order.begin(), order.end(), 0);
    Random random(seed);
    random.shuffle(order);
    // Neighbours come into different halves: each has half of the patients and films of every
    // class.
    std::ranges::stable_sort(
        order, {}, [&](int patient) { return classAndFilms[static_cast<std::size_t>(patient)]; });
    const std::vector<int> half = dealtFolds(patients, order, 2, &random);
    Halves halves;
    for (std::size_t i = 0; i < items.size(); ++i)
        (half[i] == 0 ? halves.fitted.items : halves.reported.items).push_back(items[i]);
    return halves;
}

Error tooFewFilms(const std::map<QString, int>& counts)
{
    QStringList words;
    for (const auto& [name, count] : counts)
        words << u"%1 of \"%2\""_s.arg(count).arg(name);
    const int needed = filmsNeeded(usualAuc, usefulWidth);
    return {ErrorCode::DatasetUnusable,
            u"There are %1 films; at least two classes need %2 each. For an AUC (of about %3) "
            "whose 95 % interval is %4 wide, %5 of each of two classes are needed, of patients "
            "apart."_s.arg(words.isEmpty() ? u"no"_s : words.join(u", "_s))
                .arg(fewestLocalFilms)
                .arg(usualAuc)
                .arg(usefulWidth)
                .arg(needed),
            u"dataset"_s};
}

Result<void> checkEnough(const Dataset& dataset)
{
    std::map<QString, int> counts;
    for (const DatasetItem& item : dataset.items)
        ++counts[dataset.classes[item.label]];
    const auto enough = std::ranges::count_if(
        counts, [](const auto& entry) { return entry.second >= fewestLocalFilms; });
    if (enough >= 2)
        return {};
    return tooFewFilms(counts);
}

/// All films of the request, as a classifier judges them.
class Department
{
public:
    Department(const LocalCalibrationRequest& request, const CancelToken& cancel,
               const Progress& progress)
        : m_request(request), m_cancel(cancel), m_progress(progress)
    {
    }

    [[nodiscard]] Result<DatasetEvaluation> judgedBy(const Classifier& classifier) const
    {
        return evaluateDataset(classifier,
                               {m_request.dataset, m_request.dataFolder, EvaluatedSide::All,
                                m_request.patientsFromDicom},
                               m_cancel, m_progress);
    }

    [[nodiscard]] Halves halvesOf(const ModelResults& results) const
    {
        return dealt(results.test.items, m_request.seed);
    }

    [[nodiscard]] const LocalCalibrationRequest& request() const { return m_request; }
    [[nodiscard]] const CancelToken& cancel() const { return m_cancel; }
    [[nodiscard]] const Progress& progress() const { return m_progress; }

private:
    const LocalCalibrationRequest& m_request;
    CancelToken m_cancel;
    const Progress& m_progress;
};

ModelResults resultsOf(const ModelResults& all, const Halves& halves)
{
    ModelResults results = all;
    results.validation = halves.fitted;
    results.test.items = halves.reported.items;
    return results;
}

TestItems itemsOf(const TestScores& scores)
{
    const std::size_t count = std::min(mostTried, scores.items.size());
    TestItems items;
    for (std::size_t i = 0; i < count; ++i)
        items.items.push_back(scores.items[i * scores.items.size() / count].item);
    return items;
}

Result<GateCheck> tried(const Gate& gate, const Classifier& classifier, const TestItems& films,
                        const Department& department)
{
    GateCheck check;
    const InputOf pictures = wholePictures(classifier, department.cancel());
    if (auto done = tryOnImages(gate, classifier, pictures, films, check, department.cancel(),
                                department.progress());
        !done)
        return done.error();
    if (auto done = tryOnMadeUpPictures(gate, classifier, madeUpOfEachKind,
                                        department.request().seed, check, department.cancel());
        !done)
        return done.error();
    return check;
}

/// Widens the gate's limits for the fitted films, and tries it before and after on the others.
Result<void> fitGateTo(const Halves& halves, const Classifier& classifier,
                       const Department& department, LocalCalibration& result)
{
    const Gate* gate = classifier.gate();
    if (gate == nullptr)
        return {};
    ValidationItems films;
    for (const ScoredItem& scored : halves.fitted.items)
        films.items.push_back(scored.item);
    const auto widened
        = withLocalLimits(*gate, classifier, wholePictures(classifier, department.cancel()), films,
                          {}, department.cancel(), department.progress());
    if (!widened)
        return widened.error();
    const TestItems others = itemsOf(halves.reported);
    auto before = tried(*gate, classifier, others, department);
    if (!before)
        return before.error();
    auto after = tried(*widened, classifier, others, department);
    if (!after)
        return after.error();
    result.gateBefore = std::move(*before);
    result.gateAfter = std::move(*after);
    result.package.gate = widened->toBytes();
    result.package.manifest.gateSha256.clear(); // written with the package
    return {};
}

/// Fits what turns logits into answers; the network stays as it is.
Result<std::unique_ptr<Classifier>> fitAnswers(const Halves& halves, const Classifier& classifier,
                                               const Department& department,
                                               LocalCalibration& result)
{
    const int positive = classifier.manifest().positiveClass;
    auto package = withCalibration(*classifier.package(),
                                   calibrate(halves.fitted, positive, CalibrationKind::Local));
    if (!package)
        return package.error();
    auto fitted = Classifier::create(*package);
    if (!fitted)
        return fitted.error();
    auto judged = department.judgedBy(**fitted);
    if (!judged)
        return judged.error();
    const Halves after = department.halvesOf(judged->results);
    ModelManifest& manifest = package->manifest;
    manifest.operatingPoints = sensitivityThresholds(after.fitted, positive);
    manifest.predictionSets
        = predictionSetsFor(after.fitted, static_cast<int>(manifest.classes.size()),
                            department.request().coverage, manifest.temperature);
    result.after = resultsOf(judged->results, after);
    result.after.manifest = manifest;
    result.package = std::move(*package);
    return fitted;
}

/// The graver of the two colours: a local red light must not hide behind a green one from
/// elsewhere.
void takeAudit(const AuditReport& audit, ModelPackage& package)
{
    if (static_cast<int>(audit.summary.colour) > static_cast<int>(package.manifest.audit.colour))
        package.manifest.audit = audit.summary;
}

void describe(LocalCalibration& result, const LocalCalibrationRequest& request)
{
    ModelManifest& manifest = result.package.manifest;
    if (!manifest.version.endsWith(u"+local"_s))
        manifest.version += u"+local"_s;
    const QString text = localCalibrationText(result);
    manifest.externalEvaluation
        = u"Fitted to %1 films of this department; figures on %2 others are in its card."_s
              .arg(result.fittedFilms)
              .arg(result.after.test.items.size());
    manifest.provenance[u"local_calibration"_s] = QJsonObject{
        {u"data_fingerprint"_s, result.audit.dataFingerprint},
        {u"seed"_s, QString::number(request.seed)},
        {u"fitted_films"_s, result.fittedFilms},
        {u"reported_films"_s, static_cast<qint64>(result.after.test.items.size())},
    };
    result.package.card
        = withCardSection(result.package.card, u"Calibration on local films"_s, text);
    for (auto& [name, content] : resultFiles(result.after))
        result.package.attachments[u"evaluation/"_s + name] = content;
}

} // namespace

Result<LocalCalibration> calibrateOnLocalFilms(const Classifier& classifier, const QString& folder,
                                               const LungSegmenter* lungs,
                                               const LocalCalibrationRequest& request,
                                               const CancelToken& cancel, const Progress& progress)
{
    if (auto enough = checkEnough(request.dataset); !enough)
        return enough.error();
    const Department department(request, cancel, progress);
    auto delivered = department.judgedBy(classifier);
    if (!delivered)
        return delivered.error();
    LocalCalibration result;
    result.notes = delivered->notes;
    result.delivered = delivered->results;
    const Halves halves = department.halvesOf(delivered->results);
    result.before = resultsOf(delivered->results, halves);
    result.fittedFilms = static_cast<int>(halves.fitted.items.size());
    const auto fitted = fitAnswers(halves, classifier, department, result);
    if (!fitted)
        return fitted.error();
    if (auto gate = fitGateTo(halves, **fitted, department, result); !gate)
        return gate.error();
    AuditRequest asked;
    asked.dataset = request.dataset;
    asked.seed = request.seed;
    auto audit = runAudit(classifier, lungs, asked, cancel, progress);
    if (!audit)
        return audit.error();
    result.audit = std::move(*audit);
    takeAudit(result.audit, result.package);
    auto further = furtherFilesOf(folder);
    if (!further)
        return further.error();
    result.package.attachments = std::move(*further);
    describe(result, request);
    return result;
}

} // namespace ccad
