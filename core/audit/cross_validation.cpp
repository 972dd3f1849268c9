// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/internal/cross_validation.h"

#include "core/base/random.h"
#include "core/statistics/bootstrap.h"
#include "core/statistics/logistic.h"
#include "core/statistics/patient_folds.h"
#include "core/statistics/ranked_scores.h"
#include "core/statistics/spread.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace ccad {

namespace {

constexpr int folds = 5;
constexpr int bootstrapDraws = 1000;
/// Strong, since there are more features than images; with it forty steps are plenty.
constexpr LogisticOptions regression{0.1, 40};

/// The fold of each row: patients in a random order, dealt class by class.
std::vector<int> foldsOf(const AuditedRows& rows, std::uint64_t seed)
{
    std::map<int, int> classOfPatient;
    for (std::size_t row = 0; row < rows.labels.size(); ++row)
        classOfPatient.try_emplace(rows.patients[row], rows.labels[row]);
    std::vector<int> patients;
    for (const auto& [patient, label] : classOfPatient)
        patients.push_back(patient);
    Random random(seed);
    random.shuffle(patients);
    std::stable_sort(patients.begin(), patients.end(),
                     [&](int a, int b) { return classOfPatient[a] < classOfPatient[b]; });
    return dealtFolds(rows.patients, patients, folds);
}

} // namespace

std::vector<std::vector<double>> crossValidated(const AuditedRows& rows, std::uint64_t seed)
{
    const std::vector<int> foldOf = foldsOf(rows, seed);
    std::vector<std::vector<double>> result(rows.labels.size());
    const auto valuesOf = [&](std::size_t row) {
        const auto begin = rows.values.begin() + static_cast<std::ptrdiff_t>(row * rows.width);
        return std::vector<float>(begin, begin + static_cast<std::ptrdiff_t>(rows.width));
    };
    for (int fold = 0; fold < folds; ++fold) {
        LabelledRows others;
        for (std::size_t row = 0; row < foldOf.size(); ++row)
            if (foldOf[row] != fold)
                others.add(valuesOf(row), rows.labels[row]);
        if (others.count() == 0)
            continue;
        const LinearModel model = fitLogistic(others, rows.classes, regression);
        for (std::size_t row = 0; row < foldOf.size(); ++row)
            if (foldOf[row] == fold)
                result[row] = model.probabilities(valuesOf(row));
    }
    for (auto& probabilities : result)
        if (probabilities.empty()) // one fold holds everything
            probabilities.assign(static_cast<std::size_t>(rows.classes), 1.0 / rows.classes);
    return result;
}

Interval meanAuc(const std::vector<std::vector<double>>& probabilities, const AuditedRows& rows,
                 std::uint64_t seed)
{
    // Two classes mirror each other.
    const int classes = rows.classes == 2 ? 1 : rows.classes;
    // Ranked once, so that a draw only counts, which keeps a thousand of them quick.
    std::vector<int> rowNumbers(rows.labels.size());
    std::iota(rowNumbers.begin(), rowNumbers.end(), 0);
    std::vector<RankedScores> ranked;
    for (int k = 0; k < classes; ++k) {
        std::vector<double> scores;
        std::vector<bool> positive;
        for (std::size_t i = 0; i < rows.labels.size(); ++i) {
            scores.push_back(probabilities[i][static_cast<std::size_t>(k)]);
            positive.push_back(rows.labels[i] == k);
        }
        ranked.emplace_back(scores, positive, rowNumbers);
    }
    const auto statistic = [&](const std::vector<int>& drawn) {
        std::vector<int> times(rows.labels.size());
        for (const int row : drawn)
            ++times[static_cast<std::size_t>(row)];
        std::vector<double> areas;
        for (const RankedScores& ofClass : ranked)
            areas.push_back(ofClass.area(times));
        return meanOf(areas);
    };
    return bootstrapInterval(rows.patients, statistic, seed, bootstrapDraws);
}

} // namespace ccad
