// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intake/intake.h"

#include "core/base/scratch_folder.h"
#include "core/intake/internal/dicomdir.h"
#include "core/intake/internal/folder_walk.h"
#include "core/intake/natural_order.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSet>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr qint64 entriesBetweenProgress = 500;

/// The bytes that tell archives and DICOMDIRs from everything else. Never waits: what was a file a
/// moment ago may be a named pipe by now.
Result<QByteArray> firstBytes(const WalkedItem& item)
{
    const int file = ::open(QFile::encodeName(item.path).constData(),
                            O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    std::array<char, 512> bytes;
    const ssize_t got = file < 0 ? -1 : ::read(file, bytes.data(), bytes.size());
    const int failure = errno;
    if (file >= 0)
        ::close(file);
    if (got < 0)
        return Error{
            ErrorCode::FileUnreadable,
            u"Cannot read %1: %2."_s.arg(item.file, QString::fromLocal8Bit(std::strerror(failure))),
            item.path};
    return QByteArray(bytes.data(), qsizetype(got));
}

Error noRoomFor(const WalkedItem& archive, const Error& cause)
{
    return {ErrorCode::WriteFailed, u"Cannot unpack %1. %2"_s.arg(archive.file, cause.message),
            cause.context};
}

Error cannotWriteTo(const QString& folder)
{
    return {ErrorCode::WriteFailed, u"The folder %1 cannot be written to."_s.arg(folder), folder};
}

QString folderOf(const QString& file)
{
    const qsizetype slash = file.lastIndexOf(u'/');
    return slash < 0 ? QString() : file.left(slash + 1);
}

ArchiveStamp stampOf(const WalkedItem& item)
{
    return {item.path, item.bytes, item.modifiedMs};
}

IntakeEntry entryOf(const WalkedItem& item)
{
    IntakeEntry entry;
    entry.file = item.file;
    entry.path = item.path;
    entry.bytes = item.bytes;
    entry.modifiedMs = item.modifiedMs;
    entry.problem = item.problem;
    return entry;
}

Error indexRefusal(const QString& file, const DicomdirIndex& index)
{
    if (index.isTruncated)
        return {ErrorCode::TooLarge,
                u"%1 is an index of more files than can be read; screen the folder "
                "that it lies in."_s.arg(file),
                file};
    return {ErrorCode::Refused,
            u"%1 is an index of %2 files, which have rows of their own."_s.arg(file).arg(
                index.fileIds.size()),
            file};
}

Error listedButMissing(const QString& file, const QString& index)
{
    return {ErrorCode::FileNotFound,
            u"%1 is listed by the index %2, but is not there. Copy the whole medium."_s.arg(file,
                                                                                            index),
            file};
}

Error leadsOutside(const QString& id, const QString& index)
{
    return {ErrorCode::FileBroken,
            u"The index %1 lists \"%2\", which is no file below its folder."_s.arg(index, id),
            index};
}

/// Carries one request's entries to the sink.
class Intake
{
public:
    Intake(const IntakeRequest& request,
           const std::function<Result<void>(const IntakeEntry&)>& sink, const CancelToken& cancel,
           const Progress& progress)
        : m_request(request), m_sink(sink), m_cancel(cancel), m_progress(progress),
          m_walk(request.leaveOut)
    {
    }

    Result<void> operator()();

private:
    enum class Indexes
    {
        Follow,
        Name ///< one that another index lists: a chain of them must not lead on for ever
    };

    Result<void> takeItem(const WalkedItem& item, Indexes indexes);
    Result<void> takeIndex(const WalkedItem& item, Indexes indexes);
    Result<void> takeListed(const WalkedItem& index, const QString& id);
    Result<void> takeArchive(const WalkedItem& item);
    Result<std::vector<UnpackedFile>> unpack(const WalkedItem& item);
    Result<std::vector<UnpackedFile>> unpackInto(const OpenFolder& root, const QByteArray& name,
                                                 const WalkedItem& item);
    Result<void> takeMember(const WalkedItem& archive, const UnpackedFile& member,
                            const QSet<QString>& names);
    Result<void> takeMemberIndex(const WalkedItem& archive, IntakeEntry entry,
                                 const UnpackedFile& member, const QSet<QString>& names);
    Result<void> give(const IntakeEntry& entry);
    Result<void> giveProblem(const WalkedItem& item, const Error& problem)
    {
        IntakeEntry entry = entryOf(item);
        entry.problem = problem;
        return give(entry);
    }

    const IntakeRequest& m_request;
    const std::function<Result<void>(const IntakeEntry&)>& m_sink;
    const CancelToken& m_cancel;
    const Progress& m_progress;
    FolderWalk m_walk;
    QSet<QByteArray> m_seen; ///< keys of what has an entry
    UnpackUsage m_unpacked;
    qint64 m_given = 0;
};

Result<void> Intake::operator()()
{
    for (const QString& path : m_request.paths)
        if (const auto problem = FolderWalk::look(path).problem;
            problem && problem->code == ErrorCode::FileNotFound)
            return *problem;
    for (const QString& path : m_request.paths) {
        auto walked = m_walk(
            path, [this](const WalkedItem& item) { return takeItem(item, Indexes::Follow); },
            m_cancel);
        if (!walked)
            return walked;
    }
    return {};
}

Result<void> Intake::give(const IntakeEntry& entry)
{
    if (m_cancel.isCancelled())
        return Error{ErrorCode::Cancelled, u"Looking for files was cancelled."_s, {}};
    if (m_progress && m_given % entriesBetweenProgress == 0)
        m_progress(m_given, 0, u"Looking for files"_s);
    ++m_given;
    return m_sink(entry);
}

Result<void> Intake::takeItem(const WalkedItem& item, Indexes indexes)
{
    if (m_seen.contains(item.key))
        return {};
    m_seen.insert(item.key);
    if (item.problem)
        return give(entryOf(item));
    const auto begin = firstBytes(item);
    if (!begin)
        return giveProblem(item, begin.error());
    if (beginsAsZip(*begin))
        return takeArchive(item);
    if (beginsAsDicomdir(*begin))
        return takeIndex(item, indexes);
    return give(entryOf(item));
}

Result<void> Intake::takeIndex(const WalkedItem& item, Indexes indexes)
{
    auto index = readDicomdir(item.path, m_cancel);
    if (!index && index.error().code == ErrorCode::Cancelled)
        return index.error();
    if (!index)
        return giveProblem(item, index.error());
    if (auto given = giveProblem(item, indexRefusal(item.file, *index)); !given)
        return given;
    if (indexes == Indexes::Name)
        return {};
    std::sort(index->fileIds.begin(), index->fileIds.end(), comesBefore);
    for (const QString& id : index->fileIds)
        if (auto taken = takeListed(item, id); !taken)
            return taken;
    return {};
}

Result<void> Intake::takeListed(const WalkedItem& index, const QString& id)
{
    const QString folder = folderOf(index.path);
    const QString path = fileOfDicomdir(folder, id);
    if (!path.isEmpty()) {
        WalkedItem listed = FolderWalk::look(path);
        listed.file = folderOf(index.file) + QDir(folder).relativeFilePath(path);
        return takeItem(listed, Indexes::Name);
    }
    WalkedItem missing;
    missing.path = QDir::cleanPath(folder + id);
    if (!missing.path.startsWith(folder))
        return giveProblem(index, leadsOutside(id, index.file));
    missing.file = folderOf(index.file) + id;
    return giveProblem(missing, listedButMissing(missing.file, index.file));
}

Result<std::vector<UnpackedFile>> Intake::unpack(const WalkedItem& item)
{
    const QByteArray name = QCryptographicHash::hash(
        u"%1\n%2\n%3"_s.arg(item.path).arg(item.bytes).arg(item.modifiedMs).toUtf8(),
        QCryptographicHash::Sha256);
    const auto scratch = ScratchFolder::enter(m_request.unpackFolder, m_request.unpackToken);
    if (!scratch)
        return noRoomFor(item, scratch.error());
    return unpackInto(scratch->folder(), name.toHex().left(16), item);
}

/// The folder `name` appears when all of the archive is in it: a file that lies there is whole,
/// whenever the program was killed.
Result<std::vector<UnpackedFile>> Intake::unpackInto(const OpenFolder& root, const QByteArray& name,
                                                     const WalkedItem& item)
{
    const QByteArray part = name + ".part";
    if (auto removed = root.removeTree(part); !removed)
        return noRoomFor(item, removed.error());
    const bool isMade = root.makeFolder(part, 0700);
    const auto fresh = root.folder(part);
    if (!isMade || !fresh)
        return noRoomFor(item, cannotWriteTo(root.path()));
    auto files = unpackZip(item.path, *fresh, m_request.limits, m_unpacked, m_cancel);
    if (!files) {
        (void)root.removeTree(part);
        return files;
    }
    if (auto removed = root.removeTree(name); !removed)
        return noRoomFor(item, removed.error());
    if (!root.rename(part, name))
        return noRoomFor(item, cannotWriteTo(root.path()));
    for (UnpackedFile& file : *files)
        if (!file.path.isEmpty())
            file.path = root.pathOf(name) + file.path.mid(fresh->path().size());
    return files;
}

Result<void> Intake::takeArchive(const WalkedItem& item)
{
    auto members = unpack(item);
    if (!members) {
        const ErrorCode code = members.error().code;
        if (code == ErrorCode::Cancelled || code == ErrorCode::WriteFailed)
            return members.error();
        return giveProblem(item, members.error());
    }
    if (members->empty())
        return giveProblem(
            item,
            {ErrorCode::Refused, u"%1 is an archive without files."_s.arg(item.file), item.path});
    std::stable_sort(
        members->begin(), members->end(),
        [](const UnpackedFile& a, const UnpackedFile& b) { return comesBefore(a.name, b.name); });
    QSet<QString> names;
    for (const UnpackedFile& member : *members)
        names.insert(member.name.toLower());
    for (const UnpackedFile& member : *members)
        if (auto taken = takeMember(item, member, names); !taken)
            return taken;
    return {};
}

Result<void> Intake::takeMember(const WalkedItem& archive, const UnpackedFile& member,
                                const QSet<QString>& names)
{
    IntakeEntry entry;
    entry.file = archive.file + u'/' + member.name;
    entry.path = member.path.isEmpty() ? archive.path : member.path;
    entry.bytes = member.path.isEmpty() ? 0 : QFileInfo(member.path).size();
    entry.archive = stampOf(archive);
    entry.problem = member.problem;
    if (!entry.problem && isDicomdir(member.path))
        return takeMemberIndex(archive, std::move(entry), member, names);
    return give(entry);
}

/// Unpacked files do not lie where a DICOMDIR among them says, so they are known by their names.
Result<void> Intake::takeMemberIndex(const WalkedItem& archive, IntakeEntry entry,
                                     const UnpackedFile& member, const QSet<QString>& names)
{
    const auto index = readDicomdir(member.path, m_cancel);
    if (!index && index.error().code == ErrorCode::Cancelled)
        return index.error();
    entry.problem = index ? indexRefusal(entry.file, *index) : index.error();
    const QString indexFile = entry.file;
    if (auto given = give(entry); !given || !index)
        return given;
    for (const QString& id : index->fileIds) {
        const QString name = folderOf(member.name) + id;
        if (names.contains(name.toLower()))
            continue;
        entry.file = archive.file + u'/' + name;
        entry.path = archive.path;
        entry.bytes = 0;
        entry.problem = listedButMissing(entry.file, indexFile);
        if (auto given = give(entry); !given)
            return given;
    }
    return {};
}

} // namespace

Result<void> takeIn(const IntakeRequest& request,
                    const std::function<Result<void>(const IntakeEntry&)>& sink,
                    const CancelToken& cancel, const Progress& progress)
{
    return Intake(request, sink, cancel, progress)();
}

} // namespace ccad
