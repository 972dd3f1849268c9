// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/study_notes.h"

#include "ui/study/study_records.h"

#include <QScopedValueRollback>

#include <algorithm>

namespace ccad {

StudyNotes::StudyNotes(StudyRecords& records, QObject* parent) : QObject(parent), m_records(records)
{
    // The next change does not put this off: somebody who writes for minutes loses half a second of
    // it.
    m_saveSoon.setSingleShot(true);
    m_saveSoon.setInterval(saveSoonMs);
    m_tryAgain.setSingleShot(true);
    m_tryAgain.setInterval(tryAgainMs);
    connect(&m_saveSoon, &QTimer::timeout, this, &StudyNotes::saveNow);
    connect(&m_tryAgain, &QTimer::timeout, this, &StudyNotes::tryAgain);
}

StudyNotes::~StudyNotes()
{
    blockSignals(true); // whoever hears of it is being destroyed, too
    m_placing.cancel();
    for (const auto& [path, entry] : m_entries)
        if (entry.reading)
            entry.reading->cancel();
    saveNow();
}

void StudyNotes::startPlacing()
{
    m_hasPlaced = true;
    m_records.start([](RecordFiles& files) { return files.pathsToPlace(); },
                    [this](const Result<QStringList>& paths) {
                        if (paths) // otherwise the study that is shown says why
                            m_toPlace = *paths;
                        placeNext();
                    });
}

void StudyNotes::placeNext()
{
    if (m_toPlace.isEmpty())
        return;
    // Files are placed one at a time, so that saving never waits for more than one file to be read.
    // A file may be on a disk that is not there today; it is tried again at the next start.
    m_records.start([path = m_toPlace.takeFirst(),
                     token = m_placing](RecordFiles& files) { return files.load(path, token); },
                    [this](const Result<FoundNote>&) { placeNext(); });
}

void StudyNotes::show(const QString& path, const QString& besides)
{
    for (auto& [other, entry] : m_entries)
        if (other != path && other != besides && !entry.isUnsaved()) {
            entry.isProblem = false;
            if (entry.reading)
                entry.reading->cancel();
        }
    if (path.isEmpty())
        return;
    const Entry& entry = m_entries[path];
    if (!(entry.reading && !entry.reading->isCancelled()) && !entry.isUnsaved())
        startReading(path);
    if (!m_hasPlaced)
        startPlacing();
}

void StudyNotes::startReading(const QString& path)
{
    const CancelToken token;
    m_entries[path].reading = token;
    m_records.start([path, token](RecordFiles& files) { return files.load(path, token); },
                    [this, path, token](const Result<FoundNote>& found) {
                        if (!token.isCancelled())
                            return takeRead(path, found);
                        // Not if it is being read anew.
                        Entry& entry = m_entries[path];
                        if (entry.reading && entry.reading->isCancelled())
                            entry.reading.reset();
                    });
}

void StudyNotes::takeRead(const QString& path, const Result<FoundNote>& found)
{
    Entry& entry = m_entries[path];
    entry.reading.reset();
    const bool isFirst = entry.contentSha256.isEmpty();
    entry.isUnreadable = isFirst && !found;
    entry.isProblem = false;
    if (!found) {
        // Whoever wanted the picture of a file that cannot be read reports that.
        if (found.error().context != path || entry.isUnsaved())
            fail(entry, found.error());
    } else if (entry.isUnsaved()) {
        // The last note wins, and that is the one here; at first it is added to the saved one.
        if (isFirst)
            saveNow();
    } else {
        entry.contentSha256 = found->contentSha256;
        put(path, found->note);
    }
    Q_EMIT read(path);
    Q_EMIT stateChanged();
}

void StudyNotes::put(const QString& path, const StudyNote& note)
{
    if (noteOf(m_entries[path]) == note)
        return; // what can be undone stays so
    const QScopedValueRollback putting(m_isPutting, true);
    m_entries[path].comment = note.comment;
    measurements(path).restore(note.measurements);
    Q_EMIT changed(path);
}

void StudyNotes::saveNow()
{
    m_saveSoon.stop();
    for (const auto& [path, entry] : m_entries) {
        if (!entry.isUnsaved() || entry.isSaving)
            continue;
        if (entry.contentSha256.isEmpty())
            add(path);
        else
            save(path);
    }
    Q_EMIT stateChanged();
}

void StudyNotes::tryAgain()
{
    for (const auto& [path, entry] : m_entries)
        if (entry.isProblem && !entry.isUnsaved() && !entry.reading)
            startReading(path);
    saveNow();
}

void StudyNotes::save(const QString& path)
{
    Entry& entry = m_entries[path];
    entry.isSaving = true;
    m_records.start([key = NoteKey{entry.contentSha256, entry.sopInstanceUid},
                     note = noteOf(entry)](RecordFiles& files) { return files.save(key, note); },
                    [this, path, edits = entry.edits](const Result<void>& saved) {
                        takeSaved(path, edits, saved);
                    });
}

void StudyNotes::add(const QString& path)
{
    Entry& entry = m_entries[path];
    entry.isSaving = true;
    m_records.start([path, uid = entry.sopInstanceUid, note = noteOf(entry)](
                        RecordFiles& files) { return files.add(path, uid, note); },
                    [this, path, edits = entry.edits](const Result<FoundNote>& found) {
                        takeAdded(path, edits, found);
                    });
}

void StudyNotes::takeAdded(const QString& path, int edits, const Result<FoundNote>& found)
{
    if (!found)
        return takeSaved(path, edits, found.error());
    Entry& entry = m_entries[path];
    entry.contentSha256 = found->contentSha256;
    entry.isUnreadable = false;
    put(path, entry.edits == edits ? found->note : merged(found->note, noteOf(entry)));
    takeSaved(path, edits, {});
    Q_EMIT read(path);
}

void StudyNotes::takeSaved(const QString& path, int edits, const Result<void>& saved)
{
    Entry& entry = m_entries[path];
    entry.isSaving = false;
    entry.isProblem = false;
    if (!saved) {
        fail(entry, saved.error());
    } else {
        entry.savedEdits = edits;
        if (entry.isUnsaved())
            m_saveSoon.start();
    }
    Q_EMIT stateChanged();
}

void StudyNotes::fail(Entry& entry, const Error& error)
{
    entry.isProblem = true;
    m_problem = error;
    m_tryAgain.start();
}

Error StudyNotes::problem() const
{
    const bool isOne = std::any_of(m_entries.begin(), m_entries.end(),
                                   [](const auto& each) { return each.second.isProblem; });
    return isOne ? m_problem : Error();
}

const StudyNotes::Entry* StudyNotes::find(const QString& path) const
{
    const auto found = m_entries.find(path);
    return found == m_entries.end() ? nullptr : &found->second;
}

StudyNote StudyNotes::noteOf(const Entry& entry) const
{
    return {entry.comment,
            entry.measurements ? entry.measurements->all() : std::vector<Measurement>()};
}

StudyNote StudyNotes::note(const QString& path) const
{
    const Entry* entry = find(path);
    return entry ? noteOf(*entry) : StudyNote();
}

void StudyNotes::setSopInstanceUid(const QString& path, const QString& uid)
{
    m_entries[path].sopInstanceUid = uid;
}

MeasurementList& StudyNotes::measurements(const QString& path)
{
    MeasurementList*& list = m_entries[path].measurements;
    if (!list) {
        list = new MeasurementList(this);
        connect(list, &MeasurementList::changed, this, [this, path] { edited(path); });
        // The undo stack is up to date only after the list has changed.
        connect(&list->undoStack(), &QUndoStack::indexChanged, this,
                [this, path] { Q_EMIT changed(path); });
    }
    return *list;
}

std::vector<Measurement> StudyNotes::measured(const QString& path) const
{
    return note(path).measurements;
}

QString StudyNotes::comment(const QString& path) const
{
    const Entry* entry = find(path);
    return entry ? entry->comment : QString();
}

void StudyNotes::setComment(const QString& path, const QString& comment)
{
    Entry& entry = m_entries[path];
    if (entry.comment == comment)
        return;
    entry.comment = comment;
    edited(path);
}

bool StudyNotes::canRemove(const QString& path) const
{
    const Entry* entry = find(path);
    return entry && !entry->contentSha256.isEmpty() && !noteOf(*entry).isEmpty();
}

void StudyNotes::remove(const QString& path)
{
    if (!canRemove(path))
        return;
    put(path, {});
    edited(path);
    saveNow();
}

void StudyNotes::edited(const QString& path)
{
    if (m_isPutting)
        return;
    ++m_entries[path].edits;
    if (!m_saveSoon.isActive())
        m_saveSoon.start();
    Q_EMIT changed(path);
    Q_EMIT stateChanged();
}

StudyNotes::State StudyNotes::state(const QString& path) const
{
    const Entry* entry = find(path);
    if (entry && entry->isUnsaved())
        return State::Unsaved;
    return entry && entry->contentSha256.isEmpty() && !entry->isUnreadable ? State::Reading
                                                                           : State::Saved;
}

int StudyNotes::unsaved() const
{
    return int(std::count_if(m_entries.begin(), m_entries.end(),
                             [](const auto& each) { return each.second.isUnsaved(); }));
}

bool StudyNotes::isBusy() const
{
    return std::any_of(m_entries.begin(), m_entries.end(),
                       [](const auto& each) { return each.second.isSaving; });
}

} // namespace ccad
