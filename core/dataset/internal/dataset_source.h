// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/dataset.h"
#include "core/dataset/relabels.h"

namespace ccad {

// Internal: where the items of a data set come from.

/// Files beside the images that are no images.
[[nodiscard]] inline QString labelsFileName()
{
    return QStringLiteral("ccad-labels.csv");
}
[[nodiscard]] inline QString manifestFileName()
{
    return QStringLiteral("manifest.csv");
}

/// "The data set PATH WHAT"
[[nodiscard]] Error unusable(const QString& path, const QString& what);

/// The split that a folder's name or a manifest's word means, or empty.
[[nodiscard]] QString splitMeantBy(const QString& word);

/// Of copies, the one with the higher rank stays: results of an image are told before what it was
/// trained on.
[[nodiscard]] int splitRank(const DatasetItem& item);

/// An item with its class still in words.
struct NamedItem
{
    DatasetItem item;
    QString className; ///< on one line
    QString writtenClass = {}; ///< as the folder or the table has it
};

struct FoundItems
{
    std::vector<NamedItem> items;
    QStringList emptyFolders; ///< names of class folders without a file or a folder in them
    std::vector<UnreadableFile> leftOut; ///< as Dataset has it
    QStringList notes;
    bool patientsAreFolders = false; ///< as Dataset has it
};

/// Lets a file that has several rows count once, or not at all where they contradict each other.
void settleRepeated(FoundItems& found);

/// Errors: FileBroken, FileUnreadable, TooLarge, DatasetUnusable (a column is missing, or there
/// twice). A row with a fault is left out.
[[nodiscard]] Result<FoundItems> itemsOfManifest(const QString& path, const DatasetQuery& query,
                                                 const Relabels& relabels);

/// Folders behind links are walked once each, whatever circles they form. Error: DatasetUnusable
/// for a query by columns.
[[nodiscard]] Result<FoundItems> itemsOfFolders(const QString& path, const DatasetQuery& query,
                                                const Relabels& relabels);

} // namespace ccad
