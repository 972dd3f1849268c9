// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intake/folder_watch.h"

#include "core/base/owned_fd.h"
#include "core/intake/internal/folder_walk.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <array>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ccad {

namespace {

/// True when the file has that many bytes or fewer from there on, all of them zero.
bool areZeros(const OwnedFd& file, qint64 offset)
{
    // A DICOM file begins with 128 of them, then says what it is.
    constexpr std::size_t enough = 512;
    std::array<char, enough> bytes;
    const ssize_t got = ::pread(file.get(), bytes.data(), bytes.size(), offset);
    return got > 0
        && std::all_of(bytes.begin(), bytes.begin() + got, [](char byte) { return byte == 0; });
}

/// How long the file has to stay as it is until it is complete.
qint64 patienceFor(const QString& path, qint64 bytes)
{
    constexpr qint64 block = 512;
    const OwnedFd file(
        ::open(QFile::encodeName(path).constData(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (!file.isOpen())
        return FolderWatch::settleMs; // whoever reads it says why it cannot be read
    if (areZeros(file, 0))
        return FolderWatch::zerosMs;
    return bytes > block && areZeros(file, bytes - block) ? FolderWatch::settleWithZerosMs
                                                          : FolderWatch::settleMs;
}

std::optional<std::pair<quint64, quint64>> idOf(const QString& path)
{
    struct stat status;
    if (::stat(QFile::encodeName(path).constData(), &status) != 0)
        return std::nullopt;
    return std::pair<quint64, quint64>(status.st_dev, status.st_ino);
}

IntakeEntry entryOf(const WalkedItem& item, bool isReplaced)
{
    IntakeEntry entry;
    entry.file = item.file;
    entry.path = item.path;
    entry.bytes = item.bytes;
    entry.modifiedMs = item.modifiedMs;
    entry.problem = item.problem;
    entry.isReplaced = isReplaced;
    return entry;
}

} // namespace

FolderWatch::FolderWatch(QStringList paths, QStringList leaveOut) : m_leaveOut(std::move(leaveOut))
{
    for (QString& path : paths)
        m_sources.push_back({std::move(path), {}});
}

bool FolderWatch::mayStillGrow(const IntakeEntry& entry, const QDateTime& now)
{
    const bool isMember = !entry.archive.path.isEmpty();
    const qint64 modifiedMs = isMember ? entry.archive.modifiedMs : entry.modifiedMs;
    const qint64 ageMs = now.toMSecsSinceEpoch() - modifiedMs;
    if (modifiedMs == 0 || ageMs >= zerosMs)
        return false;
    const QString& path = isMember ? entry.archive.path : entry.path;
    const qint64 bytes = isMember ? entry.archive.bytes : entry.bytes;
    return ageMs < patienceFor(path, bytes);
}

bool FolderWatch::note(Seen& seen, const Found& found, qint64 nowMs) const
{
    const bool isNew = seen.look == 0;
    const bool isSame = !isNew && seen.bytes == found.bytes && seen.modifiedMs == found.modifiedMs;
    // Some network drives number their files anew when they come back, so that a new number alone
    // says nothing, and none does after a gap.
    const bool isReplaced = isSame && seen.look == m_look - 1 && seen.fileId != found.fileId
        && seen.changedNs != found.changedNs;
    seen.look = m_look;
    seen.fileId = found.fileId;
    seen.changedNs = found.changedNs;
    // A clock that was set back begins anew.
    if (!isSame || isReplaced || nowMs < seen.sinceMs) {
        seen.bytes = found.bytes;
        seen.modifiedMs = found.modifiedMs;
        seen.sinceMs = nowMs;
        seen.patienceMs = 0;
        // Also before it was told: a first listing may have had the one that was there.
        seen.isReplaced = isReplaced;
        seen.isTold = isSame && !isReplaced && seen.isTold;
        return false;
    }
    if (seen.isTold || nowMs - seen.sinceMs < settleMs)
        return false;
    if (!found.hasProblem && (found.bytes == 0 || isWaitedFor(seen, found, nowMs)))
        return false;
    seen.isTold = true;
    return true;
}

bool FolderWatch::isWaitedFor(Seen& seen, const Found& found, qint64 nowMs)
{
    const qint64 patienceMs = patienceFor(found.path, found.bytes);
    // Its content has begun to arrive, though its time is the same: some network drives tell the
    // new one when the file is closed, and the clock of a file system has large steps.
    if (patienceMs < seen.patienceMs)
        seen.sinceMs = nowMs;
    seen.patienceMs = patienceMs;
    return nowMs - seen.sinceMs < patienceMs;
}

void FolderWatch::lookAt(Source& source, FolderWalk& walk, qint64 nowMs,
                         std::vector<IntakeEntry>& complete)
{
    bool isMissing = false;
    bool holdsFiles = false;
    const QString root = FolderWalk::look(source.path).path;
    (void)walk(source.path, [&](const WalkedItem& item) -> Result<void> {
        isMissing = isMissing || (item.problem && item.path == root);
        holdsFiles = true;
        if ((item.problem && !item.isHopeless) || (item.companion && item.companion->isCertain))
            return {};
        Seen& seen = m_seen[item.path];
        if (note(seen,
                 {item.path, item.bytes, item.modifiedMs, item.changedNs, item.fileId,
                  item.problem.has_value()},
                 nowMs))
            complete.push_back(entryOf(item, seen.isReplaced));
        return {};
    });
    const auto id = idOf(source.path);
    const bool isOther = source.withFiles && id && id != source.withFiles;
    if (isMissing || !id || (isOther && !holdsFiles))
        m_missing << source.path;
    else if (holdsFiles)
        source.withFiles = id;
}

/// A file that disappeared counts as new when it comes back, unless all went with its share.
void FolderWatch::forgetOthers()
{
    QStringList away;
    for (const QString& path : m_missing)
        away << QFileInfo(path).absoluteFilePath();
    m_seen.removeIf([&](const auto& file) {
        return file.value().look != m_look
            && std::none_of(away.begin(), away.end(), [&](const QString& path) {
                   return file.key() == path || file.key().startsWith(path + u'/');
               });
    });
}

std::vector<IntakeEntry> FolderWatch::completeFiles(const QDateTime& now)
{
    ++m_look;
    m_missing.clear();
    std::vector<IntakeEntry> complete;
    QStringList asked;
    for (const Source& source : m_sources)
        asked << source.path;
    FolderWalk walk(asked, m_leaveOut);
    for (Source& source : m_sources)
        lookAt(source, walk, now.toMSecsSinceEpoch(), complete);
    forgetOthers();
    return complete;
}

} // namespace ccad
