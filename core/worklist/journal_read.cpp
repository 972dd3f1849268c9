// SPDX-License-Identifier: GPL-3.0-or-later
// Queries of a journal for worklists, exports and the pipeline.
#include "core/worklist/internal/journal_impl.h"
#include "core/worklist/internal/journal_sql.h"
#include "core/worklist/internal/study_row.h"
#include "core/worklist/patient_ids.h"

#include <algorithm>

namespace ccad {

Result<std::vector<ScreenedStudy>> Journal::queued(qint64 afterNumber, int limit) const
{
    std::vector<ScreenedStudy> studies;
    auto read = m_impl->database->forEach(sql::queued, {afterNumber, limit},
                                          [&](const JournalRow& row) -> Result<void> {
                                              studies.push_back(studyFromRow(row));
                                              return {};
                                          });
    if (!read)
        return read.error();
    return studies;
}

Result<JournalCounts> Journal::counts() const
{
    JournalCounts counts;
    auto read = m_impl->database->forEach(sql::countByStatus, {},
                                          [&](const JournalRow& row) -> Result<void> {
                                              const qint64 count = row.number(1);
                                              counts.total += count;
                                              switch (statusFromStored(int(row.number(0)))) {
                                              case StudyStatus::Queued:
                                                  counts.queued = count;
                                                  break;
                                              case StudyStatus::Ok:
                                                  counts.ok = count;
                                                  break;
                                              case StudyStatus::Refused:
                                                  counts.refused = count;
                                                  break;
                                              case StudyStatus::Failed:
                                                  counts.failed = count;
                                                  break;
                                              case StudyStatus::Duplicate:
                                                  counts.duplicate = count;
                                                  break;
                                              }
                                              return {};
                                          });
    if (!read)
        return read.error();
    const auto positive = m_impl->database->number(sql::countPositive);
    if (!positive)
        return positive.error();
    counts.positive = *positive;
    return counts;
}

Result<qint64> Journal::supersededCount() const
{
    return m_impl->database->number(sql::countSuperseded);
}

Result<IdentityCounts> Journal::identityCounts() const
{
    IdentityCounts counts;
    auto read = m_impl->database->forEach(sql::countSharedUids, {},
                                          [&](const JournalRow& row) -> Result<void> {
                                              counts.sharedUids = row.number(0);
                                              counts.filmsSharingUid = row.number(1);
                                              return {};
                                          });
    PatientIds ids;
    if (read)
        read = m_impl->database->forEach(
            sql::countPersons, {}, [&](const JournalRow& row) -> Result<void> {
                ids.add({row.text(0), row.text(1), row.text(2), row.text(3), row.text(4)},
                        row.number(5));
                return {};
            });
    if (!read)
        return read.error();
    ids.countInto(counts);
    const auto byUidAlone = m_impl->database->number(sql::countDuplicatesByUidAlone);
    if (!byUidAlone)
        return byUidAlone.error();
    counts.duplicatesByUidAlone = *byUidAlone;
    return counts;
}

Result<std::vector<Journal::ObjectOfFilm>> Journal::objectsOfFilms(int limit) const
{
    const auto objects = m_impl->filmObjects();
    if (!objects)
        return objects.error();
    std::vector<ObjectOfFilm> found;
    for (const Impl::ListedObject& one : *objects)
        for (const QString& uid : one.object.filmUids) {
            auto read = m_impl->database->forEach(
                sql::filmsOfUid, {uid}, [&](const JournalRow& row) -> Result<void> {
                    const Belonging belonging = belongingOf(one.object, uid, row.text(2));
                    const bool isKnown
                        = belonging == Belonging::ByUid || belonging == Belonging::Proven;
                    if (isKnown && found.size() < static_cast<std::size_t>(limit))
                        found.push_back({one.file, row.text(1)});
                    return {};
                });
            if (!read)
                return read.error();
            if (found.size() >= static_cast<std::size_t>(limit))
                return found;
        }
    return found;
}

Result<std::vector<Journal::VerdictCount>> Journal::verdictCounts() const
{
    std::vector<VerdictCount> counts;
    auto read = m_impl->database->forEach(
        sql::countVerdicts, {}, [&](const JournalRow& row) -> Result<void> {
            counts.push_back({int(row.number(0)), row.number(1) != 0,
                              static_cast<Verdict>(row.number(2)), row.number(3)});
            return {};
        });
    if (!read)
        return read.error();
    return counts;
}

Result<ScreenedStudy> Journal::Impl::study(qint64 number) const
{
    std::optional<ScreenedStudy> study;
    auto read = database->forEach(sql::study, {number}, [&](const JournalRow& row) -> Result<void> {
        study = studyFromRow(row);
        return {};
    });
    if (!read)
        return read.error();
    if (!study)
        return noRow(number);
    return *std::move(study);
}

Result<ScreenedStudy> Journal::study(qint64 number) const
{
    return m_impl->study(number);
}

Result<std::vector<Journal::Change>> Journal::changesAfter(qint64 revision, int limit) const
{
    std::vector<Change> changes;
    auto read = m_impl->database->forEach(
        sql::changes, {revision, limit}, [&](const JournalRow& row) -> Result<void> {
            changes.push_back({row.number(BehindStudyColumns), studyFromRow(row)});
            return {};
        });
    if (!read)
        return read.error();
    return changes;
}

Result<void>
Journal::forEachByUrgency(const std::function<Result<void>(const ScreenedStudy&)>& take) const
{
    return m_impl->database->forEach(
        sql::byUrgency, {}, [&](const JournalRow& row) { return take(studyFromRow(row)); });
}

Result<QByteArray> Journal::thumbnail(qint64 number) const
{
    QByteArray picture;
    auto read = m_impl->database->forEach(sql::readThumbnail, {number},
                                          [&](const JournalRow& row) -> Result<void> {
                                              picture = row[0].toByteArray();
                                              return {};
                                          });
    if (!read)
        return read.error();
    return picture;
}

} // namespace ccad
