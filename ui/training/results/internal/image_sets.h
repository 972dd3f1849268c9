// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/evaluation/model_results.h"
#include "ui/plots/roc_plot.h"

#include <QString>

#include <memory>
#include <vector>

namespace ccad {

/// Results are shared by the pages and their workers, and never changed.
using SharedResults = std::shared_ptr<const ModelResults>;

/// Images for which figures can be computed.
struct ImageSet
{
    QString title;
    std::vector<ScoredItem> items;
    bool isOutside = false; ///< of another origin
    bool isSubset = false; ///< of one source or group only
};

/// The test images first, then the test images of each group (or source, where no image names a
/// group) if there are two or more; then the images of another origin in the same way, if there are
/// any.
[[nodiscard]] std::vector<ImageSet> imageSetsOf(const ModelResults& results);

/// "120 images of 96 patients"; only the images where the patients are not known.
[[nodiscard]] QString countText(const std::vector<ScoredItem>& items, bool knowsPatients);

/// The titles of the model's classes.
[[nodiscard]] QStringList classTitles(const ModelManifest& manifest);

/// Scores of every class against the rest, named by its title.
[[nodiscard]] std::vector<PlottedScores> plottedScores(const std::vector<ScoredItem>& items,
                                                       const ModelManifest& manifest);

/// Index of the most probable class, the first of equals.
[[nodiscard]] int predictedClass(const ScoredItem& item);

} // namespace ccad
