// SPDX-License-Identifier: GPL-3.0-or-later
// Every statement of a journal but the schema.
#pragma once

namespace ccad::sql {

// Status and verdict are stored as numbers, see study_row.h: 0 ok, 1 refused, 2 failed,
// 3 duplicate, 4 queued.

// Of a row that shares its UID: a file of another study that has it. Two halves, since no index
// answers "<>".
#define CCAD_FILE_OF_SAME_UID                                                                      \
    "CASE WHEN uid_shared = 1 THEN coalesce("                                                      \
    "(SELECT other.file FROM studies AS other WHERE other.uid = studies.uid AND other.uid <> '' "  \
    "AND other.identity < studies.identity ORDER BY other.identity LIMIT 1), "                     \
    "(SELECT other.file FROM studies AS other WHERE other.uid = studies.uid AND other.uid <> '' "  \
    "AND other.identity > studies.identity ORDER BY other.identity LIMIT 1), '') ELSE '' END"

// Does the row's file hold something else by now? The newest row of it that was read tells. Members
// of archives that could not be unpacked have their archive's path, and are settled.
#define CCAD_FILE_WAS_REPLACED                                                                     \
    "path <> '' AND settled = 0 AND status <> 4 AND coalesce((SELECT newest.number <> "            \
    "studies.number AND (studies.identity = '' OR newest.identity <> studies.identity) "           \
    "FROM studies AS newest WHERE newest.path = studies.path AND newest.settled = 0 AND "          \
    "newest.status <> 4 ORDER BY newest.number DESC LIMIT 1), 0)"

// Columns in the order of StudyColumn.
#define CCAD_STUDY_COLUMNS                                                                         \
    "number, file, path, bytes, modified_ms, status, reason, warnings, label, probabilities, "     \
    "positive, urgency, map, identity, view, patient_id, patient_name, study_date, milliseconds, " \
    "verdict, comment, uid, dicom, uid_shared, notes, pixels, birth_date, "                        \
    "sex, " CCAD_FILE_OF_SAME_UID ", " CCAD_FILE_WAS_REPLACED

constexpr char readJob[] = "SELECT description FROM job";
constexpr char writeJob[] = "INSERT INTO job (id, description) VALUES (1, ?)";
constexpr char changeJob[] = "UPDATE job SET description = ?";
constexpr char readListing[] = "SELECT listed, listed_total, listing_hash FROM job";
constexpr char writeListing[] = "UPDATE job SET listed = 1, listed_total = ?, listing_hash = ?";

constexpr char nextRevision[] = "SELECT coalesce(max(revision), 0) + 1 FROM studies";

constexpr char insertEntry[]
    = "INSERT INTO studies (number, revision, file, path, bytes, modified_ms, status, reason, "
      "settled) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

constexpr char knowsEntry[]
    = "SELECT 1 FROM studies WHERE path = ? AND bytes = ? AND modified_ms = ? UNION ALL "
      "SELECT 1 FROM archives WHERE path = ? AND bytes = ? AND modified_ms = ? LIMIT 1";

constexpr char writeArchive[]
    = "INSERT OR REPLACE INTO archives (path, bytes, modified_ms) VALUES (?, ?, ?)";
constexpr char readArchives[] = "SELECT path, bytes, modified_ms FROM archives ORDER BY path";

// `urgency IS NULL` is true of every queued row and lets one index serve.
constexpr char queued[]
    = "SELECT " CCAD_STUDY_COLUMNS " FROM studies "
      "WHERE status = 4 AND urgency IS NULL AND number > ? ORDER BY number LIMIT ?";

constexpr char recordStudy[]
    = "UPDATE studies SET revision = ?, status = ?, reason = ?, warnings = ?, label = ?, "
      "probabilities = ?, positive = ?, urgency = ?, map = ?, identity = ?, view = ?, "
      "patient_id = ?, patient_name = ?, study_date = ?, milliseconds = ?, uid = ?, dicom = ?, "
      "uid_shared = ?, notes = ?, pixels = ?, birth_date = ?, sex = ? WHERE number = ?";

// The indexes on identity and uid leave empty ones out; only a query that does so, too, can use
// them.
constexpr char originalOf[]
    = "SELECT file, path FROM studies WHERE identity = ? AND identity <> '' AND status = 0 "
      "AND number < ? ORDER BY number LIMIT 1";
constexpr char copiesAfter[]
    = "SELECT number, file, path FROM studies WHERE identity = ? AND identity <> '' "
      "AND status IN (0, 1, 3) AND number > ? ORDER BY number";

// Every row with a UID is ok, refused or a duplicate, and of a duplicate there is the original. Two
// halves, since no index answers "<>".
constexpr char countOtherPicturesOfUid[]
    = "SELECT count(*) FROM (SELECT 1 FROM (SELECT 1 FROM studies "
      "WHERE uid = ? AND uid <> '' AND identity < ? AND number <> ? LIMIT 1) UNION ALL "
      "SELECT 1 FROM (SELECT 1 FROM studies "
      "WHERE uid = ? AND uid <> '' AND identity > ? AND number <> ? LIMIT 1))";
constexpr char unmarkedOfUid[]
    = "SELECT number FROM studies WHERE uid = ? AND uid <> '' AND uid_shared = 0 AND status < 2 "
      "AND identity <> ? AND number <> ? ORDER BY number";
constexpr char markUid[] = "UPDATE studies SET revision = ?, uid_shared = 1 WHERE number = ?";

// Duplicates are left out: they are no pictures of their own.
constexpr char countSharedUids[]
    = "SELECT count(DISTINCT uid), count(*) FROM studies WHERE uid_shared = 1 AND status < 2";
constexpr char countDuplicatesByUidAlone[]
    = "SELECT count(*) FROM studies WHERE status = 3 AND uid <> '' AND identity = 'uid:' || uid";
// Objects without a picture that may be for films: what readDicom says of them tells which.
constexpr char refusedForFilms[] = "SELECT file, reason FROM studies WHERE status = 1 AND "
                                   "instr(reason, 'SOP Instance UID') > 0 ORDER BY number";
// Careless anonymisers give one UID to any number of films.
constexpr char filmsOfUid[]
    = "SELECT number, file, pixels FROM studies WHERE uid = ? AND uid <> '' AND "
      "status < 2 ORDER BY number LIMIT 64";
constexpr char countPersons[]
    = "SELECT patient_id, patient_name, birth_date, sex, study_date, count(*) FROM studies "
      "WHERE dicom = 1 AND status < 2 "
      "GROUP BY patient_id, patient_name, birth_date, sex, study_date";

constexpr char makeDuplicate[]
    = "UPDATE studies SET revision = ?, status = 3, reason = ?, warnings = '', notes = '', label = "
      "-1, "
      "probabilities = x'', positive = 0, urgency = NULL, map = x'', uid_shared = 0 "
      "WHERE number = ?";

// A file that was written over has a new row; this one says what it was and counts for nothing.
constexpr char earlierStates[]
    = "SELECT number, identity FROM studies WHERE path = (SELECT path FROM studies WHERE number = "
      "?) AND path <> '' AND uid = ? AND uid <> '' AND identity <> ? AND number < ? "
      "ORDER BY number";
// Rows of a file that holds another film now: whoever follows the journal reads them anew.
constexpr char replacedStates[]
    = "SELECT number FROM studies WHERE path = (SELECT path FROM studies WHERE number = ?) AND "
      "path <> '' AND settled = 0 AND status <> 4 AND (identity = '' OR identity <> ?) AND "
      "number < ? ORDER BY number";
constexpr char touch[] = "UPDATE studies SET revision = ? WHERE number = ?";
constexpr char archiveState[] = "SELECT bytes, modified_ms FROM archives WHERE path = ?";
// The members of one state of an archive lie in one folder.
constexpr char membersOfState[]
    = "SELECT number, status FROM studies WHERE path > ? AND path < ? ORDER BY number";
// The same member of an archive, which is unpacked elsewhere when it changed; bounded likewise.
constexpr char earlierMembers[]
    = "SELECT number, identity, path FROM (SELECT number, identity, path, file FROM studies WHERE "
      "uid = ? AND uid <> '' AND number < ? LIMIT 1000) WHERE file = ? AND identity <> ? "
      "ORDER BY number";
constexpr char supersede[]
    = "UPDATE studies SET revision = ?, status = 1, reason = ?, warnings = '', notes = '', label = "
      "-1, probabilities = x'', positive = 0, urgency = NULL, map = x'', identity = '', uid = '', "
      "dicom = 0, uid_shared = 0, settled = 1 WHERE number = ?";
constexpr char duplicatesOf[]
    = "SELECT number FROM studies WHERE identity = ? AND identity <> '' AND status = 3 "
      "ORDER BY number";
constexpr char unmark[] = "UPDATE studies SET revision = ?, uid_shared = 0 WHERE number = ?";
constexpr char markedAlone[]
    = "SELECT number FROM studies WHERE uid = ? AND uid <> '' AND uid_shared = 1 AND "
      "(SELECT count(DISTINCT identity) FROM studies WHERE uid = ? AND uid <> '' AND status < 2) "
      "< 2 ORDER BY number";

constexpr char writeThumbnail[]
    = "INSERT OR REPLACE INTO thumbnails (number, picture) VALUES (?, ?)";
constexpr char readThumbnail[] = "SELECT picture FROM thumbnails WHERE number = ?";

// Not a file that was written over since: its newer row is about what is there.
constexpr char retryable[]
    = "SELECT number FROM studies WHERE status = 2 AND settled = 0 AND NOT EXISTS (SELECT 1 FROM "
      "studies AS newer WHERE newer.path = studies.path AND newer.path <> '' AND newer.settled = 0 "
      "AND newer.number > studies.number) ORDER BY number";
constexpr char requeue[]
    = "UPDATE studies SET revision = ?, status = 4, reason = '', identity = '', uid = '', "
      "dicom = 0, uid_shared = 0 WHERE number = ?";

constexpr char setVerdict[]
    = "UPDATE studies SET revision = ?, verdict = ?, comment = ? WHERE number = ?";

// Those whose content was forgotten have no path.
constexpr char countSuperseded[]
    = "SELECT count(*) FROM studies WHERE status IN (1, 2) AND path <> '' AND "
      "((status = 1 AND settled = 1) OR (" CCAD_FILE_WAS_REPLACED "))";
constexpr char countByStatus[] = "SELECT status, count(*) FROM studies GROUP BY status";
// Without being told, SQLite would take the index by urgency and look every row up.
constexpr char countPositive[]
    = "SELECT count(*) FROM studies INDEXED BY positives WHERE status = 0 AND positive = 1";
constexpr char countVerdicts[]
    = "SELECT label, positive, verdict, count(*) FROM studies INDEXED BY verdicts "
      "WHERE status = 0 AND verdict <> 0 GROUP BY label, positive, verdict";

constexpr char study[] = "SELECT " CCAD_STUDY_COLUMNS " FROM studies WHERE number = ?";
constexpr char changes[]
    = "SELECT " CCAD_STUDY_COLUMNS ", revision FROM studies WHERE revision > ? "
      "ORDER BY revision LIMIT ?";
constexpr char byUrgency[]
    = "SELECT " CCAD_STUDY_COLUMNS " FROM studies ORDER BY status, urgency DESC, number";
constexpr char byNumber[] = "SELECT " CCAD_STUDY_COLUMNS ", settled FROM studies WHERE number > ? "
                            "ORDER BY number LIMIT ?";

constexpr char patients[]
    = "SELECT number, file, path, uid, patient_id, patient_name FROM studies ORDER BY number";
// A refused row that nothing tries again. It keeps its number, by which shards and listings count.
constexpr char emptyRow[]
    = "UPDATE studies SET revision = ?, file = ?, path = '', bytes = 0, modified_ms = 0, "
      "status = 1, reason = ?, warnings = '', notes = '', label = -1, probabilities = x'', "
      "positive = 0, urgency = NULL, map = x'', identity = '', view = '', patient_id = '', "
      "patient_name = '', study_date = '', milliseconds = 0, verdict = 0, comment = '', uid = '', "
      "dicom = 0, uid_shared = 0, pixels = '', birth_date = '', sex = '', settled = 1 "
      "WHERE number = ?";
constexpr char removeThumbnail[] = "DELETE FROM thumbnails WHERE number = ?";
constexpr char removeArchive[] = "DELETE FROM archives WHERE path = ?";
// Its first column says whether somebody kept it from being done.
constexpr char emptyLog[] = "PRAGMA wal_checkpoint(TRUNCATE)";

} // namespace ccad::sql
