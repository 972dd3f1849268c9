// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/internal/dataset_source.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <filesystem>
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
    QStringList emptyFolders;
    std::vector<UnreadableFile> unreadable;

private:
    static QString text(const fs::path& path) { return QFile::decodeName(path.c_str()); }

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
            if (entry->path().filename().native().front() == '.')
                continue; // hidden
            isEmpty = false;
            take(*entry);
        }
        if (error)
            unreadable.push_back({text(folder),
                                  u"This folder cannot be opened: %1."_s.arg(
                                      QString::fromStdString(error.message()))});
        else if (isEmpty && folder != m_root)
            emptyFolders << text(folder.filename());
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
        if (name != labelsFileName() && name != manifestFileName())
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

NamedItem itemOf(const QString& root, const QString& relativePath, const DatasetQuery& query,
                 const Relabels& relabels)
{
    NamedItem entry;
    entry.item.file = root + u'/' + relativePath;
    const QStringList parts = relativePath.split(u'/');
    if (relabels.count() > 0)
        entry.className = relabels.labelOf(entry.item.file);
    if (entry.className.isEmpty())
        entry.className = parts[parts.size() - 2];
    for (qsizetype i = 0; i + 2 < parts.size() && entry.item.split.isEmpty(); ++i)
        entry.item.split = splitMeantBy(parts[i]);
    if (query.patientKey.source == PatientKeyRule::Source::FileName)
        entry.item.patient = patientKeyFromPath(query.patientKey.pattern, relativePath);
    if (query.groupBy == u"label")
        entry.item.group = entry.className;
    else if (query.groupBy == u"split")
        entry.item.group = entry.item.split;
    else if (query.groupBy == u"patient")
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
    FoundItems found;
    found.emptyFolders = walk.emptyFolders;
    found.unreadableFolders = std::move(walk.unreadable);
    for (const QString& file : walk.files)
        if (file.contains(u'/')) // others lie beside the class folders, not in one
            found.items.push_back(itemOf(root, file, query, relabels));
    return found;
}

} // namespace ccad
