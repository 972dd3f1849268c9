// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/film_relations.h"

#include "core/imaging/picture_identity.h"
#include "core/isolation/decoding_service.h"
#include "core/worklist/identity_concerns.h"

#include <QFileInfo>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad::cli {

namespace {

/// The file's name, with its folder where the other one is called the same.
QString nameBeside(const QString& file, const QString& other)
{
    const QString name = QFileInfo(file).fileName();
    return name == QFileInfo(other).fileName() ? file : name;
}

} // namespace

FilmRelations FilmRelations::of(const std::vector<NamedFile>& files, const ReadSize& size,
                                const CancelToken& cancel)
{
    FilmRelations relations;
    if (files.size() < 2)
        return relations;
    QHash<QString, std::vector<NamedFile>> filesOfUid;
    QSet<QString> known; // paths
    for (const NamedFile& file : files) {
        if (file.problem || known.contains(file.path))
            continue;
        known.insert(file.path);
        const auto head = decoding().filmHead(file.path, cancel);
        if (!head)
            continue;
        if (!head->sopInstanceUid.isEmpty())
            filesOfUid[head->sopInstanceUid].push_back(file);
        if (head->object)
            for (const QString& film : head->object->filmUids)
                relations.m_objects[film].push_back({*head->object, file.file});
    }
    for (const std::vector<NamedFile>& ofUid : filesOfUid)
        if (ofUid.size() > 1)
            (void)relations.m_ahead.addUntilTwoDiffer(ofUid, size, cancel);
    return relations;
}

QStringList FilmRelations::notesOnObjects(FilmIdentity film, const NamedFile& file,
                                          const CancelToken& cancel) const
{
    QStringList notes;
    const auto objects = m_objects.constFind(film.uid);
    if (film.uid.isEmpty() || objects == m_objects.constEnd())
        return notes;
    // A film that was reduced while it was decoded has to be read whole to be compared.
    const auto namesPixels
        = [](const ObjectFile& one) { return !one.object.checksums.join(QString()).isEmpty(); };
    if (film.pixelChecksum.isEmpty() && std::any_of(objects->begin(), objects->end(), namesPixels))
        if (const auto whole = decoding().radiograph(file.path, cancel))
            film.pixelChecksum = pixelChecksum(*whole);
    for (const ObjectFile& one : *objects) {
        if (notes.size() == mostNotedObjects)
            break;
        const Belonging belonging = belongingOf(one.object, film.uid, film.pixelChecksum);
        notes << noteOnFilmObject(one.object.what, QFileInfo(one.file).fileName(), belonging);
    }
    return notes;
}

void FilmRelations::tell(Judgement& judgement, const FilmIdentity& film, const NamedFile& file,
                         const CancelToken& cancel)
{
    const QString copied = m_told.add(film, file.file);
    auto& finding = judgement.finding;
    if (!finding)
        return;
    const auto note = [&finding](NoteCode code, const QString& sentence) {
        finding->notes.add(code, sentence);
        finding->warnings << sentence;
    };
    for (const QString& sentence : notesOnObjects(film, file, cancel))
        note(NoteCode::Overlays, sentence);
    if (!copied.isEmpty())
        note(NoteCode::Copy, sameStudyAs(nameBeside(copied, file.file)));
    QString other = m_ahead.otherOfUid(film);
    if (other.isEmpty())
        other = m_told.otherOfUid(film);
    if (!other.isEmpty())
        note(NoteCode::SharedUid, uidUsedTwice(nameBeside(other, file.file)));
}

QString FilmRelations::concerns() const
{
    return identityConcerns(m_told.counts());
}

} // namespace ccad::cli
