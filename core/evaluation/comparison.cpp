// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/internal/predictions_csv.h"
#include "core/evaluation/model_results.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

Error invalid(const QString& message, const QString& context)
{
    return {ErrorCode::InvalidArgument, message, context};
}

int classIndex(const ModelManifest& manifest, const QString& name)
{
    const auto found = std::find_if(manifest.classes.begin(), manifest.classes.end(),
                                    [&](const ModelClass& entry) { return entry.name == name; });
    return found == manifest.classes.end() ? -1
                                           : static_cast<int>(found - manifest.classes.begin());
}

/// The test images by their names below the data folder.
std::map<QString, const ScoredItem*> byName(const ModelResults& results)
{
    std::map<QString, const ScoredItem*> items;
    for (const ScoredItem& scored : results.test.items)
        items.emplace(nameBelow(results.dataFolder, scored.item.file), &scored);
    return items;
}

const QString& labelName(const ScoredItem& scored, const ModelManifest& manifest)
{
    return manifest.classes[static_cast<std::size_t>(scored.item.label)].name;
}

double scoreOf(const ScoredItem& scored, int index)
{
    return static_cast<double>(scored.probabilities[static_cast<std::size_t>(index)]);
}

} // namespace

Result<ModelComparison> compareModels(const ModelResults& first, const ModelResults& second,
                                      const QString& className)
{
    const int firstClass = classIndex(first.manifest, className);
    const int secondClass = classIndex(second.manifest, className);
    if (firstClass < 0 || secondClass < 0)
        return invalid(
            u"The model %1 has no class \"%2\", so the two cannot be "
            "compared on it."_s.arg((firstClass < 0 ? first : second).manifest.name, className),
            className);
    const auto ofFirst = byName(first);
    const auto ofSecond = byName(second);
    std::vector<double> firstScores;
    std::vector<double> secondScores;
    std::vector<bool> positive;
    for (const auto& [name, scored] : ofFirst) {
        const auto other = ofSecond.find(name);
        if (other == ofSecond.end())
            continue;
        const QString& label = labelName(*scored, first.manifest);
        if (label != labelName(*other->second, second.manifest))
            return invalid(u"The image %1 is labelled \"%2\" in one test set and "
                           "\"%3\" in the other: they are not the same."_s.arg(
                               name, label, labelName(*other->second, second.manifest)),
                           name);
        firstScores.push_back(scoreOf(*scored, firstClass));
        secondScores.push_back(scoreOf(*other->second, secondClass));
        positive.push_back(label == className);
    }
    const auto common = static_cast<int>(positive.size());
    if (common == 0)
        return invalid(u"The two models were tested on different images; evaluate "
                       "both on the same data set first."_s,
                       {});
    const auto positives = std::count(positive.begin(), positive.end(), true);
    if (positives == 0 || positives == common)
        return invalid(u"Of the %1 images that both models were tested on, %2 are "
                       "\"%3\"; a comparison needs some that are and some that are "
                       "not."_s.arg(common)
                           .arg(positives)
                           .arg(className),
                       className);
    const AucComparison auc = compareAucs(firstScores, secondScores, positive);
    return ModelComparison{common,
                           static_cast<int>(ofFirst.size()) - common,
                           static_cast<int>(ofSecond.size()) - common,
                           auc,
                           std::move(firstScores),
                           std::move(secondScores),
                           std::move(positive)};
}

} // namespace ccad
