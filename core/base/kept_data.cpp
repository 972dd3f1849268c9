// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/kept_data.h"

#include "core/base/installation_key.h"
#include "core/base/user_folders.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr KeptStore stores[] = {
    {KeptKind::Batches, "batches", "Batches of screening",
     "Journals of the batches started in the window: names and IDs of patients, dates, names of "
     "files, findings, verdicts, comments, thumbnails.",
     true, true, "A journal that was made elsewhere is a file of yours: remove it there."},
    {KeptKind::Unpacked, "unpacked", "Unpacked archives of batches",
     "Studies out of archives that were screened in the window, whole.", true, true,
     "They are unpacked again when the batch goes on."},
    {KeptKind::Notes, "notes", "Comments and measurements",
     "What was written and measured in Review, with SOP Instance UIDs and hashes of files; copies "
     "of damaged files of notes.",
     true, true, "Empty a comment and remove its measurements, and its note is gone."},
    {KeptKind::Session, "session", "Studies of the last time",
     "Names of the files that were open, with their folders.", true, true,
     "Switch off \"Open the studies of the last time\"."},
    {KeptKind::Recent, "recent", "Recent files, folders and batches",
     "Names of files opened last, of data sets, of the last folder and the last batch, in the "
     "settings.",
     true, true, "File > Open Recent > Clear empties the files."},
    {KeptKind::CaseLists, "case-lists", "Lists of images in your models",
     "Of each model trained in the window, which images it was tried on: names of files, "
     "pseudonyms "
     "of patients, labels, the folder. Its figures and curves stay.",
     true, true, "They never leave with an exported model, and go with the model."},
    {KeptKind::Index, "index", "Index of data sets",
     "For each file a hash of its path, its look, and its patient under the key of this "
     "installation.",
     true, true, "It is made again, which takes a while."},
    {KeptKind::Features, "features", "Features of training images",
     "Numbers that a network made of pictures, by a hash of the file; no names.", true, true,
     "They are made again, which takes a while."},
    {KeptKind::Temporary, "temporary", "Temporary files of programs that were killed",
     "Studies out of archives that were looked at.", true, true, "The next start removes them."},
    {KeptKind::Retrieved, "retrieved", "Films retrieved from archives",
     "What was retrieved in Archive, whole, under names of CCAD's own.", true, true,
     "They can be retrieved again, while the archive has them."},
    {KeptKind::Key, "key", "Key of the pseudonyms",
     "The secret by which patients get pseudonyms. Without it nobody can tell whom a pseudonym "
     "stands for, and the same patient gets another one from then on: do not add to older copies "
     "for training afterwards.",
     true, true, ""},
    {KeptKind::Models, "models", "Models", "Weights, cards and figures of models trained here.",
     false, false, "Remove a model in Model."},
    {KeptKind::Nodes, "nodes", "Nodes",
     "Addresses of archives, names of users and of files with certificates; no passwords.", false,
     false, "Delete a node in Archive."},
    {KeptKind::Settings, "settings", "Settings",
     "Looks, shortcuts, sizes of the window, folders of models.", false, false,
     "Settings > Restore Defaults."},
};

} // namespace

std::span<const KeptStore> keptStores()
{
    return stores;
}

const KeptStore& keptStore(KeptKind kind)
{
    return *std::find_if(std::begin(stores), std::end(stores),
                         [kind](const KeptStore& store) { return store.kind == kind; });
}

std::optional<KeptKind> keptKindOf(const QString& word)
{
    const auto found
        = std::find_if(std::begin(stores), std::end(stores), [&word](const KeptStore& store) {
              return word == QLatin1String(store.word);
          });
    return found == std::end(stores) ? std::nullopt : std::optional(found->kind);
}

QString keptPlace(KeptKind kind)
{
    switch (kind) {
    case KeptKind::Batches:
    case KeptKind::Unpacked:
        return userDataFolder() + u"/screening"_s;
    case KeptKind::Notes:
        return userDataFolder() + u"/notes.sqlite"_s;
    case KeptKind::Session:
        return userDataFolder() + u"/session.json"_s;
    case KeptKind::Recent:
    case KeptKind::Settings:
        return userSettingsFile();
    case KeptKind::CaseLists:
    case KeptKind::Models:
        return userDataFolder() + u"/models"_s;
    case KeptKind::Index:
        return userCacheFolder() + u"/index"_s;
    case KeptKind::Features:
        return userCacheFolder() + u"/features"_s;
    case KeptKind::Temporary:
        return QDir::tempPath();
    case KeptKind::Retrieved:
        return userDataFolder() + u"/retrieved"_s;
    case KeptKind::Nodes:
        return QFileInfo(userSettingsFile()).path() + u"/nodes.json"_s;
    case KeptKind::Key:
        return installationKeyFile();
    }
    return {};
}

QStringList recentSettings()
{
    return {u"files/recent"_s, u"files/last-folder"_s, u"screening/last-batch"_s,
            u"training/recent-datasets"_s};
}

QStringList caseFilesOfPackage()
{
    return {u"evaluation/predictions.csv"_s, u"evaluation/validation.csv"_s,
            u"evaluation/outside.csv"_s,     u"evaluation/unreadable.txt"_s,
            u"evaluation/data_folder.txt"_s, u"same_exposures.csv"_s};
}

} // namespace ccad
