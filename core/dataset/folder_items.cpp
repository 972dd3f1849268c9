// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/companions.h"
#include "core/base/file_names.h"
#include "core/dataset/internal/class_folders.h"
#include "core/dataset/internal/class_names.h"
#include "core/dataset/internal/dataset_source.h"

#include <QDir>
#include <QFile>
#include <QHash>
#include <QRegularExpression>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

namespace fs = std::filesystem;

struct Folder
{
    fs::path path;
    bool behindLink = false;
};

/// Walks a tree without recursion. Links to folders are followed, each real folder is entered once.
class TreeWalk
{
public:
    explicit TreeWalk(const QString& root) : m_root(QFile::encodeName(root).constData())
    {
        m_folders.push_back({m_root, false});
    }

    void run()
    {
        // Real folders first: a folder that is also linked to keeps its own name, hence class.
        while (!m_folders.empty() || !m_links.empty()) {
            std::vector<Folder>& next = m_folders.empty() ? m_links : m_folders;
            const Folder folder = next.back();
            next.pop_back();
            if (enter(folder))
                list(folder.path);
        }
        std::sort(files.begin(), files.end());
    }

    QStringList files; ///< relative to the root
    QStringList emptyFolders; ///< relative to the root
    std::vector<UnreadableFile> unreadable;
    CompanionCounts companions;

private:
    static QString text(const fs::path& path) { return decodedFileName(path.c_str()); }

    bool enter(const Folder& folder)
    {
        std::error_code error;
        const fs::path real = fs::canonical(folder.path, error);
        return !error && m_entered.insert(real).second;
    }

    void list(const fs::path& folder)
    {
        std::error_code error;
        bool isEmpty = true;
        for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
             entry.increment(error)) {
            if (isCompanion(*entry))
                continue;
            isEmpty = false;
            take(*entry);
        }
        if (error)
            unreadable.push_back({text(folder),
                                  u"This folder cannot be opened: %1."_s.arg(
                                      QString::fromStdString(error.message()))});
        else if (isEmpty && folder != m_root)
            emptyFolders << text(folder.lexically_relative(m_root));
    }

    /// What a system, a network drive or an archive keeps beside the images. What others might name
    /// so, too, stays and is looked at.
    bool isCompanion(const fs::directory_entry& entry)
    {
        std::error_code error;
        const QString name = text(entry.path().filename());
        if (entry.is_directory(error)) {
            if (!isCompanionFolder(name))
                return false;
            companions.add(Companion::Folder);
            return true;
        }
        const auto companion = companionFile(name);
        if (!companion || !companion->isCertain)
            return false;
        companions.add(companion->kind);
        return true;
    }

    void take(const fs::directory_entry& entry)
    {
        std::error_code error;
        const bool isLink = entry.is_symlink(error);
        if (entry.is_directory(error)) {
            (isLink ? m_links : m_folders).push_back({entry.path(), isLink});
            return;
        }
        const QString name = text(entry.path().filename());
        if (name != labelsFileName() && name.compare(manifestFileName(), Qt::CaseInsensitive) != 0)
            files << text(entry.path().lexically_relative(m_root));
    }

    fs::path m_root;
    std::vector<Folder> m_folders;
    std::vector<Folder> m_links;
    std::set<fs::path> m_entered;
};

Result<void> checkQuery(const QString& path, const DatasetQuery& query)
{
    if (!query.filters.empty())
        return unusable(path, u"is a folder tree and has no columns to choose rows by."_s);
    static const QStringList known = {u"label"_s, u"split"_s, u"patient"_s};
    if (!query.groupBy.isEmpty() && !known.contains(query.groupBy))
        return unusable(path,
                        u"is a folder tree and has no column \"%1\", only %2."_s.arg(
                            query.groupBy, known.join(u", "_s)));
    return {};
}

/// Folders that say when or for what, and never what is on the images.
bool namesNoClass(const QString& folder)
{
    static const QRegularExpression year(u"^(19|20)\\d\\d$"_s);
    return !splitMeantBy(folder).isEmpty() || year.match(folder).hasMatch();
}

/// Folders that say what kind of file is in them: "images" beside "masks", as public sets have
/// them.
bool namesPictures(const QString& folder)
{
    static const QRegularExpression pictures(
        u"^(image|img|picture|radiograph|film|x-?ray|cxr|scan|original|png|jpe?g|dicom|dcm)s?$"_s,
        QRegularExpression::CaseInsensitiveOption);
    return pictures.match(folder.trimmed()).hasMatch();
}

bool namesMasks(const QString& folder)
{
    static const QRegularExpression masks(
        u"^(.*[ _-])?(mask|segmentation|annotation|contour)s?$|^(seg|gt|ground[ _-]?truth)s?$"_s,
        QRegularExpression::CaseInsensitiveOption);
    return masks.match(folder.trimmed()).hasMatch();
}

/// Which folders hold the masks of pictures: those named so that lie beside folders named as
/// pictures. Alone, "mask" may be a class.
class MaskFolders
{
public:
    explicit MaskFolders(const QStringList& files)
    {
        for (const QString& file : files)
            m_holdMasks.insert(file.section(u'/', 0, -2), false);
        for (auto folder = m_holdMasks.keyBegin(); folder != m_holdMasks.keyEnd(); ++folder)
            forEach(*folder, [this](const QString& parent, const QString& name) {
                if (namesPictures(name))
                    m_besidePictures.insert(parent);
            });
        for (auto folder = m_holdMasks.begin(); folder != m_holdMasks.end(); ++folder)
            *folder = hasMasks(folder.key());
    }

    /// A folder relative to the root.
    [[nodiscard]] bool hold(const QString& folder) const
    {
        const auto known = m_holdMasks.constFind(folder);
        return known == m_holdMasks.constEnd() ? hasMasks(folder) : *known;
    }

private:
    template <typename Take> static void forEach(const QString& path, Take take)
    {
        const QStringList folders = path.split(u'/', Qt::SkipEmptyParts);
        for (qsizetype i = 0; i < folders.size(); ++i)
            take(folders.mid(0, i).join(u'/'), folders[i]);
    }
    [[nodiscard]] bool hasMasks(const QString& path) const
    {
        bool isOne = false;
        forEach(path, [&](const QString& parent, const QString& name) {
            isOne = isOne || (namesMasks(name) && m_besidePictures.count(parent) > 0);
        });
        return isOne;
    }

    QHash<QString, bool> m_holdMasks; ///< by folder
    std::set<QString> m_besidePictures;
};

/// The folders of a file as ClassFolders takes them; empty for a file beside the class folders.
QStringList chainOf(QStringList folders)
{
    const bool onlySplits = std::all_of(folders.begin(), folders.end(), [](const QString& folder) {
        return !splitMeantBy(folder).isEmpty();
    });
    if (onlySplits)
        return {};
    // Where there is nothing else, a year is a class after all.
    if (!std::all_of(folders.begin(), folders.end(), namesNoClass))
        folders.removeIf(namesNoClass);
    else
        folders.removeIf([](const QString& folder) { return !splitMeantBy(folder).isEmpty(); });
    if (!std::all_of(folders.begin(), folders.end(), namesPictures))
        folders.removeIf(namesPictures);
    return folders;
}

QStringList foldersOf(const QString& relativePath)
{
    QStringList folders = relativePath.split(u'/');
    folders.removeLast();
    return folders;
}

QString splitOf(const QStringList& folders)
{
    for (const QString& folder : folders)
        if (const QString split = splitMeantBy(folder); !split.isEmpty())
            return split;
    return {};
}

/// Turns the files of a tree into items.
class TreeItems
{
public:
    TreeItems(QString root, const DatasetQuery& query, const Relabels& relabels)
        : m_root(std::move(root)), m_query(query), m_relabels(relabels)
    {
    }

    [[nodiscard]] FoundItems found(TreeWalk walk)
    {
        FoundItems found;
        QStringList files;
        std::vector<QStringList> chains;
        int beside = 0;
        int masks = 0;
        const MaskFolders maskFolders(walk.files);
        for (const QString& file : walk.files) {
            if (maskFolders.hold(file.section(u'/', 0, -2))) {
                ++masks;
                continue;
            }
            QStringList chain = chainOf(foldersOf(file));
            if (chain.isEmpty()) {
                beside += companionFile(file.section(u'/', -1)) ? 0 : 1;
                continue;
            }
            files << file;
            chains.push_back(std::move(chain));
        }
        m_folders = ClassFolders::of(chains, m_query.classFolder);
        for (std::size_t i = 0; i < chains.size(); ++i)
            found.items.push_back(itemOf(files[static_cast<qsizetype>(i)], chains[i]));
        for (const QString& folder : walk.emptyFolders) {
            const QStringList chain = chainOf(folder.split(u'/'));
            if (!chain.isEmpty() && !maskFolders.hold(folder) && !m_folders.isOfPatient(chain))
                found.emptyFolders << m_folders.classOf(chain);
        }
        found.leftOut = std::move(walk.unreadable);
        found.patientsAreFolders = m_query.patientKey.source == PatientKeyRule::Source::Automatic;
        for (const QString& note :
             {m_folders.sentence(), besideText(beside), masksText(masks),
              found.patientsAreFolders ? sharedPatientsText(found.items) : QString(),
              companionText(walk.companions)})
            if (!note.isEmpty())
                found.notes << note;
        return found;
    }

private:
    [[nodiscard]] NamedItem itemOf(const QString& relativePath, const QStringList& chain) const;

    [[nodiscard]] static QString besideText(int files)
    {
        if (files == 0)
            return {};
        return files == 1 ? u"1 file lies in no class folder and was left out."_s
                          : u"%1 files lie in no class folder and were left out."_s.arg(files);
    }

    [[nodiscard]] static QString masksText(int files)
    {
        if (files == 0)
            return {};
        const QString count = files == 1 ? u"1 file lies in a folder of masks beside one of images "
                                           "and was left out"_s
                                         : u"%1 files lie in folders of masks beside those of "
                                           "images and were left out"_s.arg(files);
        return count + u"; the folder around both names the class."_s;
    }

    /// Folders of one name below several classes are one patient's, or people who were numbered in
    /// each class; only somebody who knows them can tell.
    [[nodiscard]] static QString sharedPatientsText(const std::vector<NamedItem>& items)
    {
        std::map<QString, std::set<QString>> classesOf;
        for (const NamedItem& entry : items)
            if (!entry.item.patient.isEmpty())
                classesOf[entry.item.patient].insert(entry.className);
        const auto isShared = [](const auto& patient) { return patient.second.size() > 1; };
        const auto shared = std::count_if(classesOf.begin(), classesOf.end(), isShared);
        if (shared == 0)
            return {};
        const auto first = std::find_if(classesOf.begin(), classesOf.end(), isShared);
        return u"%1 (such as \"%2\"): folders of one name are taken for one patient. Give them "
               "different names where they are different people."_s.arg(
                   shared == 1 ? u"1 folder of a patient lies in several classes"_s
                               : u"%1 folders of patients lie in several classes"_s.arg(shared),
                   first->first);
    }

    QString m_root;
    const DatasetQuery& m_query;
    const Relabels& m_relabels;
    ClassFolders m_folders;
};

NamedItem TreeItems::itemOf(const QString& relativePath, const QStringList& chain) const
{
    NamedItem entry;
    entry.item.file = m_root + u'/' + relativePath;
    if (m_relabels.count() > 0)
        entry.writtenClass = m_relabels.labelOf(entry.item.file);
    if (entry.writtenClass.isEmpty())
        entry.writtenClass = m_folders.writtenClassOf(chain);
    entry.className = cleanName(entry.writtenClass);
    entry.item.split = splitOf(foldersOf(relativePath));
    if (m_query.patientKey.source == PatientKeyRule::Source::FileName)
        entry.item.patient = patientKeyFromPath(m_query.patientKey.pattern, relativePath);
    else if (m_query.patientKey.source == PatientKeyRule::Source::Automatic)
        entry.item.patient = m_folders.patientOf(chain);
    if (m_query.groupBy == u"label")
        entry.item.group = entry.className;
    else if (m_query.groupBy == u"split")
        entry.item.group = entry.item.split;
    else if (m_query.groupBy == u"patient")
        entry.item.group = entry.item.patient;
    return entry;
}

} // namespace

Result<FoundItems> itemsOfFolders(const QString& path, const DatasetQuery& query,
                                  const Relabels& relabels)
{
    if (auto checked = checkQuery(path, query); !checked)
        return checked.error();
    const QString root = rootOf(path);
    TreeWalk walk(root);
    walk.run();
    return TreeItems(root, query, relabels).found(std::move(walk));
}

} // namespace ccad
