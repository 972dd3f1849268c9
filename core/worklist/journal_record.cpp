// SPDX-License-Identifier: GPL-3.0-or-later
// What a batch and its reader write into a journal.
#include "core/worklist/internal/journal_impl.h"
#include "core/worklist/internal/journal_sql.h"
#include "core/worklist/internal/study_row.h"

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

QString duplicateReason(const QString& file)
{
    return u"This is the same study as %1, which has a row of its own."_s.arg(file);
}

void makeDuplicate(ScreenedStudy& study, const QString& ofFile)
{
    study.status = StudyStatus::Duplicate;
    study.reason = duplicateReason(ofFile);
    study.warnings.clear();
    study.label = -1;
    study.probabilities.clear();
    study.positive = false;
    study.urgency.reset();
    study.map = {};
}

bool canHaveDuplicates(const ScreenedStudy& study)
{
    return study.status == StudyStatus::Ok || study.status == StudyStatus::Refused;
}

} // namespace

Result<Journal::Impl::Others> Journal::Impl::othersOf(const ScreenedStudy& study) const
{
    Others others;
    auto read = database->forEach(sql::othersOfIdentity, {study.identity, study.number},
                                  [&](const JournalRow& row) -> Result<void> {
                                      const bool isDuplicate = statusFromStored(int(row.number(1)))
                                          == StudyStatus::Duplicate;
                                      if (row.number(0) > study.number)
                                          others.later.push_back(row.number(0));
                                      else if (others.earlierFile.isNull() && !isDuplicate)
                                          others.earlierFile = row.text(2);
                                      return {};
                                  });
    if (!read)
        return read.error();
    return others;
}

Result<void> Journal::Impl::displace(const std::vector<qint64>& numbers, const QString& byFile,
                                     qint64& revision) const
{
    for (const qint64 number : numbers)
        if (auto changed
            = database->run(sql::makeDuplicate, {revision++, duplicateReason(byFile), number});
            !changed)
            return changed.error();
    return {};
}

Error Journal::Impl::noRow(qint64 number) const
{
    return {
        ErrorCode::InvalidArgument,
        u"The journal %1 has no row %2."_s.arg(database->path()).arg(number),
        database->path(),
    };
}

Result<void> Journal::Impl::put(ScreenedStudy study, const QByteArray& thumbnail,
                                qint64& revision) const
{
    if (!study.identity.isEmpty()
        && (canHaveDuplicates(study) || study.status == StudyStatus::Duplicate)) {
        const auto others = othersOf(study);
        if (!others)
            return others.error();
        if (!others->earlierFile.isNull())
            makeDuplicate(study, others->earlierFile);
        else if (canHaveDuplicates(study))
            if (auto displaced = displace(others->later, study.file, revision); !displaced)
                return displaced;
    }
    const auto changed = database->run(sql::recordStudy, recordedValues(study, revision++));
    if (!changed)
        return changed.error();
    if (*changed != 1)
        return noRow(study.number);
    if (thumbnail.isEmpty())
        return {};
    if (auto written = database->run(sql::writeThumbnail, {study.number, thumbnail}); !written)
        return written.error();
    return {};
}

Result<void> Journal::record(std::span<const ScreenedStudy> studies,
                             std::span<const QByteArray> thumbnails)
{
    return m_impl->database->inTransaction([&]() -> Result<void> {
        auto revision = m_impl->nextRevision();
        if (!revision)
            return revision.error();
        for (std::size_t i = 0; i < studies.size(); ++i)
            if (auto done = m_impl->put(
                    studies[i], i < thumbnails.size() ? thumbnails[i] : QByteArray(), *revision);
                !done)
                return done;
        return {};
    });
}

Result<qint64> Journal::requeueFailed()
{
    std::vector<qint64> numbers;
    auto done = m_impl->database->inTransaction([&]() -> Result<void> {
        auto revision = m_impl->nextRevision();
        if (!revision)
            return revision.error();
        auto read = m_impl->database->forEach(sql::retryable, {},
                                              [&](const JournalRow& row) -> Result<void> {
                                                  numbers.push_back(row.number(0));
                                                  return {};
                                              });
        if (!read)
            return read;
        for (const qint64 number : numbers)
            if (auto changed = m_impl->database->run(sql::requeue, {(*revision)++, number});
                !changed)
                return changed.error();
        return {};
    });
    if (!done)
        return done.error();
    return qint64(numbers.size());
}

Result<void> Journal::Impl::setVerdict(qint64 number, Verdict verdict, const QString& comment,
                                       qint64 revision) const
{
    const auto changed = database->run(
        sql::setVerdict, {revision, static_cast<int>(verdict), storedText(comment), number});
    if (!changed)
        return changed.error();
    if (*changed != 1)
        return noRow(number);
    return {};
}

Result<void> Journal::setVerdict(qint64 number, Verdict verdict, const QString& comment)
{
    return m_impl->database->inTransaction([&]() -> Result<void> {
        const auto revision = m_impl->nextRevision();
        if (!revision)
            return revision.error();
        return m_impl->setVerdict(number, verdict, comment, *revision);
    });
}

} // namespace ccad
