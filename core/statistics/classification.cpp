// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/classification.h"

#include "core/base/random.h"
#include "core/statistics/bootstrap.h"
#include "core/statistics/roc.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <ranges>

namespace ccad {
namespace {

constexpr int calibrationBins = 15;

double ratio(double numerator, double denominator)
{
    return denominator > 0 ? numerator / denominator : std::numeric_limits<double>::quiet_NaN();
}

int mostProbable(const std::vector<float>& probabilities)
{
    const auto best = std::max_element(probabilities.begin(), probabilities.end());
    return static_cast<int>(best - probabilities.begin());
}

/// One prediction's share in the calibration error.
struct Confidence
{
    std::size_t bin = 0;
    double gap = 0; ///< 1 or 0 for right or wrong, less the confidence
};

Confidence confidenceOf(const std::vector<float>& probabilities, int label)
{
    const int predicted = mostProbable(probabilities);
    const double confidence = probabilities[static_cast<std::size_t>(predicted)];
    // Bin m holds the confidences in ((m - 1) / 15, m / 15].
    const int index = static_cast<int>(std::ceil(confidence * calibrationBins)) - 1;
    return {static_cast<std::size_t>(std::clamp(index, 0, calibrationBins - 1)),
            (predicted == label ? 1 : 0) - confidence};
}

std::vector<Confidence> confidencesOf(const std::vector<std::vector<float>>& probabilities,
                                      const std::vector<int>& labels)
{
    std::vector<Confidence> confidences;
    for (std::size_t i = 0; i < labels.size(); ++i)
        confidences.push_back(confidenceOf(probabilities[i], labels[i]));
    return confidences;
}

/// Sum over the bins of (share of images in the bin) x |accuracy - mean confidence|, of those rows.
template <typename Rows>
double calibrationError(const std::vector<Confidence>& confidences, const Rows& rows)
{
    std::array<double, calibrationBins> gaps{};
    for (const auto row : rows) {
        const Confidence& confidence = confidences[static_cast<std::size_t>(row)];
        gaps[confidence.bin] += confidence.gap;
    }
    double error = 0;
    for (const double gap : gaps)
        error += std::abs(gap);
    return ratio(error, static_cast<double>(rows.size()));
}

/// The class that a number within [0, 1) draws.
int drawnClass(const std::vector<float>& probabilities, double number)
{
    std::size_t drawn = 0;
    for (; drawn + 1 < probabilities.size(); ++drawn) {
        number -= static_cast<double>(probabilities[drawn]);
        if (number < 0)
            break;
    }
    return static_cast<int>(drawn);
}

/// One class against the rest.
struct Counts
{
    double truePositive = 0, falsePositive = 0, falseNegative = 0, trueNegative = 0;
};

Counts countsOf(const ConfusionMatrix& confusion, std::size_t wanted)
{
    Counts counts;
    for (std::size_t truth = 0; truth < confusion.size(); ++truth) {
        for (std::size_t guess = 0; guess < confusion.size(); ++guess) {
            double& count = truth == wanted
                ? (guess == wanted ? counts.truePositive : counts.falseNegative)
                : (guess == wanted ? counts.falsePositive : counts.trueNegative);
            count += confusion[truth][guess];
        }
    }
    return counts;
}

ClassReport classReport(const Counts& counts)
{
    ClassReport report;
    report.sensitivity = ratio(counts.truePositive, counts.truePositive + counts.falseNegative);
    report.specificity = ratio(counts.trueNegative, counts.trueNegative + counts.falsePositive);
    report.precision = ratio(counts.truePositive, counts.truePositive + counts.falsePositive);
    report.f1 = ratio(2 * counts.truePositive,
                      2 * counts.truePositive + counts.falsePositive + counts.falseNegative);
    return report;
}

Interval oneAgainstRest(const std::vector<std::vector<float>>& probabilities,
                        const std::vector<int>& labels, std::size_t wanted)
{
    std::vector<double> scores;
    std::vector<bool> positive;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        scores.push_back(probabilities[i][wanted]);
        positive.push_back(labels[i] == static_cast<int>(wanted));
    }
    return delongInterval(scores, positive);
}

} // namespace

ClassificationReport classificationReport(const std::vector<std::vector<float>>& probabilities,
                                          const std::vector<int>& labels, int classes)
{
    const auto size = static_cast<std::size_t>(classes);
    ClassificationReport report;
    report.count = static_cast<int>(labels.size());
    report.confusion.assign(size, std::vector<int>(size, 0));
    std::vector<int> predicted;
    int correct = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        predicted.push_back(mostProbable(probabilities[i]));
        ++report.confusion[static_cast<std::size_t>(labels[i])]
                          [static_cast<std::size_t>(predicted[i])];
        correct += predicted[i] == labels[i] ? 1 : 0;
    }
    report.accuracy = ratio(correct, report.count);
    report.expectedCalibrationError = calibrationError(
        confidencesOf(probabilities, labels), std::views::iota(std::size_t{0}, labels.size()));
    for (std::size_t i = 0; i < size; ++i) {
        report.perClass.push_back(classReport(countsOf(report.confusion, i)));
        report.perClass.back().auc = oneAgainstRest(probabilities, labels, i);
    }
    return report;
}

Interval calibrationErrorInterval(const std::vector<std::vector<float>>& probabilities,
                                  const std::vector<int>& labels, const std::vector<int>& groups,
                                  std::uint64_t seed, int draws)
{
    const auto confidences = confidencesOf(probabilities, labels);
    return bootstrapInterval(
        groups, [&](const std::vector<int>& rows) { return calibrationError(confidences, rows); },
        seed, draws);
}

double calibrationErrorByChance(const std::vector<std::vector<float>>& probabilities,
                                const std::vector<int>& groups, std::uint64_t seed, int draws)
{
    const std::size_t count
        = groups.empty() ? 0 : static_cast<std::size_t>(std::ranges::max(groups)) + 1;
    Random random(seed);
    std::vector<double> numbers(count);
    std::vector<int> labels(probabilities.size());
    double sum = 0;
    for (int draw = 0; draw < draws; ++draw) {
        std::ranges::generate(numbers, [&] { return random.uniform(); });
        for (std::size_t i = 0; i < labels.size(); ++i)
            labels[i] = drawnClass(probabilities[i], numbers[static_cast<std::size_t>(groups[i])]);
        sum += calibrationError(confidencesOf(probabilities, labels),
                                std::views::iota(std::size_t{0}, labels.size()));
    }
    return ratio(sum, draws);
}

} // namespace ccad
