// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worklist/internal/journal_schema.h"

#include "core/worklist/journal.h"

#include <array>

namespace ccad {

namespace {

/// STRICT, so that SQLite refuses a value of another type instead of keeping it.
constexpr const char* firstSchema[] = {
    "PRAGMA application_id = 1128481092", // journalApplicationId

    // What the batch is about, as JSON, and how far its listing got.
    "CREATE TABLE job ("
    " id INTEGER PRIMARY KEY CHECK (id = 1),"
    " description TEXT NOT NULL,"
    " listed INTEGER NOT NULL DEFAULT 0,"
    " listed_total INTEGER NOT NULL DEFAULT 0,"
    " listing_hash TEXT NOT NULL DEFAULT '') STRICT",

    // revision: rises with every change of a row. settled: the failure is one of the listing, which
    // reading again cannot mend.
    "CREATE TABLE studies ("
    " number INTEGER PRIMARY KEY,"
    " revision INTEGER NOT NULL,"
    " file TEXT NOT NULL,"
    " path TEXT NOT NULL,"
    " bytes INTEGER NOT NULL,"
    " modified_ms INTEGER NOT NULL,"
    " status INTEGER NOT NULL CHECK (status BETWEEN 0 AND 4),"
    " reason TEXT NOT NULL DEFAULT '',"
    " warnings TEXT NOT NULL DEFAULT '',"
    " label INTEGER NOT NULL DEFAULT -1,"
    " probabilities BLOB NOT NULL DEFAULT x'',"
    " positive INTEGER NOT NULL DEFAULT 0,"
    " urgency REAL,"
    " map BLOB NOT NULL DEFAULT x'',"
    " identity TEXT NOT NULL DEFAULT '',"
    " view TEXT NOT NULL DEFAULT '',"
    " patient_id TEXT NOT NULL DEFAULT '',"
    " patient_name TEXT NOT NULL DEFAULT '',"
    " study_date TEXT NOT NULL DEFAULT '',"
    " milliseconds REAL NOT NULL DEFAULT 0,"
    " verdict INTEGER NOT NULL DEFAULT 0 CHECK (verdict BETWEEN 0 AND 3),"
    " comment TEXT NOT NULL DEFAULT '',"
    " settled INTEGER NOT NULL DEFAULT 0) STRICT",

    // Kept apart from the studies, so that a walk over these does not pass the pictures.
    "CREATE TABLE thumbnails ("
    " number INTEGER PRIMARY KEY REFERENCES studies (number) ON DELETE CASCADE,"
    " picture BLOB NOT NULL) STRICT",

    // Listed archives: their files have rows, they themselves have none.
    "CREATE TABLE archives ("
    " path TEXT PRIMARY KEY,"
    " bytes INTEGER NOT NULL,"
    " modified_ms INTEGER NOT NULL) STRICT",

    "CREATE UNIQUE INDEX by_revision ON studies (revision)",
    "CREATE INDEX by_urgency ON studies (status, urgency DESC)",
    "CREATE INDEX by_identity ON studies (identity) WHERE identity <> ''",
    "CREATE INDEX by_path ON studies (path)",
    "CREATE INDEX positives ON studies (number) WHERE status = 0 AND positive = 1",
    "CREATE INDEX verdicts ON studies (label, positive, verdict)"
    " WHERE status = 0 AND verdict <> 0",
};

/// Keeps the UID apart from the identity. Identities of the first version are the UID alone, so
/// that a row of this version is never their duplicate: whether it is the same picture is not
/// known.
constexpr const char* uidsApart[] = {
    "ALTER TABLE studies ADD COLUMN uid TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE studies ADD COLUMN dicom INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE studies ADD COLUMN uid_shared INTEGER NOT NULL DEFAULT 0",
    "UPDATE studies SET uid = substr(identity, 5), dicom = 1 WHERE substr(identity, 1, 4) = 'uid:'",
    "DROP INDEX by_identity",
    "CREATE INDEX by_identity ON studies (identity, status) WHERE identity <> ''",
    "CREATE INDEX by_uid ON studies (uid, identity) WHERE uid <> ''",
    // Leaves out the many rows that are marked or duplicates; only rows still to be marked are
    // indexed.
    "CREATE INDEX unmarked_uids ON studies (uid)"
    " WHERE uid <> '' AND uid_shared = 0 AND status < 2",
    "CREATE INDEX shared_uids ON studies (uid) WHERE uid_shared = 1 AND status < 2",
    "CREATE INDEX patient_ids ON studies (patient_id) WHERE dicom = 1 AND status < 2",
};

/// Keeps the reader's notes apart from the other warnings, with their codes.
constexpr const char* notesApart[] = {
    "ALTER TABLE studies ADD COLUMN notes TEXT NOT NULL DEFAULT ''",
};

/// Keeps what tells for which pixels an object such as a presentation state is meant, and whether
/// films with one patient ID are of one patient.
constexpr const char* pixelsAndPersons[] = {
    "ALTER TABLE studies ADD COLUMN pixels TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE studies ADD COLUMN birth_date TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE studies ADD COLUMN sex TEXT NOT NULL DEFAULT ''",
    "DROP INDEX patient_ids",
    "CREATE INDEX persons ON studies (patient_id, patient_name, birth_date, sex, study_date)"
    " WHERE dicom = 1 AND status < 2",
};

Result<void> runAll(JournalDatabase& database, std::span<const char* const> statements)
{
    for (const char* statement : statements)
        if (auto done = database.runOnce(QString::fromLatin1(statement)); !done)
            return done;
    return {};
}

Result<void> createFirstSchema(JournalDatabase& database)
{
    return runAll(database, firstSchema);
}

Result<void> tellUidsApart(JournalDatabase& database)
{
    return runAll(database, uidsApart);
}

Result<void> tellNotesApart(JournalDatabase& database)
{
    return runAll(database, notesApart);
}

Result<void> keepPixelsAndPersons(JournalDatabase& database)
{
    return runAll(database, pixelsAndPersons);
}

constexpr std::array migrations = {
    &createFirstSchema,
    &tellUidsApart,
    &tellNotesApart,
    &keepPixelsAndPersons,
};
static_assert(migrations.size() == std::size_t(Journal::schemaVersion));

} // namespace

std::span<const Migration> journalMigrations()
{
    static constexpr std::array<Migration, migrations.size()> steps = migrations;
    return steps;
}

Result<void> checkIsJournal(JournalDatabase& database)
{
    if (auto own = checkApplicationId(database, journalApplicationId); !own)
        return own;
    if (auto same = checkSchema(database, journalMigrations()); !same)
        return same;
    return checkPages(database);
}

} // namespace ccad
