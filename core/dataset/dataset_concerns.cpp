// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/copies.h"
#include "core/dataset/dataset_index.h"
#include "core/dataset/internal/dataset_source.h"
#include "core/dataset/internal/groups.h"
#include "core/dataset/patient_key.h"

#include <QFileInfo>

#include <algorithm>
#include <cmath>
#include <set>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

enum class Examples
{
    Named, ///< of each fault its first files
    None,
};

/// "1 image is", "3 images are": the noun and the verb that fit the number.
QString counted(int count, const QString& noun, const QString& singularVerb,
                const QString& pluralVerb)
{
    return count == 1 ? u"1 %1 %2"_s.arg(noun, singularVerb)
                      : u"%1 %2s %3"_s.arg(count).arg(noun, pluralVerb);
}

QString nameOf(const DatasetIndex& index, int item)
{
    return QFileInfo(index.dataset.items[static_cast<std::size_t>(item)].file).fileName();
}

int imagesOfLargestPatient(const DatasetIndex& index)
{
    std::map<QString, int> images;
    int most = 0;
    for (const DatasetItem& item : index.dataset.items)
        if (!item.patient.isEmpty())
            most = std::max(most, ++images[patientOf(item)]);
    return most;
}

void addPatients(QStringList& concerns, const DatasetIndex& index)
{
    const auto images = static_cast<int>(index.dataset.items.size());
    if (index.unknownPatients == images)
        concerns
            << u"The patients are unknown: images of one person may lie on both sides of a split, "
               u"and "
               "results may look better than they are. Name a patient column, or a pattern that "
               "finds the patient in the file name."_s;
    else if (index.unknownPatients > 0)
        concerns << u"Of %1 of %2 images the patient is unknown; each counts as a "
                    "patient of its own, so images of one person may lie on both "
                    "sides of a split."_s.arg(index.unknownPatients)
                        .arg(images);
    if (const int shared = imagesOfLargestPatient(index); looksConstant(shared, images))
        concerns << u"%1 of %2 images have the same patient key, as files do from "
                    "which the patient was erased. Name a pattern that finds the "
                    "patient in the file name, or let every image count as a "
                    "patient of its own."_s.arg(shared)
                        .arg(images);
    if (index.patientsOnTwoSides > 0)
        concerns << u"%1 on two sides of the data set's own split: results would be "
                    "too good to be true."_s.arg(
                        counted(index.patientsOnTwoSides, u"patient"_s, u"is"_s, u"are"_s));
}

void addDuplicates(QStringList& concerns, const DatasetIndex& index, Examples examples)
{
    const auto add = [&](bool NearDuplicate::*across, const QString& what) {
        const auto isAcross = [across](const NearDuplicate& pair) { return pair.*across; };
        const auto first = std::find_if(index.duplicates.begin(), index.duplicates.end(), isAcross);
        if (first == index.duplicates.end())
            return;
        const auto count = static_cast<int>(
            std::count_if(index.duplicates.begin(), index.duplicates.end(), isAcross));
        const QString pairs = counted(count, u"pair"_s, u"of images"_s, u"of images"_s);
        concerns << (examples == Examples::None ? u"%1 %2."_s.arg(pairs, what)
                                                : u"%1 %2, such as %3 and %4."_s.arg(
                                                    pairs, what, nameOf(index, first->first),
                                                    nameOf(index, first->second)));
    };
    add(&NearDuplicate::acrossSplits,
        u"look the same, but lie on different sides of the data set's split"_s);
    add(&NearDuplicate::acrossLabels,
        u"look the same, but have different labels: one of them is wrong"_s);
    const auto within = static_cast<int>(std::count_if(
        index.duplicates.begin(), index.duplicates.end(),
        [](const NearDuplicate& pair) { return !pair.acrossSplits && !pair.acrossLabels; }));
    if (within > 0)
        concerns << u"%1 the same as another with the same label; left in, they may "
                    "lie on both sides of a new split."_s.arg(
                        counted(within, u"image"_s, u"looks"_s, u"look"_s));
}

void addCopies(QStringList& concerns, const DatasetIndex& index)
{
    std::vector<DatasetItem> items = index.dataset.items;
    const Copies copies = removeCopies(items, index.contents, index.dataset.classes);
    if (const QString text = copiesText(copies); !text.isEmpty())
        concerns << text;
}

void addUnreadable(QStringList& concerns, const DatasetIndex& index, Examples examples)
{
    if (index.unreadable.empty())
        return;
    const QString sentence = u"%1 left out because they cannot be read."_s.arg(
        counted(static_cast<int>(index.unreadable.size()), u"file"_s, u"is"_s, u"are"_s));
    concerns << (examples == Examples::None
                     ? sentence
                     : sentence + u" The first one: "_s + index.unreadable.front().reason);
}

/// A class whose images come mostly from sources that hold next to nothing else: the network can
/// tell the sources apart instead of the classes.
void addSources(QStringList& concerns, const DatasetIndex& index)
{
    constexpr double almostAll = 0.95; ///< share of one class in a source of its own
    constexpr double most = 0.5; ///< share of such sources in a class that is worth a warning
    std::map<QString, int> ofSource;
    std::map<QString, int> ofClass;
    std::map<std::pair<QString, QString>, int> ofBoth; // source, class
    for (const auto& [group, count] : index.counts) {
        const auto& [className, split, source] = group;
        ofSource[source] += count.images;
        ofClass[className] += count.images;
        ofBoth[{source, className}] += count.images;
    }
    if (ofSource.size() < 2)
        return;
    for (const auto& [className, images] : ofClass) {
        int own = 0;
        QStringList sources;
        for (const auto& [source, all] : ofSource) {
            const auto both = ofBoth.find({source, className});
            if (source.isEmpty() || both == ofBoth.end() || both->second < almostAll * all)
                continue;
            own += both->second;
            sources << source;
        }
        if (own < most * images)
            continue;
        concerns << u"%1 % of the images of \"%2\" come from sources with next to "
                    "no other class (%3): a model can learn the source instead of "
                    "the finding."_s.arg(std::lround(100.0 * own / images))
                        .arg(className, sources.join(u", "_s));
    }
}

QStringList concernsWith(const DatasetIndex& index, Examples examples)
{
    QStringList concerns;
    addPatients(concerns, index);
    addDuplicates(concerns, index, examples);
    addCopies(concerns, index);
    addUnreadable(concerns, index, examples);
    addSources(concerns, index);
    return concerns;
}

} // namespace

QStringList concernsOf(const DatasetIndex& index)
{
    return concernsWith(index, Examples::Named);
}

QStringList anonymousConcernsOf(const DatasetIndex& index)
{
    return concernsWith(index, Examples::None);
}

Dataset withoutDuplicates(const DatasetIndex& index)
{
    const std::vector<DatasetItem>& items = index.dataset.items;
    Groups groups(items.size());
    for (const NearDuplicate& pair : index.duplicates)
        groups.join(pair.first, pair.second);
    struct Group
    {
        int kept = -1;
        std::set<int> labels;
    };
    std::map<int, Group> members;
    for (int i = 0; i < static_cast<int>(items.size()); ++i) {
        const DatasetItem& item = items[static_cast<std::size_t>(i)];
        Group& group = members[groups.of(i)];
        group.labels.insert(item.label);
        if (group.kept < 0
            || splitRank(item) > splitRank(items[static_cast<std::size_t>(group.kept)]))
            group.kept = i;
    }
    Dataset kept;
    kept.classes = index.dataset.classes;
    for (int i = 0; i < static_cast<int>(items.size()); ++i) {
        const Group& group = members[groups.of(i)];
        if (group.kept == i && group.labels.size() == 1)
            kept.items.push_back(items[static_cast<std::size_t>(i)]);
    }
    return kept;
}

} // namespace ccad
