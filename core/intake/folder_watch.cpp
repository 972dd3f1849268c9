// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intake/folder_watch.h"

#include "core/intake/internal/folder_walk.h"

namespace ccad {

FolderWatch::FolderWatch(QStringList paths, QStringList leaveOut)
    : m_paths(std::move(paths)), m_leaveOut(std::move(leaveOut))
{
}

bool FolderWatch::note(Seen& seen, qint64 bytes, qint64 modifiedMs, qint64 nowMs) const
{
    const bool isNew = seen.look == 0;
    seen.look = m_look;
    // A clock that was set back begins anew.
    if (isNew || seen.bytes != bytes || seen.modifiedMs != modifiedMs || nowMs < seen.sinceMs) {
        const bool staysTold
            = !isNew && seen.isTold && seen.bytes == bytes && seen.modifiedMs == modifiedMs;
        seen = {bytes, modifiedMs, nowMs, m_look, staysTold};
        return false;
    }
    if (seen.isTold || bytes == 0 || nowMs - seen.sinceMs < settleMs)
        return false;
    seen.isTold = true;
    return true;
}

std::vector<IntakeEntry> FolderWatch::completeFiles(const QDateTime& now)
{
    ++m_look;
    const qint64 nowMs = now.toMSecsSinceEpoch();
    std::vector<IntakeEntry> complete;
    FolderWalk walk(m_leaveOut);
    for (const QString& path : m_paths)
        (void)walk(path, [&](const WalkedItem& item) -> Result<void> {
            if (!item.problem && note(m_seen[item.path], item.bytes, item.modifiedMs, nowMs)) {
                IntakeEntry entry;
                entry.file = item.file;
                entry.path = item.path;
                entry.bytes = item.bytes;
                entry.modifiedMs = item.modifiedMs;
                complete.push_back(std::move(entry));
            }
            return {};
        });
    // A file that disappeared counts as new when it comes back.
    m_seen.removeIf([this](const auto& file) { return file.value().look != m_look; });
    return complete;
}

} // namespace ccad
