// SPDX-License-Identifier: GPL-3.0-or-later
// Records a batch's results and its reader's judgements in a journal.
#include "core/sqlite/sqlite_sharing.h"
#include "core/worklist/internal/journal_impl.h"
#include "core/worklist/internal/journal_sql.h"
#include "core/worklist/internal/study_row.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

void makeDuplicate(ScreenedStudy& study, const QString& reason)
{
    study.status = StudyStatus::Duplicate;
    study.reason = reason;
    study.warnings.clear();
    study.notes.clear();
    study.label = -1;
    study.probabilities.clear();
    study.positive = false;
    study.urgency.reset();
    study.map = {};
}

/// Not Refused: a file that was never judged must not keep another one from being judged.
bool canHaveDuplicates(const ScreenedStudy& study)
{
    return study.status == StudyStatus::Ok;
}

bool canBeDuplicate(const ScreenedStudy& study)
{
    return study.status == StudyStatus::Ok || study.status == StudyStatus::Refused
        || study.status == StudyStatus::Duplicate;
}

} // namespace

Result<std::vector<qint64>> Journal::Impl::numbers(const char* statement,
                                                   const QVariantList& values) const
{
    std::vector<qint64> found;
    auto read = database->forEach(statement, values, [&](const JournalRow& row) -> Result<void> {
        found.push_back(row.number(0));
        return {};
    });
    if (!read)
        return read.error();
    return found;
}

bool Journal::Impl::isUnpacked(const QString& path) const
{
    return path.startsWith(QFileInfo(database->path()).absoluteFilePath() + u".unpacked/"_s);
}

bool Journal::Impl::isSameFile(const ScreenedStudy& study, const QString& file,
                               const QString& path) const
{
    // A member of an archive lies elsewhere when the archive changed.
    return path == study.path || (file == study.file && isUnpacked(path) && isUnpacked(study.path));
}

Result<QString> Journal::Impl::duplicateReason(const ScreenedStudy& study) const
{
    QString reason;
    auto read = database->forEach(sql::originalOf, {study.identity, study.number},
                                  [&](const JournalRow& row) -> Result<void> {
                                      const QString file = row.text(0);
                                      const bool isItself = isSameFile(study, file, row.text(1));
                                      reason = isItself ? sameFilmInSameFile() : sameStudyAs(file);
                                      return {};
                                  });
    if (!read)
        return read.error();
    return reason;
}

Result<void> Journal::Impl::touchReplaced(const ScreenedStudy& study, qint64& revision) const
{
    const auto replaced
        = numbers(sql::replacedStates, {study.number, storedText(study.identity), study.number});
    if (!replaced)
        return replaced.error();
    for (const qint64 number : *replaced)
        if (auto touched = database->run(sql::touch, {revision++, number}); !touched)
            return touched.error();
    return {};
}

Result<void> Journal::Impl::displaceCopies(const ScreenedStudy& study, qint64& revision) const
{
    std::vector<std::pair<qint64, QString>> copies; // and why
    auto read = database->forEach(
        sql::copiesAfter, {study.identity, study.number},
        [&](const JournalRow& row) -> Result<void> {
            const bool isItself = isSameFile(study, row.text(1), row.text(2));
            copies.emplace_back(row.number(0),
                                isItself ? sameFilmInSameFile() : sameStudyAs(study.file));
            return {};
        });
    if (!read)
        return read;
    for (const auto& [number, reason] : copies)
        if (auto changed = database->run(sql::makeDuplicate, {revision++, reason, number});
            !changed)
            return changed.error();
    return {};
}

Result<void> Journal::Impl::markSharedUid(ScreenedStudy& study, qint64& revision) const
{
    const auto others = database->number(sql::countOtherPicturesOfUid,
                                         {study.uid, storedText(study.identity), study.number,
                                          study.uid, storedText(study.identity), study.number});
    if (!others)
        return others.error();
    study.sharesUid = *others > 0;
    if (!study.sharesUid)
        return {};
    const auto unmarked
        = numbers(sql::unmarkedOfUid, {study.uid, storedText(study.identity), study.number});
    if (!unmarked)
        return unmarked.error();
    for (const qint64 number : *unmarked)
        if (auto marked = database->run(sql::markUid, {revision++, number}); !marked)
            return marked.error();
    return {};
}

Result<std::vector<Journal::Impl::State>>
Journal::Impl::earlierStates(const ScreenedStudy& study) const
{
    std::vector<State> states;
    auto read = database->forEach(
        sql::earlierStates, {study.number, study.uid, storedText(study.identity), study.number},
        [&](const JournalRow& row) -> Result<void> {
            states.emplace_back(row.number(0), row.text(1));
            return {};
        });
    if (!read || !isUnpacked(study.path))
        return read ? Result<std::vector<State>>(std::move(states)) : read.error();
    // An archive has a folder of its own for each of its states.
    const auto folderOf = [](const QString& path) { return QFileInfo(path).path(); };
    read = database->forEach(
        sql::earlierMembers,
        {study.uid, study.number, storedText(study.file), storedText(study.identity)},
        [&](const JournalRow& row) -> Result<void> {
            const QString path = row.text(2);
            if (isUnpacked(path) && folderOf(path) != folderOf(study.path))
                states.emplace_back(row.number(0), row.text(1));
            return {};
        });
    if (!read)
        return read.error();
    return states;
}

Result<void> Journal::Impl::supersede(const ScreenedStudy& study, qint64& revision) const
{
    const auto states = earlierStates(study);
    if (!states)
        return states.error();
    const auto changeEach
        = [&](const char* change, const char* which, const QVariantList& of) -> Result<void> {
        const auto found = numbers(which, of);
        if (!found)
            return found.error();
        for (const qint64 number : *found)
            if (auto changed = database->run(change, {revision++, number}); !changed)
                return changed.error();
        return {};
    };
    const QString reason
        = u"The file was written over after this row was made; it has a newer row."_s;
    for (const auto& [number, identity] : *states) {
        if (auto done = database->run(sql::supersede, {revision++, reason, number}); !done)
            return done.error();
        if (auto done = changeEach(sql::requeue, sql::duplicatesOf, {identity}); !done)
            return done;
        if (auto done = changeEach(sql::unmark, sql::markedAlone, {study.uid, study.uid}); !done)
            return done;
    }
    return {};
}

Error Journal::Impl::noRow(qint64 number) const
{
    return {
        ErrorCode::InvalidArgument,
        u"The journal %1 has no row %2."_s.arg(database->path(), QString::number(number)),
        database->path(),
    };
}

Result<void> Journal::Impl::put(ScreenedStudy study, const QByteArray& thumbnail,
                                qint64& revision) const
{
    study.sharesUid = false;
    if (!study.identity.isEmpty() && canBeDuplicate(study)) {
        const auto reason = duplicateReason(study);
        if (!reason)
            return reason.error();
        if (!reason->isEmpty())
            makeDuplicate(study, *reason);
        else if (canHaveDuplicates(study))
            if (auto displaced = displaceCopies(study, revision); !displaced)
                return displaced;
    }
    if (!study.uid.isEmpty() && study.status != StudyStatus::Duplicate && canBeDuplicate(study)) {
        if (auto superseded = supersede(study, revision); !superseded)
            return superseded;
        if (auto marked = markSharedUid(study, revision); !marked)
            return marked;
    }
    if (auto noted = noteFilmObjects(study, revision); !noted)
        return noted;
    if (auto touched = touchReplaced(study, revision); !touched)
        return touched;
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
    // A result can be computed again; what a reader said cannot.
    return inSafeTransaction(*m_impl->database, [&]() -> Result<void> {
        const auto revision = m_impl->nextRevision();
        if (!revision)
            return revision.error();
        return m_impl->setVerdict(number, verdict, comment, *revision);
    });
}

} // namespace ccad
