// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/notes/study_note.h"

#include <QStringList>

#include <memory>
#include <vector>

namespace ccad {

class SqliteDatabase;

/// Identifies the study of a note. The content alone tells studies apart, so that two films under
/// one UID never share a note, and a copy of a file has the file's note; the UID is kept beside it.
struct NoteKey
{
    QString contentSha256; ///< of the file, lower-case hexadecimal
    QString sopInstanceUid; ///< empty where the file has none, or where it is not known yet
};

/// A note on a study that was known by its file's path alone (sessions of older versions).
struct PathNote
{
    QString path;
    StudyNote note;
};

/// Which notes are meant.
struct NotesToForget
{
    enum class Which
    {
        All,
        Older, ///< changed before beforeMs; those kept by path have no time and stay
        OfFilms, ///< with one of these contents, UIDs or paths
    };
    Which which = Which::All;
    qint64 beforeMs = 0; ///< since 1970
    QStringList contents; ///< SHA-256, lower-case hexadecimal
    QStringList uids;
    QStringList paths;
};

/// Comments and measurements in an SQLite file that only this user can read, for the thread that
/// opened it. What a function has written when it returns survives the end of the program and a
/// power cut. Several programs may use one file; for each study the last note wins. Errors of all
/// functions: FileBroken, WriteFailed.
class NoteStore
{
public:
    static constexpr int schemaVersion = 1;

    /// Makes the file when there is none. Further errors: Unsupported when a newer CCAD wrote it.
    [[nodiscard]] static Result<std::unique_ptr<NoteStore>> open(const QString& path);
    ~NoteStore();
    NoteStore(const NoteStore&) = delete;
    NoteStore& operator=(const NoteStore&) = delete;

    /// The note; empty when there is none.
    [[nodiscard]] Result<StudyNote> find(const QString& contentSha256);
    /// Replaces the note; an empty note is none.
    [[nodiscard]] Result<void> write(const NoteKey& key, const StudyNote& note);
    /// Adds to the existing note and returns the whole of it.
    [[nodiscard]] Result<StudyNote> add(const NoteKey& key, const StudyNote& note);

    /// Keeps notes on files that nobody has looked at yet, all or none; adds to earlier ones.
    [[nodiscard]] Result<void> keepByPath(const std::vector<PathNote>& notes);
    /// Paths given to keepByPath() whose notes have not been placed yet.
    [[nodiscard]] Result<QStringList> pathsToPlace();
    /// Call it when the file's content is known: adds the note kept by its path to the content's
    /// note, which is returned.
    [[nodiscard]] Result<StudyNote> place(const QString& path, const NoteKey& key);

    [[nodiscard]] Result<qint64> count(const NotesToForget& which);
    /// Removes them, all or none, and nothing of them stays in the file; returns how many there
    /// were.
    [[nodiscard]] Result<qint64> forget(const NotesToForget& which);

private:
    explicit NoteStore(std::unique_ptr<SqliteDatabase> database);

    [[nodiscard]] Result<StudyNote> readNote(const char* sql, const QString& key);
    [[nodiscard]] Result<void> putNote(const NoteKey& key, const StudyNote& note);
    [[nodiscard]] Result<void> putByPath(const PathNote& note);

    std::unique_ptr<SqliteDatabase> m_database;
};

struct OpenedNotes
{
    std::unique_ptr<NoteStore> store;
    QString notice; ///< a sentence to be told to the user, or empty
};

/// NoteStore::open, but a file that is damaged or not CCAD's is kept under another name beside it,
/// a new one is begun, and the notice says so.
[[nodiscard]] Result<OpenedNotes> openNotes(const QString& path);

} // namespace ccad
