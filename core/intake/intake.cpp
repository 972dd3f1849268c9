// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intake/intake.h"

#include "core/base/scratch_folder.h"
#include "core/imaging/reading/guarded_read.h"
#include "core/intake/internal/archive_reader.h"
#include "core/intake/internal/dicomdir.h"
#include "core/intake/internal/first_bytes.h"
#include "core/intake/internal/folder_walk.h"
#include "core/intake/natural_order.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr qint64 entriesBetweenProgress = 500;

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

/// Some of the files that such an index lists have no entry.
Error tooLongIndex(const QString& file)
{
    return {
        ErrorCode::TooLarge,
        u"%1 is an index of more files than can be read; take the folder that it lies in."_s.arg(
            file),
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

Error withoutStudies(const WalkedItem& archive, const CompanionCounts& companions)
{
    const QString what = companions.total() > 0 ? u"an archive without studies. "_s
                                                : u"an archive without files."_s;
    return {ErrorCode::Refused, u"%1 is %2%3"_s.arg(archive.file, what, companionText(companions)),
            archive.path};
}

/// Carries one request's entries to the sink.
class Intake
{
public:
    Intake(const IntakeRequest& request,
           const std::function<Result<void>(const IntakeEntry&)>& sink, const CancelToken& cancel,
           const Progress& progress)
        : m_request(request), m_sink(sink), m_cancel(cancel), m_progress(progress),
          m_walk(request.paths, request.leaveOut)
    {
    }

    Result<CompanionCounts> operator()();

private:
    enum class Indexes
    {
        Follow,
        Name ///< one that another index lists: a chain of them must not lead on for ever
    };

    [[nodiscard]] std::optional<CompanionName> companionOf(const WalkedItem& item) const;
    Result<void> takeItem(const WalkedItem& item, Indexes indexes);
    Result<void> takeIndex(const WalkedItem& item, Indexes indexes);
    Result<void> takeListed(const WalkedItem& index, const QString& id);
    Result<void> takeArchive(const WalkedItem& item);
    Result<Unpacked> unpack(const WalkedItem& item);
    Result<Unpacked> unpackInto(const OpenFolder& root, const QByteArray& name,
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
    CompanionCounts m_companions;
    UnpackUsage m_unpacked;
    qint64 m_given = 0;
};

Result<CompanionCounts> Intake::operator()()
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
            return walked.error();
    }
    return m_companions;
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

/// The rule for the item's name; a DICOMDIR is known by its content instead.
std::optional<CompanionName> Intake::companionOf(const WalkedItem& item) const
{
    auto companion = item.companion;
    if (!m_request.areNamed && !companion)
        companion = companionFile(item.path.mid(item.path.lastIndexOf(u'/') + 1));
    return companion && companion->kind != Companion::Index ? companion : std::nullopt;
}

Result<void> Intake::takeItem(const WalkedItem& item, Indexes indexes)
{
    if (m_seen.contains(item.key))
        return {};
    const auto companion = companionOf(item);
    if (companion && (companion->isCertain || item.problem)) {
        // Not among those seen: an index may list it.
        m_companions.add(companion->kind);
        return {};
    }
    m_seen.insert(item.key);
    if (item.problem)
        return give(entryOf(item));
    const auto begin = firstBytesOf(item.path, item.file);
    if (!begin)
        return giveProblem(item, begin.error());
    if (companion && !imaging::recognise(*begin)) {
        m_companions.add(companion->kind);
        return {};
    }
    if (beginsAsDicomdir(*begin))
        return takeIndex(item, indexes);
    if (archiveKindOf(item.path, *begin) != ArchiveKind::None)
        return takeArchive(item);
    return give(entryOf(item));
}

Result<void> Intake::takeIndex(const WalkedItem& item, Indexes indexes)
{
    auto index = readDicomdir(item.path, m_cancel);
    if (!index && index.error().code == ErrorCode::Cancelled)
        return index.error();
    if (!index)
        return giveProblem(item, index.error());
    m_companions.add(Companion::Index);
    if (index->isTruncated)
        if (auto given = giveProblem(item, tooLongIndex(item.file)); !given)
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
        WalkedItem listed = m_walk.lookWithin(path);
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

Result<Unpacked> Intake::unpack(const WalkedItem& item)
{
    const auto scratch = ScratchFolder::enter(m_request.unpackFolder, m_request.unpackToken);
    if (!scratch)
        return noRoomFor(item, scratch.error());
    return unpackInto(scratch->folder(), unpackedNameOf(stampOf(item)).toLatin1(), item);
}

/// The folder `name` appears when all of the archive is in it: a file that lies there is whole,
/// whenever the program was killed.
Result<Unpacked> Intake::unpackInto(const OpenFolder& root, const QByteArray& name,
                                    const WalkedItem& item)
{
    const QByteArray part = name + ".part";
    if (auto removed = root.removeTree(part); !removed)
        return noRoomFor(item, removed.error());
    const bool isMade = root.makeFolder(part, 0700);
    const auto fresh = root.folder(part);
    if (!isMade || !fresh)
        return noRoomFor(item, cannotWriteTo(root.path()));
    auto unpacked = unpackArchive(item.path, *fresh, m_request.limits, m_unpacked, m_cancel);
    if (!unpacked) {
        (void)root.removeTree(part);
        return unpacked;
    }
    if (auto removed = root.removeTree(name); !removed)
        return noRoomFor(item, removed.error());
    if (!root.rename(part, name))
        return noRoomFor(item, cannotWriteTo(root.path()));
    for (UnpackedFile& file : unpacked->files)
        if (!file.path.isEmpty())
            file.path = root.pathOf(name) + file.path.mid(fresh->path().size());
    return unpacked;
}

Result<void> Intake::takeArchive(const WalkedItem& item)
{
    auto unpacked = unpack(item);
    if (!unpacked) {
        const ErrorCode code = unpacked.error().code;
        if (code == ErrorCode::Cancelled || code == ErrorCode::WriteFailed)
            return unpacked.error();
        return giveProblem(item, unpacked.error());
    }
    std::vector<UnpackedFile>& members = unpacked->files;
    if (members.empty())
        return giveProblem(item, withoutStudies(item, unpacked->companions));
    m_companions += unpacked->companions;
    std::stable_sort(
        members.begin(), members.end(),
        [](const UnpackedFile& a, const UnpackedFile& b) { return comesBefore(a.name, b.name); });
    QSet<QString> names;
    for (const UnpackedFile& member : members)
        names.insert(member.name.toLower());
    for (const UnpackedFile& member : members)
        if (auto taken = takeMember(item, member, names); !taken)
            return taken;
    return {};
}

Result<void> Intake::takeMember(const WalkedItem& archive, const UnpackedFile& member,
                                const QSet<QString>& names)
{
    IntakeEntry entry;
    entry.file = member.name.isEmpty() ? archive.file : archive.file + u'/' + member.name;
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
    const QString indexFile = entry.file;
    if (index)
        m_companions.add(Companion::Index);
    if (!index || index->isTruncated) {
        entry.problem = index ? tooLongIndex(entry.file) : index.error();
        if (auto given = give(entry); !given || !index)
            return given;
    }
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

QString unpackedNameOf(const ArchiveStamp& archive)
{
    const QByteArray hash = QCryptographicHash::hash(
        u"%1\n%2\n%3"_s.arg(archive.path).arg(archive.bytes).arg(archive.modifiedMs).toUtf8(),
        QCryptographicHash::Sha256);
    return QString::fromLatin1(hash.toHex().left(16));
}

bool standsForFiles(const QString& path)
{
    const QFileInfo info(path);
    return info.isDir() || (info.isFile() && (isArchive(path) || isDicomdir(path)));
}

Result<CompanionCounts> takeIn(const IntakeRequest& request,
                               const std::function<Result<void>(const IntakeEntry&)>& sink,
                               const CancelToken& cancel, const Progress& progress)
{
    return Intake(request, sink, cancel, progress)();
}

} // namespace ccad
