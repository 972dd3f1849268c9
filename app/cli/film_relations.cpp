// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/film_relations.h"

#include "core/imaging/film_objects.h"
#include "core/isolation/decoding_service.h"

#include <QFileInfo>

namespace ccad::cli {

namespace {

/// True when two of the files are films of that UID and not the same study.
bool areSeveralFilms(const std::vector<const NamedFile*>& files, const ReadSize& size,
                     const CancelToken& cancel)
{
    FilmIdentities films;
    for (const NamedFile* file : files) {
        const auto reduced = decoding().reduced(file->path, size, cancel);
        if (reduced && films.add(filmIdentityOf(*reduced)))
            return true;
    }
    return false;
}

} // namespace

FilmRelations FilmRelations::of(const std::vector<NamedFile>& files, const ReadSize& size,
                                const CancelToken& cancel)
{
    FilmRelations relations;
    if (files.size() < 2)
        return relations;
    QHash<QString, std::vector<const NamedFile*>> filesOfUid;
    for (const NamedFile& file : files) {
        if (file.problem)
            continue;
        const auto head = decoding().filmHead(file.path, cancel);
        if (!head)
            continue;
        if (!head->sopInstanceUid.isEmpty())
            filesOfUid[head->sopInstanceUid].push_back(&file);
        if (head->object)
            for (const QString& film : head->object->filmUids)
                if (QStringList& notes = relations.m_notes[film]; notes.size() < mostNotedObjects)
                    notes << noteOnFilmObject(head->object->what, QFileInfo(file.file).fileName());
    }
    for (auto uid = filesOfUid.constBegin(); uid != filesOfUid.constEnd(); ++uid)
        if (uid->size() > 1 && areSeveralFilms(*uid, size, cancel))
            relations.m_sharedUids.insert(uid.key());
    return relations;
}

void FilmRelations::tell(FilePrediction& prediction) const
{
    auto& finding = prediction.judgement.finding;
    if (!finding)
        return;
    for (const QString& note : m_notes.value(prediction.film.uid)) {
        finding->notes.add(NoteCode::Overlays, note);
        finding->warnings << note;
    }
    if (m_sharedUids.contains(prediction.film.uid))
        finding->warnings << uidUsedTwice();
}

} // namespace ccad::cli
