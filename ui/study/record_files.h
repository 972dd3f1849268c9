// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/notes/note_store.h"
#include "ui/study/session.h"

#include <QHash>

#include <optional>
#include <utility>

namespace ccad {

struct RecordPaths
{
    QString notes;
    QString session;
};

/// The note of a study and the content that it belongs to.
struct FoundNote
{
    QString contentSha256;
    StudyNote note;
};

/// The files in which Review keeps what has to last, for one worker at a time. Every function reads
/// or writes disks. Before the session is written over for the first time, notes that an older
/// version kept in it move into their own file.
class RecordFiles
{
public:
    explicit RecordFiles(RecordPaths paths) : m_paths(std::move(paths)) { }

    /// Errors of load() and add(): as the store and as reading the file; Cancelled.
    [[nodiscard]] Result<FoundNote> load(const QString& path, const CancelToken& cancel);
    /// Adds to the stored note and returns all of it.
    [[nodiscard]] Result<FoundNote> add(const QString& path, const QString& sopInstanceUid,
                                        const StudyNote& note);
    [[nodiscard]] Result<void> save(const NoteKey& key, const StudyNote& note);
    /// Files whose notes are known by their path alone; each should be loaded once.
    [[nodiscard]] Result<QStringList> pathsToPlace();
    /// Saves the session; without one, removes the saved session.
    [[nodiscard]] Result<void> keepSession(const std::optional<Session>& session);

    /// A sentence that the user should hear beside errors, given once; or empty.
    [[nodiscard]] QString takeNotice() { return std::exchange(m_notice, {}); }

private:
    struct Content
    {
        qint64 bytes = 0;
        qint64 modifiedMs = 0;
        QString sha256;
    };
    /// Opened anew each time: another window may have moved the file away or the user may have put
    /// it back, and whatever went to the old file would be lost.
    [[nodiscard]] Result<std::unique_ptr<NoteStore>> open();
    [[nodiscard]] Result<QString> contentOf(const QString& path, const CancelToken& cancel);

    RecordPaths m_paths;
    bool m_isMoved = false; ///< true once the notes of an older session have moved
    Result<void> m_moved;
    QHash<QString, Content> m_contents; ///< by path, so that a file is read through once
    QString m_notice;
};

} // namespace ccad
