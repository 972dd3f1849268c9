// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"
#include "core/inference/classifier.h"
#include "core/metrics/classification.h"
#include "core/training/patient_split.h"
#include "core/training/training_images.h"

#include <map>
#include <vector>

namespace ccad {

/// An item and what a model said of it.
struct ScoredItem
{
    DatasetItem item;
    std::vector<float> logits;
    std::vector<float> probabilities;
};

/// Scores keep the purpose of their items (see patient_split.h).
template <typename Purpose> struct ScoredSet
{
    std::vector<ScoredItem> items;
};
using ValidationScores = ScoredSet<struct ValidationPurpose>;
using TestScores = ScoredSet<struct TestPurpose>;

/// Predictions for all items that were readable, never augmented.
[[nodiscard]] Result<std::vector<ScoredItem>> scoreItems(const Classifier& classifier,
                                                         const TrainingImages& images,
                                                         const std::vector<DatasetItem>& items,
                                                         const CancelToken& cancel);

template <typename Purpose>
[[nodiscard]] Result<ScoredSet<Purpose>>
score(const Classifier& classifier, const TrainingImages& images, const ItemSet<Purpose>& set,
      const CancelToken& cancel)
{
    auto items = scoreItems(classifier, images, set.items, cancel);
    if (!items)
        return items.error();
    return ScoredSet<Purpose>{std::move(*items)};
}

/// The figures of a whole set and of each source in it.
struct EvaluationReport
{
    ClassificationReport overall;
    std::map<QString, ClassificationReport> bySource;
};

[[nodiscard]] EvaluationReport evaluate(const std::vector<ScoredItem>& items, int classes);

/// What validation images fix: never test images, by type.
struct Calibration
{
    double temperature = 1; ///< minimises the negative log-likelihood (Guo et al. 2017)
    double threshold
        = 0.5; ///< of the positive class: highest sensitivity + specificity (Youden 1950)
};
[[nodiscard]] Calibration calibrate(const ValidationScores& scores, int positiveClass);

} // namespace ccad
