// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ai_node/internal/film_files.h"

#include <QDir>
#include <QSet>

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

using namespace Qt::StringLiterals;

namespace ccad::ai_node {
namespace {

Result<OpenFolder> folderIn(const QString& data, const QString& name)
{
    const QString path = QDir(data).absoluteFilePath(name);
    if (!QDir().mkpath(path))
        return Error{ErrorCode::WriteFailed, u"Cannot create the folder %1."_s.arg(path), path};
    return OpenFolder::open(path);
}

/// Names that StagingFolder gives: "0123...ef", with ".dcm" or ".part" behind it for a file.
bool isOwnName(const QByteArray& name)
{
    const QByteArray stem = name.left(32);
    const QByteArray rest = name.mid(32);
    return stem.size() == 32 && (rest.isEmpty() || rest == ".dcm" || rest == ".part")
        && std::all_of(stem.begin(), stem.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool isThere(const OpenFolder& folder, const QByteArray& name)
{
    struct stat facts = {};
    return fstatat(folder.descriptor(), name.constData(), &facts, AT_SYMLINK_NOFOLLOW) == 0;
}

} // namespace

Result<FilmFiles> FilmFiles::open(const QString& data)
{
    auto films = folderIn(data, u"films"_s);
    if (!films)
        return films.error();
    auto results = folderIn(data, u"results"_s);
    if (!results)
        return results.error();
    return FilmFiles(*std::move(films), *std::move(results));
}

QString FilmFiles::film(const QString& name) const
{
    return m_films.pathOf(name.toLatin1() + ".dcm");
}

Result<QString> FilmFiles::newResults(const QString& name) const
{
    const QByteArray folder = name.toLatin1();
    if (auto removed = m_results.removeTree(folder); !removed)
        return removed.error();
    const QString path = m_results.pathOf(folder);
    if (!m_results.makeFolder(folder, 0700))
        return Error{ErrorCode::WriteFailed,
                     u"Cannot create the folder %1: %2."_s.arg(path, qt_error_string(errno)), path};
    return path;
}

Result<void> FilmFiles::keepResults(const QString& name) const
{
    const auto folder = m_results.folder(name.toLatin1());
    if (!folder)
        return folder.error();
    if (auto kept = folder->sync(); !kept)
        return kept;
    return m_results.syncNames();
}

Result<QStringList> FilmFiles::results(const QString& name) const
{
    const auto folder = m_results.folder(name.toLatin1());
    if (!folder)
        return folder.error();
    const auto names = folder->names();
    if (!names)
        return names.error();
    QStringList files;
    for (const QByteArray& file : *names)
        files.append(folder->pathOf(file));
    files.sort();
    return files;
}

void FilmFiles::removeResults(const QString& name) const
{
    (void)m_results.removeTree(name.toLatin1());
}

bool FilmFiles::remove(const QString& name) const
{
    const QByteArray file = name.toLatin1() + ".dcm";
    (void)m_films.removeFile(file);
    removeResults(name);
    return !isThere(m_films, file) && !isThere(m_results, name.toLatin1());
}

void FilmFiles::removeOthers(const std::vector<QString>& names) const
{
    QSet<QByteArray> known;
    for (const QString& name : names)
        known.insert(name.toLatin1());
    if (const auto films = m_films.names())
        for (const QByteArray& file : *films)
            if (isOwnName(file) && (!known.contains(file.left(32)) || file.endsWith(".part")))
                (void)m_films.removeFile(file);
    if (const auto results = m_results.names())
        for (const QByteArray& folder : *results)
            if (isOwnName(folder) && !known.contains(folder))
                (void)m_results.removeTree(folder);
}

qint64 FilmFiles::freeBytes() const
{
    struct statvfs facts = {};
    if (fstatvfs(m_films.descriptor(), &facts) != 0)
        return -1;
    return static_cast<qint64>(facts.f_bavail) * static_cast<qint64>(facts.f_frsize);
}

} // namespace ccad::ai_node
