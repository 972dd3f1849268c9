// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/internal/cross_validation.h"

#include "core/base/random.h"
#include "core/statistics/bootstrap.h"
#include "core/statistics/logistic.h"

#include <algorithm>
#include <cmath>
#include <limits>
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
    std::map<int, int> foldOfPatient;
    int next = 0;
    for (const int patient : patients)
        foldOfPatient[patient] = next++ % folds;
    std::vector<int> result;
    for (const int patient : rows.patients)
        result.push_back(foldOfPatient[patient]);
    return result;
}

/// Of each class against the rest, equal scores counting one half; NaN where one kind is missing.
double areaOf(const std::vector<std::pair<double, bool>>& sorted)
{
    double below = 0;
    double positives = 0;
    double negatives = 0;
    for (std::size_t first = 0; first < sorted.size();) {
        double positive = 0;
        double negative = 0;
        std::size_t last = first;
        for (; last < sorted.size() && sorted[last].first == sorted[first].first; ++last)
            (sorted[last].second ? positive : negative) += 1;
        below += positive * (negatives + negative / 2);
        positives += positive;
        negatives += negative;
        first = last;
    }
    return positives > 0 && negatives > 0 ? below / (positives * negatives)
                                          : std::numeric_limits<double>::quiet_NaN();
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
    // Ranks once and for all: a draw then only counts, which keeps a thousand of them quick.
    std::vector<std::vector<int>> orders;
    for (int k = 0; k < classes; ++k) {
        std::vector<int> order(rows.labels.size());
        std::iota(order.begin(), order.end(), 0);
        const auto score = [&](int row) {
            return probabilities[static_cast<std::size_t>(row)][static_cast<std::size_t>(k)];
        };
        std::sort(order.begin(), order.end(), [&](int a, int b) { return score(a) < score(b); });
        orders.push_back(std::move(order));
    }
    const auto statistic = [&](const std::vector<int>& drawn) {
        std::vector<int> times(rows.labels.size());
        for (const int row : drawn)
            ++times[static_cast<std::size_t>(row)];
        double sum = 0;
        int known = 0;
        for (int k = 0; k < classes; ++k) {
            std::vector<std::pair<double, bool>> sorted;
            for (const int row : orders[static_cast<std::size_t>(k)]) {
                const auto i = static_cast<std::size_t>(row);
                sorted.insert(sorted.end(), static_cast<std::size_t>(times[i]),
                              {probabilities[i][static_cast<std::size_t>(k)], rows.labels[i] == k});
            }
            const double area = areaOf(sorted);
            if (!std::isnan(area)) {
                sum += area;
                ++known;
            }
        }
        return known > 0 ? sum / known : std::numeric_limits<double>::quiet_NaN();
    };
    return bootstrapInterval(rows.patients, statistic, seed, bootstrapDraws);
}

} // namespace ccad
