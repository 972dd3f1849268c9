// SPDX-License-Identifier: GPL-3.0-or-later
// Brings together, within a journal, films and objects such as presentation states.
#include "core/worklist/internal/journal_impl.h"
#include "core/worklist/internal/journal_sql.h"
#include "core/worklist/internal/study_row.h"

#include <QFileInfo>

#include <algorithm>

namespace ccad {

namespace {

/// Adds the note unless the row has it (of a part of a batch, rows are recorded once more) or many.
bool addNote(ScreenedStudy& film, const Journal::Impl::ListedObject& one)
{
    const QString sentence
        = noteOnFilmObject(one.object.what, QFileInfo(one.file).fileName(),
                           belongingOf(one.object, film.uid, film.pixelChecksum));
    const auto coded = film.notes.coded();
    const auto noted = std::count_if(coded.begin(), coded.end(), [](const ReaderNote& note) {
        return note.code == NoteCode::Overlays;
    });
    if (sentence.isEmpty() || film.notes.contains(sentence) || noted >= mostNotedObjects)
        return false;
    film.notes.add(NoteCode::Overlays, sentence);
    film.warnings << sentence;
    return true;
}

} // namespace

Result<std::vector<Journal::Impl::ListedObject>> Journal::Impl::filmObjects() const
{
    std::vector<ListedObject> objects;
    auto read
        = database->forEach(sql::refusedForFilms, {}, [&](const JournalRow& row) -> Result<void> {
              if (auto object = filmObjectIn(row.text(1)))
                  objects.push_back({row.text(0), *std::move(object)});
              return {};
          });
    if (!read)
        return read.error();
    return objects;
}

Result<void> Journal::Impl::noteOnFilms(const ListedObject& one, qint64& revision) const
{
    for (const QString& uid : one.object.filmUids) {
        const auto films = numbers(sql::filmsOfUid, {uid});
        if (!films)
            return films.error();
        for (const qint64 number : *films) {
            auto film = study(number);
            if (!film)
                return film.error();
            if (!addNote(*film, one))
                continue;
            if (const auto changed
                = database->run(sql::recordStudy, recordedValues(*film, revision++));
                !changed)
                return changed.error();
        }
    }
    return {};
}

Result<void> Journal::Impl::noteFilmObjects(ScreenedStudy& study, qint64& revision) const
{
    const auto keep = [this](const ListedObject& one) {
        for (const QString& uid : one.object.filmUids)
            (*m_objectsByFilm)[uid].push_back(one);
    };
    if (!m_objectsByFilm) {
        const auto objects = filmObjects();
        if (!objects)
            return objects.error();
        m_objectsByFilm.emplace();
        std::for_each(objects->begin(), objects->end(), keep);
    }
    const bool isRefused = study.status == StudyStatus::Refused;
    if (auto object = isRefused ? filmObjectIn(study.reason) : std::nullopt) {
        const ListedObject one{study.file, *std::move(object)};
        keep(one);
        return noteOnFilms(one, revision);
    }
    if (study.uid.isEmpty() || study.status == StudyStatus::Duplicate)
        return {};
    for (const ListedObject& one : m_objectsByFilm->value(study.uid))
        addNote(study, one);
    return {};
}

} // namespace ccad
