// SPDX-License-Identifier: GPL-3.0-or-later
// The register of what CCAD keeps by itself: one table, which the settings show, `ccad-cli forget`
// empties, and from which the stores have their places.
#pragma once

#include <QString>
#include <QStringList>

#include <optional>
#include <span>

namespace ccad {

/// The stores. What a user writes to a place of his own choice (worklists, reports, overlays,
/// copies for training, exported models) is his, and none of them.
enum class KeptKind
{
    Batches,
    Unpacked,
    Notes,
    Session,
    Recent,
    CaseLists,
    Index,
    Features,
    Temporary,
    Retrieved,
    Key,
    Models,
    Nodes,
    Settings,
};

/// One row of the register.
struct KeptStore
{
    KeptKind kind;
    const char* word; ///< for the command line: "batches"
    const char* title; ///< for people, English: "Batches of screening"
    const char* holds; ///< what is in it, a sentence
    bool isAboutPatients;
    bool isForgotten; ///< false: it is no store about patients, and forgetting leaves it alone
    const char*
        emptiedBy; ///< how to empty it, beside "ccad-cli forget" and the settings; a sentence
};

/// All stores, each once, in the order in which they are shown.
[[nodiscard]] std::span<const KeptStore> keptStores();
[[nodiscard]] const KeptStore& keptStore(KeptKind kind);
/// Nothing when there is no store of that word.
[[nodiscard]] std::optional<KeptKind> keptKindOf(const QString& word);

/// The folder or the file in which a store lies; it need not exist. Needs a QCoreApplication.
[[nodiscard]] QString keptPlace(KeptKind kind);

/// Keys of the settings that name files and folders of the user, which are emptied with
/// KeptKind::Recent.
[[nodiscard]] QStringList recentSettings();

/// Files of a model package that hold a row for each image: names, patients, labels.
[[nodiscard]] QStringList caseFilesOfPackage();

} // namespace ccad
