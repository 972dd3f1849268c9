// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/notes/study_note.h"

#include <QStringList>

#include <memory>
#include <vector>

namespace ccad {

class SqliteDatabase;

/// Whose note it is. The content alone tells studies apart, so that two films under one UID never
/// share a note and a copy of a file elsewhere has that of the file; the UID is kept beside it.
struct NoteKey
{
    QString contentSha256; ///< of the file, lower-case hexadecimal
    QString sopInstanceUid; ///< empty where the file has none, or where it is not known yet
};

/// A note of a study that was known by the path of its file alone (sessions of older versions).
struct PathNote
{
    QString path;
    StudyNote note;
};

/// Comments and measurements in an SQLite file that only this user can read, for the thread that
/// opened it. What was written when a function returns survives the end of the program and of the
/// power. Several programs may use one file; of each study the last note wins. Errors of all:
/// FileBroken, WriteFailed.
class NoteStore
{
public:
    static constexpr int schemaVersion = 1;

    /// Makes the file when there is none. Further errors: Unsupported when a newer CCAD wrote it.
    [[nodiscard]] static Result<std::unique_ptr<NoteStore>> open(const QString& path);
    ~NoteStore();
    NoteStore(const NoteStore&) = delete;
    NoteStore& operator=(const NoteStore&) = delete;

    /// Empty when there is none.
    [[nodiscard]] Result<StudyNote> find(const QString& contentSha256);
    /// In place of what was there; an empty note is none.
    [[nodiscard]] Result<void> write(const NoteKey& key, const StudyNote& note);
    /// Adds to what is there and returns all of it.
    [[nodiscard]] Result<StudyNote> add(const NoteKey& key, const StudyNote& note);

    /// Keeps notes of files that nobody has looked at yet, all or none; adds to what is there.
    [[nodiscard]] Result<void> keepByPath(const std::vector<PathNote>& notes);
    /// Those for which that was done, until they are placed.
    [[nodiscard]] Result<QStringList> pathsToPlace();
    /// The content of the file is known now: adds what was kept by its path to its note, which is
    /// returned.
    [[nodiscard]] Result<StudyNote> place(const QString& path, const NoteKey& key);

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

/// The same as NoteStore::open, but a file that is damaged, or none of CCAD, is kept under another
/// name beside it, a new one is begun, and the notice says so.
[[nodiscard]] Result<OpenedNotes> openNotes(const QString& path);

} // namespace ccad
