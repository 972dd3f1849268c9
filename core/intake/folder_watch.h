// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/intake/intake.h"

#include <QDateTime>
#include <QHash>
#include <QStringList>

#include <optional>
#include <utility>
#include <vector>

namespace ccad {

/// Tells which files below folders are complete, by looking repeatedly: a file that is being copied
/// grows between two looks, or is made in its full size and holds zeros at first. Knows no thread
/// and no clock.
class FolderWatch
{
public:
    static constexpr qint64 settleMs = 2000;
    /// For a file that ends with zeros: black pixels, or room for what is still to come.
    static constexpr qint64 settleWithZerosMs = 10 * 1000;
    /// A file that begins with zeros is no picture yet; after that time it is told all the same.
    static constexpr qint64 zerosMs = 10 * 60 * 1000;

    /// Files may be among the paths. Missing paths are waited for. `leaveOut`: see IntakeRequest.
    explicit FolderWatch(QStringList paths, QStringList leaveOut = {});

    /// Regular files, not empty, whose size and time of change are the same as in a look at least
    /// settleMs ago; each is told once, and once more whenever it changed, or another file took its
    /// place, and it settled again. Such a file of the same size and time is told as `isReplaced`.
    /// Call it about once a second; it looks at the status of every file and opens only those that
    /// it is about to tell (50,000 files take some tenths of a second). Companions (see
    /// companions.h) whose name is certain do not count. Unreadable files do not, either, but for
    /// those whose names are no UTF-8: they have a problem.
    [[nodiscard]] std::vector<IntakeEntry> completeFiles(const QDateTime& now);

    /// The paths of the last look that were not there or could not be read: a share that went away.
    /// So is a folder that held files and is now another one without any, as a mount point is.
    /// Their files are remembered, and not told again when they come back unchanged.
    [[nodiscard]] const QStringList& missing() const { return m_missing; }

    /// True for a file that a look would not tell yet; asked for the files of a first listing.
    [[nodiscard]] static bool mayStillGrow(const IntakeEntry& entry, const QDateTime& now);

private:
    struct Seen
    {
        qint64 bytes = 0;
        qint64 modifiedMs = 0;
        qint64 changedNs = 0;
        quint64 fileId = 0;
        qint64 sinceMs = 0; ///< when it was first seen with this size and time
        qint64 patienceMs = 0; ///< what its zeros asked for when they were last looked at
        qint64 look = 0; ///< number of the last look at which it was there
        bool isTold = false;
        bool isReplaced = false;
    };
    /// What a look finds of a file.
    struct Found
    {
        QString path;
        qint64 bytes = 0;
        qint64 modifiedMs = 0;
        qint64 changedNs = 0;
        quint64 fileId = 0;
        bool hasProblem = false;
    };
    using FolderId = std::pair<quint64, quint64>; ///< device and number
    struct Source
    {
        QString path; ///< as asked for
        std::optional<FolderId> withFiles; ///< the folder that held files at the last look
    };

    void lookAt(Source& source, class FolderWalk& walk, qint64 nowMs,
                std::vector<IntakeEntry>& complete);
    /// True when the file is to be told.
    [[nodiscard]] bool note(Seen& seen, const Found& found, qint64 nowMs) const;
    /// By the zeros that the file holds.
    [[nodiscard]] static bool isWaitedFor(Seen& seen, const Found& found, qint64 nowMs);
    void forgetOthers();

    std::vector<Source> m_sources;
    QStringList m_leaveOut;
    QStringList m_missing;
    QHash<QString, Seen> m_seen; ///< by path
    qint64 m_look = 0;
};

} // namespace ccad
