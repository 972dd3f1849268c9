// SPDX-License-Identifier: GPL-3.0-or-later
// Takes a patient out of a journal.
#include "core/worklist/internal/journal_impl.h"
#include "core/worklist/internal/journal_sql.h"
#include "core/worklist/internal/study_row.h"

#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

const QString emptiedFile = u"(forgotten)"_s;
const QString emptiedReason = u"The row was emptied because its patient was to be forgotten."_s;

/// Of an ID or a name as people type it: components and spaces alike.
QString folded(const QString& text)
{
    return QString(text).replace(u'^', u' ').simplified().toCaseFolded();
}

void addOnce(QStringList& list, const QString& text)
{
    if (!text.isEmpty() && !list.contains(text))
        list << text;
}

/// Archives out of which one of the rows came: a row's name has the way through them.
Result<QStringList> archivesOf(JournalDatabase& database, const QStringList& files)
{
    QStringList archives;
    auto read = database.forEach(sql::readArchives, {}, [&](const JournalRow& row) -> Result<void> {
        const QString path = row.text(0);
        const QString name = QFileInfo(path).fileName() + u'/';
        if (std::any_of(files.begin(), files.end(),
                        [&](const QString& file) { return file.contains(name); }))
            archives << path;
        return {};
    });
    if (!read)
        return read.error();
    return archives;
}

} // namespace

Result<Journal::PatientRows> Journal::rowsOfPatient(const QString& idOrName) const
{
    PatientRows rows;
    const QString wanted = folded(idOrName);
    if (wanted.isEmpty())
        return rows;
    auto read = m_impl->database->forEach(
        sql::patients, {}, [&](const JournalRow& row) -> Result<void> {
            const QString id = row.text(4);
            const QString name = row.text(5);
            if (folded(id) != wanted && folded(name) != wanted)
                return {};
            rows.numbers.push_back(row.number(0));
            rows.files << row.text(1);
            rows.paths << row.text(2);
            addOnce(rows.uids, row.text(3));
            addOnce(rows.patientIds, id);
            addOnce(rows.patientNames, name);
            return {};
        });
    if (!read)
        return read.error();
    return rows;
}

Result<void> Journal::emptyRows(const PatientRows& rows)
{
    JournalDatabase& database = *m_impl->database;
    if (auto set = database.runOnce(u"PRAGMA secure_delete = ON"_s); !set)
        return set.error();
    auto emptied = database.inTransaction([&]() -> Result<void> {
        auto revision = m_impl->nextRevision();
        if (!revision)
            return revision.error();
        for (const qint64 number : rows.numbers) {
            if (auto row = database.run(sql::emptyRow,
                                        {(*revision)++, emptiedFile, emptiedReason, number});
                !row)
                return row.error();
            if (auto thumbnail = database.run(sql::removeThumbnail, {number}); !thumbnail)
                return thumbnail.error();
        }
        const auto archives = archivesOf(database, rows.files);
        if (!archives)
            return archives.error();
        for (const QString& archive : *archives)
            if (auto removed = database.run(sql::removeArchive, {archive}); !removed)
                return removed.error();
        const auto description = m_impl->description();
        if (!description)
            return description.error();
        const QByteArray without = withoutSources(*description, rows.paths + *archives);
        const auto written = database.run(sql::changeJob, {QString::fromUtf8(without)});
        return written ? Result<void>() : Result<void>(written.error());
    });
    if (!emptied)
        return emptied;
    // Earlier changes of these rows left their old content in the room between rows.
    if (auto packed = database.runOnce(u"VACUUM"_s); !packed)
        return packed.error();
    const auto isBusy = database.number(sql::emptyLog);
    if (!isBusy)
        return isBusy.error();
    if (*isBusy != 0)
        return Error{ErrorCode::WriteFailed,
                     u"The rows in %1 were emptied, but another program reads the journal, so that "
                     "their old content stays in its log. Close it and forget the patient once "
                     "more."_s.arg(path()),
                     path()};
    return {};
}

} // namespace ccad
