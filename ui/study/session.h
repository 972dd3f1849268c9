// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/notes/note_store.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace ccad {

/// The studies open in Review, and the results beside them. The user's notes on them are in a
/// NoteStore, which outlives every session.
struct Session
{
    static constexpr int formatVersion = 2;

    QStringList studies; ///< paths in the order of opening
    QStringList results; ///< paths of reports, presentation states and maps, in that order, too
    QString current; ///< path of the study on screen; empty: none
    /// The current one, while it is being read: if it stays so in the file, the program ended over
    /// it. Else empty.
    QString opening = {};
    bool operator==(const Session&) const = default;
};

/// A session as its file holds it.
struct StoredSession
{
    Session session;
    int version = Session::formatVersion;
    /// Version 1 held comments and measurements itself.
    std::vector<PathNote> notes = {};
};

/// Where the session and the notes of this user are kept, see keptPlace().
[[nodiscard]] QString sessionFile();
[[nodiscard]] QString notesFile();

/// Errors: FileNotFound when no session was written, FileUnreadable, FileBroken; Unsupported when a
/// newer CCAD wrote it.
[[nodiscard]] Result<StoredSession> readSession(const QString& file);

/// On failure the old file stays as it was. Only this user may read the file. Error: WriteFailed.
[[nodiscard]] Result<void> writeSession(const Session& session, const QString& file);

/// Moves the notes of an older version's session into the store and writes the session anew without
/// them. A session that cannot be read is copied, since it will be written over. Nothing happens
/// when the session holds no notes. Errors: as the store and the session; the session then stays as
/// it was.
[[nodiscard]] Result<void> moveNotesOutOf(const QString& sessionFile, NoteStore& store);

} // namespace ccad
