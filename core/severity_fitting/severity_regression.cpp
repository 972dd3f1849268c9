// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/severity_fitting/severity_regression.h"

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/statistics/bootstrap.h"
#include "core/statistics/correlation.h"
#include "core/statistics/patient_folds.h"
#include "core/statistics/spread.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <numeric>

namespace ccad {

namespace {

constexpr int folds = 5;
constexpr std::size_t mostPredictions = 5000; ///< of a row in a repetition
constexpr std::uint64_t bootstrapStream = 1; ///< see derivedSeed
constexpr std::uint64_t repetitionStream = 1000;

/// Penalties from hardly any to so large that only the mean is left, for features standardised to
/// variance 1.
std::vector<double> penalties()
{
    std::vector<double> result;
    for (int half = 2; half <= 12; ++half)
        result.push_back(std::pow(10.0, half / 2.0));
    return result;
}

std::vector<std::size_t> rowsWhere(const std::vector<int>& foldOf, bool inFold, int fold)
{
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < foldOf.size(); ++i)
        if ((foldOf[i] == fold) == inFold)
            rows.push_back(i);
    return rows;
}

struct ChosenModel
{
    RidgeModel model;
    double penalty = 0;
};

/// A model fitted to `rows`, with the penalty that did best on patients left out among them.
ChosenModel chosenModel(const RegressionRows& data, const std::vector<std::size_t>& rows,
                        std::uint64_t seed)
{
    const std::vector<double> all = penalties();
    std::vector<double> scores;
    std::vector<int> patients;
    for (const std::size_t row : rows) {
        scores.push_back(data.scores[row]);
        patients.push_back(data.patients[row]);
    }
    const std::vector<int> foldOf = foldsByPatient(patients, scores, folds, seed);
    std::vector<double> errors(all.size());
    for (int fold = 0; fold < folds; ++fold) {
        std::vector<std::size_t> others;
        for (const std::size_t i : rowsWhere(foldOf, false, fold))
            others.push_back(rows[i]);
        const auto models = ridgePath(data.features, data.scores, others, all);
        for (const std::size_t i : rowsWhere(foldOf, true, fold))
            for (std::size_t k = 0; k < all.size(); ++k) {
                const double error
                    = models[k].predict(data.features.row(rows[i])) - data.scores[rows[i]];
                errors[k] += error * error;
            }
    }
    const auto best = std::min_element(errors.begin(), errors.end()) - errors.begin();
    const double penalty = all[static_cast<std::size_t>(best)];
    return {ridgePath(data.features, data.scores, rows, {penalty}).front(), penalty};
}

double absoluteError(const std::vector<double>& predicted, const std::vector<double>& scores)
{
    double sum = 0;
    for (std::size_t i = 0; i < scores.size(); ++i)
        sum += std::abs(predicted[i] - scores[i]);
    return sum / static_cast<double>(scores.size());
}

double determination(const std::vector<double>& predicted, const std::vector<double>& scores)
{
    const double mean = meanOf(scores);
    double left = 0;
    double all = 0;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        left += (predicted[i] - scores[i]) * (predicted[i] - scores[i]);
        all += (scores[i] - mean) * (scores[i] - mean);
    }
    return all > 0 ? 1 - left / all : std::numeric_limits<double>::quiet_NaN();
}

using Statistic
    = std::function<double(const std::vector<double>& predicted, const std::vector<double>&)>;

} // namespace

std::vector<int> foldsByPatient(const std::vector<int>& patients, const std::vector<double>& scores,
                                int folds, std::uint64_t seed)
{
    std::map<int, std::pair<double, int>> sums;
    for (std::size_t i = 0; i < patients.size(); ++i) {
        sums[patients[i]].first += scores[i];
        ++sums[patients[i]].second;
    }
    std::vector<std::pair<double, int>> order; // mean score and patient
    for (const auto& [patient, sum] : sums)
        order.emplace_back(sum.first / sum.second, patient);
    Random random(seed);
    random.shuffle(order); // equal means in any order
    std::ranges::stable_sort(order, {}, &std::pair<double, int>::first);
    std::vector<int> patientsInOrder;
    for (const auto& [mean, patient] : order)
        patientsInOrder.push_back(patient);
    return dealtFolds(patients, patientsInOrder, folds, &random);
}

SeverityRegression::SeverityRegression(RegressionRows rows, std::uint64_t seed, int repetitions,
                                       const CancelToken& cancel)
    : m_rows(std::move(rows)), m_seed(seed)
{
    const std::size_t count = m_rows.scores.size();
    m_repetitions.resize(
        std::clamp(mostPredictions / count, std::size_t{1}, static_cast<std::size_t>(repetitions)));
    m_predictions.assign(m_repetitions.size(), std::vector<double>(count));
    std::vector<double> chosen(m_repetitions.size() * folds);
    parallelFor(m_repetitions.size(), [&](std::size_t r) {
        if (cancel.isCancelled())
            return;
        const std::uint64_t stream = derivedSeed(m_seed, repetitionStream + r);
        Repetition& repetition = m_repetitions[r];
        repetition.foldOf = foldsByPatient(m_rows.patients, m_rows.scores, folds, stream);
        for (int fold = 0; fold < folds; ++fold) {
            ChosenModel best = chosenModel(m_rows, rowsWhere(repetition.foldOf, false, fold),
                                           derivedSeed(stream, static_cast<unsigned>(fold)));
            chosen[r * folds + static_cast<std::size_t>(fold)] = best.penalty;
            repetition.models.push_back(std::move(best.model));
            for (const std::size_t i : rowsWhere(repetition.foldOf, true, fold))
                m_predictions[r][i] = cut(repetition.models.back().predict(m_rows.features.row(i)));
        }
    });
    if (cancel.isCancelled())
        return;
    std::vector<std::size_t> everything(count);
    std::iota(everything.begin(), everything.end(), std::size_t{0});
    // A single choice would be luck, too.
    std::ranges::nth_element(chosen, chosen.begin() + std::ssize(chosen) / 2);
    m_penalty = chosen[chosen.size() / 2];
    m_model = ridgePath(m_rows.features, m_rows.scores, everything, {m_penalty}).front();
}

double SeverityRegression::cut(double value) const
{
    return std::clamp(value, 0.0, m_rows.maximum);
}

std::vector<double> SeverityRegression::predict(std::span<const float> features, int patient) const
{
    const auto known = std::ranges::find(m_rows.patients, patient);
    std::vector<double> result;
    for (const Repetition& repetition : m_repetitions) {
        const RidgeModel* model = &m_model;
        if (known != m_rows.patients.end()) {
            const auto row = static_cast<std::size_t>(known - m_rows.patients.begin());
            model = &repetition.models[static_cast<std::size_t>(repetition.foldOf[row])];
        }
        result.push_back(cut(model->predict(features)));
    }
    return result;
}

double SeverityRegression::reach() const
{
    std::vector<double> errors;
    for (const auto& predicted : m_predictions)
        for (std::size_t i = 0; i < m_rows.scores.size(); ++i)
            errors.push_back(std::abs(predicted[i] - m_rows.scores[i]));
    std::ranges::sort(errors);
    // One patient more has to lie within it: the quantile of cross-conformal prediction (Vovk
    // 2015).
    const auto count = static_cast<double>(m_rows.scores.size());
    const double share = std::min(1.0, std::ceil(0.95 * (count + 1)) / count);
    const auto rank = static_cast<std::size_t>(share * static_cast<double>(errors.size()) + 0.5);
    return errors[std::clamp(rank, std::size_t{1}, errors.size()) - 1];
}

double SeverityRegression::errorOfMean() const
{
    double sum = 0;
    for (const Repetition& repetition : m_repetitions) {
        std::vector<double> predicted(m_rows.scores.size());
        for (int fold = 0; fold < folds; ++fold) {
            std::vector<double> others;
            for (const std::size_t i : rowsWhere(repetition.foldOf, false, fold))
                others.push_back(m_rows.scores[i]);
            for (const std::size_t i : rowsWhere(repetition.foldOf, true, fold))
                predicted[i] = meanOf(others);
        }
        sum += absoluteError(predicted, m_rows.scores);
    }
    return sum / static_cast<double>(m_repetitions.size());
}

ScoreFigures SeverityRegression::figures() const
{
    const auto interval = [&](const Statistic& statistic) {
        const auto ofRows = [&](const std::vector<int>& drawn) {
            std::vector<double> scores;
            for (const int row : drawn)
                scores.push_back(m_rows.scores[static_cast<std::size_t>(row)]);
            double sum = 0;
            std::vector<double> predicted(drawn.size());
            for (const auto& ofRepetition : m_predictions) {
                for (std::size_t i = 0; i < drawn.size(); ++i)
                    predicted[i] = ofRepetition[static_cast<std::size_t>(drawn[i])];
                sum += statistic(predicted, scores);
            }
            return sum / static_cast<double>(m_predictions.size());
        };
        return bootstrapInterval(m_rows.patients, ofRows, derivedSeed(m_seed, bootstrapStream));
    };
    ScoreFigures figures;
    const std::pair<Interval*, Statistic> all[] = {{&figures.pearson, pearsonCorrelation},
                                                   {&figures.spearman, spearmanCorrelation},
                                                   {&figures.meanAbsoluteError, absoluteError},
                                                   {&figures.r2, determination}};
    parallelFor(std::size(all), [&](std::size_t i) { *all[i].first = interval(all[i].second); });
    std::vector<double> single;
    for (const auto& predicted : m_predictions)
        single.push_back(pearsonCorrelation(predicted, m_rows.scores));
    figures.lowestPearson = *std::ranges::min_element(single);
    figures.highestPearson = *std::ranges::max_element(single);
    figures.errorOfMean = errorOfMean();
    figures.reach = reach();
    return figures;
}

} // namespace ccad
