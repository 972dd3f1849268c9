// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/sensitivity_threshold.h"

#include "core/base/plain_number.h"
#include "core/evaluation/model_results.h"

#include <algorithm>
#include <cmath>
#include <functional>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr double offered[] = {0.80, 0.90, 0.95, 0.98};
constexpr int fewestOfAKind = 10;
constexpr double rounding = 1e-9; ///< 0.95 of 20 are 19, whatever the last bit says

Error invalid(const QString& message, const QString& folder)
{
    return {ErrorCode::InvalidArgument, message, folder};
}

Result<SensitivityThreshold> usable(const SensitivityThreshold& choice, const QString& folder)
{
    if (choice.threshold)
        return choice;
    return invalid(u"The validation images of %1 are too few for a sensitivity of %2: it needs "
                   "%3 positive and %4 negative ones, and there are %5 and %6."_s.arg(folder)
                       .arg(plainNumber(choice.target))
                       .arg(positivesNeeded(choice.target))
                       .arg(fewestOfAKind)
                       .arg(choice.positives)
                       .arg(choice.negatives),
                   folder);
}

} // namespace

int positivesNeeded(double sensitivity)
{
    return std::max(fewestOfAKind, static_cast<int>(std::ceil(1 / (1 - sensitivity) - rounding)));
}

SensitivityThreshold thresholdForSensitivity(const ValidationScores& scores, int positiveClass,
                                             double sensitivity)
{
    const ClassScores all = classScores(scores.items, positiveClass);
    std::vector<double> positives;
    for (std::size_t i = 0; i < all.scores.size(); ++i)
        if (all.positive[i])
            positives.push_back(all.scores[i]);
    SensitivityThreshold choice;
    choice.target = sensitivity;
    choice.positives = static_cast<int>(positives.size());
    choice.negatives = static_cast<int>(all.scores.size() - positives.size());
    if (choice.positives < positivesNeeded(sensitivity) || choice.negatives < fewestOfAKind)
        return choice;
    std::sort(positives.begin(), positives.end(), std::greater<>());
    const auto called = static_cast<std::size_t>(
        std::ceil(sensitivity * static_cast<double>(positives.size()) - rounding));
    choice.threshold = positives[std::max<std::size_t>(called, 1) - 1];
    const OperatingPoint point = operatingPoint(all.scores, all.positive, *choice.threshold);
    choice.sensitivity = point.sensitivity;
    choice.specificity = point.specificity;
    return choice;
}

std::vector<SensitivityThreshold> sensitivityThresholds(const ValidationScores& scores,
                                                        int positiveClass)
{
    std::vector<SensitivityThreshold> choices;
    for (const double sensitivity : offered)
        choices.push_back(thresholdForSensitivity(scores, positiveClass, sensitivity));
    return choices;
}

Result<SensitivityThreshold> thresholdOfPackage(const QString& packageFolder, double sensitivity)
{
    if (!(sensitivity > 0 && sensitivity < 1))
        return invalid(u"A sensitivity to be reached lies between 0 and 1, not at "
                       "%1."_s.arg(plainNumber(sensitivity)),
                       packageFolder);
    const auto manifest = loadModelManifest(packageFolder);
    if (!manifest)
        return manifest.error();
    for (const SensitivityThreshold& choice : manifest->operatingPoints)
        if (std::abs(choice.target - sensitivity) < rounding)
            return usable(choice, packageFolder);
    const auto results = loadModelResults(packageFolder);
    if (!results)
        return results.error();
    return usable(
        thresholdForSensitivity(results->validation, manifest->positiveClass, sensitivity),
        packageFolder);
}

} // namespace ccad
