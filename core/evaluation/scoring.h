// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/dataset/patient_split.h"
#include "core/inference/classifier.h"

#include <QStringList>

#include <functional>
#include <vector>

namespace ccad {

/// An item and what a model said of it.
struct ScoredItem
{
    DatasetItem item;
    std::vector<float> logits;
    std::vector<float> probabilities; ///< calibrated, in the order of the model's classes
};

/// The number of each item's patient, from 0; images without a key count as one patient each.
[[nodiscard]] std::vector<int> patientNumbers(const std::vector<ScoredItem>& items);

/// Scores keep the purpose of their items (see patient_split.h).
template <typename Purpose> struct ScoredSet
{
    std::vector<ScoredItem> items;
    QStringList unreadable; ///< items left out, as "file: reason"
};
using ValidationScores = ScoredSet<struct ValidationPurpose>;
using TestScores = ScoredSet<struct TestPurpose>;

/// Turns an item into a network's input, never augmented; an Error leaves the item out. Called from
/// several threads at once.
using InputOf = std::function<Result<NetworkInput>(const DatasetItem&)>;

/// Reads and prepares the file as the viewer does.
[[nodiscard]] InputOf inputFromFile(const Preprocessor& preprocessor, const CancelToken& cancel);

struct Scored
{
    std::vector<ScoredItem> items;
    QStringList unreadable;
};

/// Predictions for all readable items, in their order, a few at a time: memory stays flat. Files
/// are decoded on all cores. Errors: Cancelled, those of Classifier::predict, Internal.
[[nodiscard]] Result<Scored> scoreItems(const Classifier& classifier, const InputOf& inputOf,
                                        const std::vector<DatasetItem>& items,
                                        const CancelToken& cancel, const Progress& progress = {});

template <typename Purpose>
[[nodiscard]] Result<ScoredSet<Purpose>>
score(const Classifier& classifier, const InputOf& inputOf, const ItemSet<Purpose>& set,
      const CancelToken& cancel, const Progress& progress = {})
{
    auto scored = scoreItems(classifier, inputOf, set.items, cancel, progress);
    if (!scored)
        return scored.error();
    return ScoredSet<Purpose>{std::move(scored->items), std::move(scored->unreadable)};
}

} // namespace ccad
