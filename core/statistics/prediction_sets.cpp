// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/prediction_sets.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace ccad {

namespace {

constexpr double rounding = 1e-9; ///< 0.1 of 10 is 1, whatever the last bit says

constexpr double promises[] = {0.50, 0.55, 0.60, 0.65, 0.70, 0.75, 0.80, 0.85, 0.90, 0.95, 0.99};

/// How many of n calibration values may lie below the floor, and one more: the floor is that value,
/// from the lowest; 0: there is none.
std::size_t rankOfFloor(std::size_t n, double coverage)
{
    return static_cast<std::size_t>(
        std::floor((static_cast<double>(n) + 1) * (1 - coverage) + rounding));
}

double floorOf(std::vector<double> ofTrueClass, double coverage)
{
    const std::size_t rank = rankOfFloor(ofTrueClass.size(), coverage);
    if (rank == 0)
        return 0;
    const auto at = ofTrueClass.begin() + static_cast<std::ptrdiff_t>(rank - 1);
    std::nth_element(ofTrueClass.begin(), at, ofTrueClass.end());
    return *at;
}

bool isWrong(const KnownCase& known)
{
    const auto best = std::ranges::max_element(known.probabilities);
    return best - known.probabilities.begin() != known.label;
}

} // namespace

std::vector<double> withoutTemperature(std::span<const float> probabilities, double temperature)
{
    std::vector<double> powers;
    powers.reserve(probabilities.size());
    double sum = 0;
    for (const float probability : probabilities) {
        powers.push_back(std::pow(static_cast<double>(probability), temperature));
        sum += powers.back();
    }
    for (double& power : powers)
        power /= sum;
    return powers;
}

int patientsNeeded(double coverage)
{
    return std::max(1, static_cast<int>(std::ceil(1 / (1 - coverage) - 1 - rounding)));
}

PredictionSets fitPredictionSets(const std::vector<KnownCase>& cases, int classes, double coverage,
                                 double temperature)
{
    std::vector<std::vector<double>> ofTrueClass(static_cast<std::size_t>(classes));
    std::set<std::pair<int, int>> seen;
    for (const KnownCase& known : cases) {
        if (!seen.emplace(known.patient, known.label).second)
            continue;
        const auto label = static_cast<std::size_t>(known.label);
        ofTrueClass[label].push_back(withoutTemperature(known.probabilities, temperature)[label]);
    }
    PredictionSets sets{coverage, temperature, {}, {}};
    for (std::vector<double>& values : ofTrueClass) {
        sets.patients.push_back(static_cast<int>(values.size()));
        sets.floors.push_back(floorOf(std::move(values), coverage));
    }
    return sets;
}

std::vector<int> possibleClasses(const PredictionSets& sets, std::span<const float> probabilities)
{
    const std::vector<double> raw = withoutTemperature(probabilities, sets.temperature);
    std::vector<int> possible;
    for (std::size_t i = 0; i < raw.size() && i < sets.floors.size(); ++i)
        if (raw[i] >= sets.floors[i])
            possible.push_back(static_cast<int>(i));
    return possible;
}

PredictionSetFigures figuresOf(const PredictionSets& sets, const std::vector<KnownCase>& cases)
{
    PredictionSetFigures figures;
    figures.imagesOfClass.resize(sets.floors.size());
    figures.coveredOfClass.resize(sets.floors.size());
    for (const KnownCase& known : cases) {
        const std::vector<int> possible = possibleClasses(sets, known.probabilities);
        const bool covered = std::ranges::find(possible, known.label) != possible.end();
        const auto label = static_cast<std::size_t>(known.label);
        ++figures.images;
        ++figures.imagesOfClass[label];
        figures.empty += possible.empty() ? 1 : 0;
        figures.single += possible.size() == 1 ? 1 : 0;
        figures.singleWrong += possible.size() == 1 && !covered ? 1 : 0;
        figures.covered += covered ? 1 : 0;
        figures.coveredOfClass[label] += covered ? 1 : 0;
    }
    return figures;
}

std::vector<CoveragePoint> coverageCurve(const std::vector<KnownCase>& calibration,
                                         const std::vector<KnownCase>& tested, int classes,
                                         double temperature)
{
    std::vector<CoveragePoint> points;
    if (calibration.empty() || tested.empty())
        return points;
    for (const double promised : promises) {
        const PredictionSets sets = fitPredictionSets(calibration, classes, promised, temperature);
        points.push_back({promised, figuresOf(sets, tested)});
    }
    return points;
}

std::vector<SelectivePoint> selectiveErrors(const std::vector<KnownCase>& cases)
{
    std::vector<std::pair<float, bool>> answers;
    answers.reserve(cases.size());
    for (const KnownCase& known : cases)
        answers.emplace_back(std::ranges::max(known.probabilities), isWrong(known));
    std::ranges::sort(answers, [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<SelectivePoint> points;
    const auto all = static_cast<double>(answers.size());
    double wrong = 0;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        wrong += answers[i].second ? 1 : 0;
        const bool lastOfEquals
            = i + 1 == answers.size() || answers[i + 1].first != answers[i].first;
        const auto count = static_cast<double>(i + 1);
        if (lastOfEquals)
            points.push_back({count / all, wrong / count});
    }
    return points;
}

} // namespace ccad
