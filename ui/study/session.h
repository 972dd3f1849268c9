// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/notes/note_store.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace ccad {

/// What was open in Review. What the user added to the studies is in a NoteStore, which outlives
/// every session.
struct Session
{
    static constexpr int formatVersion = 2;

    QStringList studies; ///< paths in the order of opening
    QString current; ///< path of the one on screen; empty: none
    bool operator==(const Session&) const = default;
};

/// A session as it was found.
struct StoredSession
{
    Session session;
    int version = Session::formatVersion;
    /// Version 1 held comments and measurements itself.
    std::vector<PathNote> notes = {};
};

/// Where the session and the notes of this user are kept, below QStandardPaths::AppDataLocation.
[[nodiscard]] QString sessionFile();
[[nodiscard]] QString notesFile();

/// Errors: FileNotFound when none was written, FileUnreadable, FileBroken; Unsupported when a newer
/// CCAD wrote it.
[[nodiscard]] Result<StoredSession> readSession(const QString& file);

/// The old file stays as it was when this fails; only this user may read it. Error: WriteFailed.
[[nodiscard]] Result<void> writeSession(const Session& session, const QString& file);

/// Takes the notes out of a session of an older version and into the store, and writes the session
/// anew without them; a session that cannot be read is copied, since it will be written over.
/// Nothing happens where none holds any. Errors: those of store and session; the session is then as
/// it was.
[[nodiscard]] Result<void> moveNotesOutOf(const QString& sessionFile, NoteStore& store);

} // namespace ccad
