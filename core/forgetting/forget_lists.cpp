// SPDX-License-Identifier: GPL-3.0-or-later
// Notes, the session, the lists in the settings and those of models.
#include "core/base/files.h"
#include "core/forgetting/internal/sweep.h"
#include "core/notes/note_store.h"

#include <QDir>
#include <QFile>
#include <QSettings>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr qint64 longestList = qint64{256} << 20;

QStringList damagedCopies(const QString& file)
{
    return {QFileInfo(file).fileName() + u".damaged-*"_s};
}

/// Whole words alone: the ID "12" is no part of "8123".
bool holdsWord(const QString& text, const QString& word)
{
    const auto isPart = [&text](qsizetype i) {
        return i >= 0 && i < text.size() && text[i].isLetterOrNumber();
    };
    qsizetype found = text.indexOf(word, 0, Qt::CaseInsensitive);
    while (found >= 0) {
        if (!isPart(found - 1) && !isPart(found + word.size()))
            return true;
        found = text.indexOf(word, found + 1, Qt::CaseInsensitive);
    }
    return false;
}

/// Does a text name the patient, one of his films, or his pseudonym?
bool names(const QString& text, const PatientTraces& traces)
{
    return std::any_of(traces.words.begin(), traces.words.end(),
                       [&text](const QString& word) { return holdsWord(text, word); });
}

bool fileNames(const QString& path, const PatientTraces& traces)
{
    const auto content = readFile(path, longestList);
    return content && names(QString::fromUtf8(*content), traces);
}

/// Copies of a damaged file. Nothing can be taken out of one, so that it goes as a whole.
void sweepDamaged(Sweep& sweep, const QString& file, const PatientTraces& traces)
{
    const QDir folder = QFileInfo(file).dir();
    const auto filter = QDir::Files | QDir::Hidden;
    for (const QFileInfo& copy : folder.entryInfoList(damagedCopies(file), filter, QDir::Name)) {
        const bool isMeant = traces.patient.isEmpty() ? sweep.isOldEnough(copy.lastModified())
                                                      : fileNames(copy.filePath(), traces);
        if (isMeant)
            sweep.removeFile(copy.filePath());
    }
}

NotesToForget notesOf(const ForgetRequest& request, const PatientTraces& traces)
{
    NotesToForget notes;
    if (!request.patient.isEmpty()) {
        notes.which = NotesToForget::Which::OfFilms;
        notes.uids = traces.uids;
        notes.contents = traces.contents;
        notes.paths = traces.paths;
    } else if (request.before) {
        notes.which = NotesToForget::Which::Older;
        notes.beforeMs = request.before->toMSecsSinceEpoch();
    }
    return notes;
}

/// The file cannot be read as notes, so that all that can be done is to remove it.
void removeNotesFile(Sweep& sweep, const QString& file)
{
    for (const char* suffix : {"-journal", "-wal", "-shm"})
        sweep.removeFile(file + QLatin1String(suffix), false);
    sweep.removeFile(file);
}

} // namespace

void sweepNotes(Sweep& sweep, const PatientTraces& traces)
{
    const QString file = keptPlace(KeptKind::Notes);
    const ForgetRequest& request = sweep.request();
    sweepDamaged(sweep, file, traces);
    if (!QFileInfo(file).isFile())
        return;
    const bool isWhole = !request.before && request.patient.isEmpty();
    const auto store = NoteStore::open(file);
    if (!store && store.error().code == ErrorCode::FileBroken && isWhole)
        return removeNotesFile(sweep, file);
    if (!store)
        return sweep.note(store.error().message);
    const NotesToForget which = notesOf(request, traces);
    const auto count = request.isTrial ? (*store)->count(which) : (*store)->forget(which);
    if (!count)
        return sweep.note(count.error().message);
    sweep.count(*count, isWhole && *count > 0 ? QFileInfo(file).size() : 0);
}

void sweepSession(Sweep& sweep, const PatientTraces& traces)
{
    const QString file = keptPlace(KeptKind::Session);
    const bool isMeant = traces.patient.isEmpty()
        ? sweep.isOldEnough(QFileInfo(file).lastModified())
        : fileNames(file, traces);
    if (isMeant)
        sweep.removeFile(file);
    sweepDamaged(sweep, file, traces);
}

void sweepRecent(Sweep& sweep, const PatientTraces& traces)
{
    const QString file = keptPlace(KeptKind::Recent);
    if (sweep.request().before || !QFileInfo(file).isFile())
        return;
    QSettings settings(file, QSettings::IniFormat);
    for (const QString& key : recentSettings()) {
        const QStringList all = settings.value(key).toStringList();
        QStringList kept = all;
        kept.removeIf([&](const QString& entry) {
            return entry.isEmpty() || traces.patient.isEmpty() || names(entry, traces);
        });
        if (kept.size() == all.size())
            continue;
        sweep.count(all.size() - kept.size());
        if (sweep.request().isTrial)
            continue;
        if (kept.isEmpty())
            settings.remove(key);
        else
            settings.setValue(key, kept);
    }
    settings.sync();
    if (settings.status() != QSettings::NoError)
        sweep.note(u"%1 cannot be written."_s.arg(file));
}

void sweepCaseLists(Sweep& sweep, const PatientTraces& traces)
{
    const QDir models(keptPlace(KeptKind::CaseLists));
    const auto filter = QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks;
    for (const QString& model : models.entryList({}, filter, QDir::Name)) {
        QStringList files;
        for (const QString& name : caseFilesOfPackage())
            files << models.filePath(model + u'/' + name);
        // A list without some of its rows would belong to other figures: all lists of the model go.
        const bool isMeant = traces.patient.isEmpty()
            || std::any_of(files.begin(), files.end(),
                           [&](const QString& file) { return fileNames(file, traces); });
        for (const QString& file : files)
            if (const QFileInfo info(file);
                isMeant && !info.isSymLink() && sweep.isOldEnough(info.lastModified()))
                sweep.removeFile(file);
    }
}

} // namespace ccad
