// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/intake/intake.h"

#include <QDateTime>
#include <QHash>
#include <QStringList>

#include <vector>

namespace ccad {

/// Tells which files below folders are complete, by looking again and again: one that is being
/// copied grows between two looks. Knows no thread and no clock.
class FolderWatch
{
public:
    static constexpr qint64 settleMs = 2000;

    /// Files may be among the paths. Paths that do not exist are waited for. `leaveOut`: see
    /// IntakeRequest.
    explicit FolderWatch(QStringList paths, QStringList leaveOut = {});

    /// Regular files, not empty, whose size and time of change are as in a look at least settleMs
    /// ago. Each is reported once, and once more whenever it has changed and settled again. Call it
    /// about once a second; it looks at the status of every file and opens none (50,000 files take
    /// some tenths of a second). Hidden files count; unreadable files do not.
    [[nodiscard]] std::vector<IntakeEntry> completeFiles(const QDateTime& now);

private:
    struct Seen
    {
        qint64 bytes = 0;
        qint64 modifiedMs = 0;
        qint64 sinceMs = 0; ///< when it was first seen in this state
        qint64 look = 0; ///< number of the last look at which it was there
        bool isTold = false;
    };

    /// True when the file is to be reported.
    [[nodiscard]] bool note(Seen& seen, qint64 bytes, qint64 modifiedMs, qint64 nowMs) const;

    QStringList m_paths;
    QStringList m_leaveOut;
    QHash<QString, Seen> m_seen; ///< by path
    qint64 m_look = 0;
};

} // namespace ccad
