// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/notes/note_store.h"

#include "core/base/run_lock.h"
#include "core/sqlite/sqlite_schema.h"
#include "core/sqlite/sqlite_sharing.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

#include <array>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr qint64 notesApplicationId = 0x4343414e; // "CCAN" in the header of the file

/// STRICT, so that SQLite refuses a value of another type instead of keeping it.
constexpr const char* firstSchema[] = {
    "PRAGMA application_id = 1128481102", // notesApplicationId

    "CREATE TABLE notes ("
    " content_sha256 TEXT PRIMARY KEY CHECK (length(content_sha256) = 64),"
    " sop_instance_uid TEXT NOT NULL,"
    " comment TEXT NOT NULL,"
    " measurements TEXT NOT NULL," // JSON
    " changed_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID",

    // Notes on studies whose content is not known yet.
    "CREATE TABLE notes_by_path ("
    " path TEXT PRIMARY KEY,"
    " comment TEXT NOT NULL,"
    " measurements TEXT NOT NULL) STRICT, WITHOUT ROWID",
};

Result<void> createFirstSchema(SqliteDatabase& database)
{
    for (const char* statement : firstSchema)
        if (auto done = database.runOnce(QString::fromLatin1(statement)); !done)
            return done;
    return {};
}

constexpr std::array<Migration, 1> migrations = {&createFirstSchema};
static_assert(migrations.size() == std::size_t(NoteStore::schemaVersion));

constexpr char readByContent[] = "SELECT comment, measurements FROM notes WHERE content_sha256 = ?";
constexpr char readByPath[] = "SELECT comment, measurements FROM notes_by_path WHERE path = ?";
// A UID that is not known does not replace one that is.
constexpr char writeByContent[]
    = "INSERT INTO notes (content_sha256, sop_instance_uid, comment, measurements, changed_ms) "
      "VALUES (?, ?, ?, ?, ?) ON CONFLICT (content_sha256) DO UPDATE SET "
      "sop_instance_uid = coalesce(nullif(excluded.sop_instance_uid, ''), sop_instance_uid), "
      "comment = excluded.comment, measurements = excluded.measurements, "
      "changed_ms = excluded.changed_ms";
constexpr char removeByContent[] = "DELETE FROM notes WHERE content_sha256 = ?";
constexpr char writeByPath[]
    = "INSERT OR REPLACE INTO notes_by_path (path, comment, measurements) VALUES (?, ?, ?)";
constexpr char removeByPath[] = "DELETE FROM notes_by_path WHERE path = ?";
constexpr char listPaths[] = "SELECT path FROM notes_by_path ORDER BY path";

const SqliteWords& words()
{
    static const SqliteWords words{
        u"file of comments and measurements"_s, {}, u"Make it and its folder writable for you."_s};
    return words;
}

QString jsonOf(const StudyNote& note)
{
    return QString::fromUtf8(
        QJsonDocument(toJson(note.measurements)).toJson(QJsonDocument::Compact));
}

/// A null string would not be text to SQLite.
QString text(const QString& value)
{
    return value.isNull() ? u""_s : value;
}

/// Checked before anything is written, since the file may be damaged or somebody else's.
Result<void> check(SqliteDatabase& database)
{
    const auto version = database.number("PRAGMA user_version");
    if (!version)
        return version.error();
    // An empty file has neither number nor tables yet.
    if (auto own = checkApplicationId(database, *version == 0 ? 0 : notesApplicationId); !own)
        return own;
    if (auto same = checkSchema(database, migrations); !same)
        return same;
    return checkPages(database);
}

/// A copy that was put back is as private as the file.
void hideFromOthers(const QString& path)
{
    const QFile::Permissions now = QFile::permissions(path);
    const QFile::Permissions own = now & (QFile::ReadOwner | QFile::WriteOwner);
    if (now & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther))
        QFile::setPermissions(path, own);
}

/// Moves the file and what SQLite keeps beside it to another name.
Result<QString> setAside(const QString& path)
{
    const QString stem
        = path + u".damaged-"_s + QDateTime::currentDateTime().toString(u"yyyyMMdd-HHmmss"_s);
    QString aside = stem;
    for (int i = 2; QFileInfo::exists(aside); ++i)
        aside = u"%1-%2"_s.arg(stem).arg(i);
    // The file goes last: a journal left behind would be rolled back into the new one.
    for (const char* suffix : {"-journal", "-wal", "-shm", ""}) {
        const QString end = QString::fromLatin1(suffix);
        if (QFileInfo::exists(path + end) && !QFile::rename(path + end, aside + end))
            return Error{ErrorCode::WriteFailed,
                         u"Cannot move the damaged file %1 out of the way."_s.arg(path + end),
                         path};
    }
    return aside;
}

} // namespace

NoteStore::NoteStore(std::unique_ptr<SqliteDatabase> database) : m_database(std::move(database)) { }

NoteStore::~NoteStore() = default;

Result<std::unique_ptr<NoteStore>> NoteStore::open(const QString& path)
{
    if (!QFileInfo::exists(path))
        if (auto created = SqliteDatabase::createFile(path, words());
            !created && !QFileInfo::exists(path)) // another window may have been faster
            return created.error();
    // SQLite would wait for ever at a FIFO.
    if (!QFileInfo(path).isFile())
        return notOfThisKind(path, words());
    hideFromOthers(path);
    auto database = SqliteDatabase::open(path, words());
    if (!database)
        return database.error();
    if (auto begun = beginSharing(**database); !begun)
        return begun.error();
    if (auto checked = check(**database); !checked)
        return checked.error();
    if (auto migrated = migrate(**database, migrations); !migrated)
        return migrated.error();
    // What was said to be saved is saved, and notes are written one by one: no log is needed.
    if (auto shared = shareByLocks(**database); !shared)
        return shared.error();
    // Deleted content does not stay in the free parts of the file.
    if (auto set = (*database)->runOnce(u"PRAGMA secure_delete = ON"_s); !set)
        return set.error();
    return std::unique_ptr<NoteStore>(new NoteStore(std::move(*database)));
}

Result<StudyNote> NoteStore::readNote(const char* sql, const QString& key)
{
    StudyNote note;
    auto read = m_database->forEach(sql, {key}, [&](const SqliteRow& row) -> Result<void> {
        note.comment = row.text(0);
        const auto json = QJsonDocument::fromJson(row.text(1).toUtf8());
        if (!json.isArray())
            return damaged(m_database->path(), words(),
                           u"the measurements of a study cannot be read"_s);
        note.measurements = measurementsFrom(json.array());
        return {};
    });
    if (!read)
        return read.error();
    return note;
}

Result<void> NoteStore::putNote(const NoteKey& key, const StudyNote& note)
{
    const auto written = note.isEmpty()
        ? m_database->run(removeByContent, {key.contentSha256})
        : m_database->run(writeByContent,
                          {key.contentSha256, text(key.sopInstanceUid), text(note.comment),
                           jsonOf(note), QDateTime::currentMSecsSinceEpoch()});
    if (!written)
        return written.error();
    return {};
}

Result<StudyNote> NoteStore::find(const QString& contentSha256)
{
    return readNote(readByContent, contentSha256);
}

Result<void> NoteStore::write(const NoteKey& key, const StudyNote& note)
{
    return m_database->inTransaction([&] { return putNote(key, note); });
}

Result<StudyNote> NoteStore::add(const NoteKey& key, const StudyNote& note)
{
    StudyNote all;
    auto added = m_database->inTransaction([&]() -> Result<void> {
        const auto known = find(key.contentSha256);
        if (!known)
            return known.error();
        all = merged(*known, note);
        return putNote(key, all);
    });
    if (!added)
        return added.error();
    return all;
}

Result<void> NoteStore::putByPath(const PathNote& note)
{
    const auto known = readNote(readByPath, note.path);
    if (!known)
        return known.error();
    const StudyNote all = merged(*known, note.note);
    if (auto written = m_database->run(writeByPath, {note.path, text(all.comment), jsonOf(all)});
        !written)
        return written.error();
    return {};
}

Result<void> NoteStore::keepByPath(const std::vector<PathNote>& notes)
{
    return m_database->inTransaction([&]() -> Result<void> {
        for (const PathNote& note : notes)
            if (auto put = putByPath(note); !put)
                return put;
        return {};
    });
}

Result<QStringList> NoteStore::pathsToPlace()
{
    QStringList paths;
    auto read = m_database->forEach(listPaths, {}, [&](const SqliteRow& row) -> Result<void> {
        paths << row.text(0);
        return {};
    });
    if (!read)
        return read.error();
    return paths;
}

Result<StudyNote> NoteStore::place(const QString& path, const NoteKey& key)
{
    // Nearly always there is nothing to place, and reading needs no right to write.
    const auto kept = readNote(readByPath, path);
    if (!kept)
        return kept.error();
    if (kept->isEmpty())
        return find(key.contentSha256);
    StudyNote all;
    auto placed = m_database->inTransaction([&]() -> Result<void> {
        const auto now = readNote(readByPath, path); // another window may have been faster
        if (!now)
            return now.error();
        const auto known = find(key.contentSha256);
        if (!known)
            return known.error();
        all = merged(*known, *now);
        if (auto put = putNote(key, all); !put)
            return put;
        if (auto removed = m_database->run(removeByPath, {path}); !removed)
            return removed.error();
        return {};
    });
    if (!placed)
        return placed.error();
    return all;
}

Result<OpenedNotes> openNotes(const QString& path)
{
    auto store = NoteStore::open(path);
    if (store)
        return OpenedNotes{std::move(*store), {}};
    if (store.error().code != ErrorCode::FileBroken)
        return store.error();
    const auto claim = claimFile(path, {u"window"_s, u"close it"_s, ErrorCode::WriteFailed});
    if (!claim)
        return claim.error();
    store = NoteStore::open(path); // another window may have replaced it meanwhile
    if (store)
        return OpenedNotes{std::move(*store), {}};
    const Error why = store.error();
    if (why.code != ErrorCode::FileBroken)
        return why;
    const auto aside = setAside(path);
    if (!aside)
        return aside.error();
    store = NoteStore::open(path);
    if (!store)
        return store.error();
    return OpenedNotes{std::move(*store),
                       u"%1 It is kept as %2, and a new one was begun."_s.arg(why.message, *aside)};
}

} // namespace ccad
