// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/screening: every statement of a journal but the schema.
#pragma once

namespace ccad::sql {

// Status and verdict are stored as numbers, see study_row.h: 0 ok, 1 refused, 2 failed,
// 3 duplicate, 4 queued.

// Columns in the order of StudyColumn.
#define CCAD_STUDY_COLUMNS                                                                         \
    "number, file, path, bytes, modified_ms, status, reason, warnings, label, probabilities, "     \
    "positive, urgency, map, identity, view, patient_id, patient_name, study_date, milliseconds, " \
    "verdict, comment"

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
      "patient_id = ?, patient_name = ?, study_date = ?, milliseconds = ? WHERE number = ?";

// The index on identity leaves empty ones out; only a query that does so, too, can use it.
constexpr char othersOfIdentity[]
    = "SELECT number, status, file FROM studies WHERE identity = ? AND identity <> '' "
      "AND status IN (0, 1, 3) AND number <> ? ORDER BY number";

constexpr char makeDuplicate[]
    = "UPDATE studies SET revision = ?, status = 3, reason = ?, warnings = '', label = -1, "
      "probabilities = x'', positive = 0, urgency = NULL, map = x'' WHERE number = ?";

constexpr char writeThumbnail[]
    = "INSERT OR REPLACE INTO thumbnails (number, picture) VALUES (?, ?)";
constexpr char readThumbnail[] = "SELECT picture FROM thumbnails WHERE number = ?";

constexpr char retryable[]
    = "SELECT number FROM studies WHERE status = 2 AND settled = 0 ORDER BY number";
constexpr char requeue[]
    = "UPDATE studies SET revision = ?, status = 4, reason = '', identity = '' WHERE number = ?";

constexpr char setVerdict[]
    = "UPDATE studies SET revision = ?, verdict = ?, comment = ? WHERE number = ?";

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

} // namespace ccad::sql
