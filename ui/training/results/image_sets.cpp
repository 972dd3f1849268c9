// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/results/internal/image_sets.h"

#include "core/package/class_words.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>

namespace ccad {

namespace {

QString tr(const char* text, int count = -1)
{
    return QCoreApplication::translate("ResultsView", text, nullptr, count);
}

/// The items by group, or by source where no item names a group.
std::map<QString, std::vector<ScoredItem>> subsetsOf(const std::vector<ScoredItem>& items)
{
    const bool hasGroups = std::any_of(items.begin(), items.end(), [](const ScoredItem& scored) {
        return !scored.item.group.isEmpty();
    });
    std::map<QString, std::vector<ScoredItem>> subsets;
    for (const ScoredItem& scored : items)
        subsets[hasGroups ? scored.item.group : scored.item.source].push_back(scored);
    return subsets;
}

void addSets(std::vector<ImageSet>& sets, const QString& title,
             const std::vector<ScoredItem>& items, bool isOutside)
{
    sets.push_back({title, items, isOutside, false});
    auto subsets = subsetsOf(items);
    if (subsets.size() < 2)
        return;
    for (auto& [name, subset] : subsets)
        sets.push_back(
            {tr("%1 from %2").arg(title, name.isEmpty() ? tr("an unknown source") : name),
             std::move(subset), isOutside, true});
}

} // namespace

std::vector<ImageSet> imageSetsOf(const ModelResults& results)
{
    std::vector<ImageSet> sets;
    addSets(sets, tr("Test images"), results.test.items, false);
    if (results.outside)
        addSets(sets, tr("Images of another origin"), results.outside->items, true);
    return sets;
}

QString countText(const std::vector<ScoredItem>& items, bool knowsPatients)
{
    const QString images = tr("%n image(s)", int(items.size()));
    if (!knowsPatients || items.empty())
        return images;
    const std::vector<int> patients = patientNumbers(items);
    const int count = *std::max_element(patients.begin(), patients.end()) + 1;
    return tr("%1 of %2").arg(images, tr("%n patient(s)", count));
}

QStringList classTitles(const ModelManifest& manifest)
{
    QStringList titles;
    for (const ModelClass& modelClass : manifest.classes)
        titles << wordsFor(modelClass);
    return titles;
}

std::vector<PlottedScores> plottedScores(const std::vector<ScoredItem>& items,
                                         const ModelManifest& manifest)
{
    std::vector<PlottedScores> curves;
    for (size_t i = 0; i < manifest.classes.size(); ++i) {
        ClassScores scores = classScores(items, int(i));
        curves.push_back(
            {wordsFor(manifest.classes[i]), std::move(scores.scores), std::move(scores.positive)});
    }
    return curves;
}

int predictedClass(const ScoredItem& item)
{
    const auto best = std::max_element(item.probabilities.begin(), item.probabilities.end());
    return item.probabilities.empty() ? -1 : int(best - item.probabilities.begin());
}

} // namespace ccad
