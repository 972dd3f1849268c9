// SPDX-License-Identifier: GPL-3.0-or-later
// The journals of the window, and what was unpacked for them.
#include "core/base/scratch_folder.h"
#include "core/base/sha256.h"
#include "core/dataset/patient_key.h"
#include "core/forgetting/internal/sweep.h"
#include "core/screening/screener.h"
#include "core/worklist/journal.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr const char* besideJournal[] = {"-wal", "-shm", "-journal"};

QStringList journals()
{
    const QDir folder(keptPlace(KeptKind::Batches));
    QStringList paths;
    const auto filter = QDir::Files | QDir::NoSymLinks;
    for (const QString& name : folder.entryList({u"*.journal"_s}, filter, QDir::Name))
        paths << folder.absoluteFilePath(name);
    return paths;
}

/// SQLite writes what is new beside the journal first.
QDateTime changeOf(const QString& journal)
{
    QDateTime last = QFileInfo(journal).lastModified();
    if (const QFileInfo log(journal + u"-wal"_s); log.exists())
        last = std::max(last, log.lastModified());
    return last;
}

/// What a kill left of a journal that was being made, or beside one that is gone.
void sweepRemains(Sweep& sweep)
{
    const QString folder = keptPlace(KeptKind::Batches);
    sweep.removeFiles(folder, {u"*.journal.new-*"_s});
    const QDir dir(folder);
    for (const char* suffix : besideJournal)
        for (const QString& name :
             dir.entryList({u"*.journal"_s + QLatin1String(suffix)}, QDir::Files))
            if (!dir.exists(name.chopped(qsizetype(qstrlen(suffix)))))
                sweep.removeFile(dir.filePath(name));
}

/// Only a folder that CCAD signed, in its own folder of data.
bool isUnpackedFolder(const QString& folder)
{
    const QFileInfo info(folder);
    return !info.isSymLink() && info.isDir()
        && QFileInfo(folder + u'/' + QLatin1String(ScratchFolder::marker)).isFile();
}

void removeUnpackedOf(Sweep& sweep, const QString& journal, bool isItem)
{
    if (const QString folder = unpackFolderOf(journal); isUnpackedFolder(folder))
        sweep.removeFolder(folder, isItem);
}

void removeBatch(Sweep& sweep, const QString& journal)
{
    // In a trial, the other store counts it, which otherwise removed it before.
    const std::vector<KeptKind>& kinds = sweep.request().kinds;
    if (!sweep.request().isTrial
        || std::find(kinds.begin(), kinds.end(), KeptKind::Unpacked) == kinds.end())
        removeUnpackedOf(sweep, journal, false);
    // The log goes first: left behind, it would be played into a new journal of that name.
    for (const char* suffix : besideJournal)
        sweep.removeFile(journal + QLatin1String(suffix), false);
    sweep.removeFile(journal);
}

void removeUnpackedRows(Sweep& sweep, const QString& journal, const QStringList& paths)
{
    const QString folder = unpackFolderOf(journal);
    if (!isUnpackedFolder(folder))
        return;
    for (const QString& path : paths)
        if (QDir::cleanPath(path).startsWith(folder + u'/'))
            sweep.removeFile(path, false);
}

void forgetPatientIn(Sweep& sweep, const QString& path)
{
    auto journal = Journal::open(path);
    if (!journal)
        return sweep.note(journal.error().message);
    const auto rows = (*journal)->rowsOfPatient(sweep.request().patient);
    if (!rows)
        return sweep.note(rows.error().message);
    if (rows->numbers.empty())
        return;
    removeUnpackedRows(sweep, path, rows->paths);
    sweep.count(qint64(rows->numbers.size()));
    if (sweep.request().isTrial)
        return;
    if (const auto emptied = (*journal)->emptyRows(*rows); !emptied)
        sweep.note(emptied.error().message);
}

/// Calls work(journal) for each batch that is meant and that no run has.
void forEachBatch(Sweep& sweep, const std::function<void(const QString&)>& work)
{
    for (const QString& journal : journals()) {
        if (sweep.isCancelled())
            return;
        if (!sweep.isOldEnough(changeOf(journal)))
            continue;
        const auto claim
            = sweep.request().isTrial ? Result<std::unique_ptr<QLockFile>>(nullptr)
                                      : Journal::claim(journal);
        if (claim)
            work(journal);
        else
            sweep.note(claim.error().message);
    }
}

} // namespace

void sweepBatches(Sweep& sweep)
{
    const bool isWhole = sweep.request().patient.isEmpty();
    forEachBatch(sweep, [&](const QString& journal) {
        if (isWhole)
            removeBatch(sweep, journal);
        else
            forgetPatientIn(sweep, journal);
    });
    if (isWhole)
        sweepRemains(sweep);
}

void sweepUnpacked(Sweep& sweep)
{
    if (!sweep.request().patient.isEmpty())
        return; // goes with the rows of the batches
    forEachBatch(sweep, [&](const QString& journal) { removeUnpackedOf(sweep, journal, true); });
    // Those whose journal is gone.
    const QDir folder(keptPlace(KeptKind::Unpacked));
    const auto filter = QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks;
    for (const QFileInfo& info : folder.entryInfoList({u"*.journal.unpacked"_s}, filter)) {
        const QString path = info.absoluteFilePath();
        const QString journal = path.chopped(qsizetype(qstrlen(".unpacked")));
        if (!QFileInfo::exists(journal) && isUnpackedFolder(path)
            && sweep.isOldEnough(info.lastModified()))
            sweep.removeFolder(path);
    }
}

PatientTraces tracesOf(const QString& patient, const CancelToken& cancel)
{
    PatientTraces traces;
    if (patient.isEmpty())
        return traces;
    traces.patient = patient;
    traces.words << patient << pseudonym(patient);
    for (const QString& path : journals()) {
        if (cancel.isCancelled())
            return traces;
        const auto journal = Journal::open(path);
        if (!journal)
            continue; // which sweepBatches says
        const auto rows = (*journal)->rowsOfPatient(patient);
        if (!rows)
            continue;
        traces.paths << rows->paths;
        traces.uids << rows->uids;
        for (const QString& id : rows->patientIds)
            traces.words << id << pseudonym(id);
        traces.words << rows->patientNames << rows->uids;
    }
    for (QStringList* list : {&traces.paths, &traces.uids, &traces.words}) {
        list->removeAll(QString());
        list->removeDuplicates();
    }
    for (const QString& path : traces.paths) {
        if (const auto content = fileSha256Hex(path, cancel))
            traces.contents << *content;
        traces.words << QFileInfo(path).fileName();
    }
    return traces;
}

} // namespace ccad
