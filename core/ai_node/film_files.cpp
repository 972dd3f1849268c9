// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ai_node/internal/film_files.h"

#include "core/base/files.h"
#include "core/base/json_fields.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSet>
#include <QtEndian>

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

using namespace Qt::StringLiterals;

namespace ccad::ai_node {
namespace {

const QString listName = u"objects.json"_s;
constexpr int mostListBytes = 1 << 16;
constexpr char ownSyntax[] = "1.2.840.10008.1.2.1"; // of all results: explicit, little endian

/// Where the data set of a file of our own begins: behind the preamble, the mark, and a group whose
/// first element tells its length (PS3.10 7.1).
Result<qint64> datasetOffsetOf(const QString& path)
{
    constexpr qint64 lengthAt = 140;
    QFile file(path);
    QByteArray length;
    if (file.open(QIODevice::ReadOnly) && file.seek(lengthAt))
        length = file.read(4);
    if (length.size() != 4)
        return Error{ErrorCode::FileUnreadable, u"%1 cannot be read."_s.arg(path), path};
    return lengthAt + 4 + qFromLittleEndian<quint32>(length.constData());
}

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

Result<void> FilmFiles::keepResults(const QString& name,
                                    const std::vector<results::WrittenObject>& objects) const
{
    QJsonArray list;
    for (const results::WrittenObject& object : objects) {
        const auto offset = datasetOffsetOf(object.path);
        if (!offset)
            return offset.error();
        list.append(QJsonObject{{u"file"_s, QFileInfo(object.path).fileName()},
                                {u"sop_class_uid"_s, object.sopClassUid},
                                {u"sop_instance_uid"_s, object.sopInstanceUid},
                                {u"dataset_offset"_s, *offset}});
    }
    const QString path = QDir(m_results.pathOf(name.toLatin1())).filePath(listName);
    if (auto written = writeFileAtomically(path, QJsonDocument(list).toJson()); !written)
        return written;
    const auto folder = m_results.folder(name.toLatin1());
    if (!folder)
        return folder.error();
    if (auto kept = folder->sync(); !kept)
        return kept;
    return m_results.syncNames();
}

Result<std::vector<FileToSend>> FilmFiles::results(const QString& name) const
{
    const QDir folder(m_results.pathOf(name.toLatin1()));
    const auto content = readFile(folder.filePath(listName), mostListBytes);
    if (!content)
        return content.error();
    std::vector<FileToSend> files;
    for (const QJsonValue& value : QJsonDocument::fromJson(*content).array()) {
        JsonFields fields(value.toObject(), u"results"_s, ErrorCode::FileBroken);
        ObjectIdentity identity;
        const QString file = folder.filePath(QFileInfo(fields.nonEmptyText(u"file"_s)).fileName());
        identity.object.sopClassUid = fields.nonEmptyText(u"sop_class_uid"_s).toLatin1();
        identity.object.sopInstanceUid = fields.nonEmptyText(u"sop_instance_uid"_s).toLatin1();
        identity.object.transferSyntaxUid = ownSyntax;
        identity.datasetOffset = fields.integer(u"dataset_offset"_s, 0, mostListBytes);
        if (fields.error())
            return *fields.error();
        files.push_back({file, identity});
    }
    if (files.empty())
        return Error{ErrorCode::FileBroken, u"A film has no results."_s, name};
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
