// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worklist/film_identities.h"

#include "core/imaging/picture_identity.h"
#include "core/isolation/decoding_service.h"

namespace ccad {

FilmIdentity filmIdentityOf(const ReducedRadiograph& reduced)
{
    const Radiograph& radiograph = reduced.radiograph;
    const bool hasUid = reduced.contentSha256.isEmpty();
    return {imaging::identityOf(reduced),
            hasUid ? radiograph.sopInstanceUid : QString(),
            radiograph.format == FileFormat::Dicom,
            {radiograph.patientId, radiograph.patientName, radiograph.patientBirthDate,
             radiograph.patientSex, radiograph.studyDate},
            reduced.pixelChecksum};
}

QString FilmIdentities::add(const FilmIdentity& film, const QString& file)
{
    if (film.identity.isEmpty())
        return {};
    if (const auto known = m_files.constFind(film.identity); known != m_files.constEnd())
        return *known;
    m_files.insert(film.identity, file);
    if (film.isDicom)
        m_patients.add(film.person);
    if (!film.uid.isEmpty())
        m_filmsOfUid[film.uid].push_back({film.identity, file});
    return {};
}

std::vector<FilmIdentity> FilmIdentities::addUntilTwoDiffer(const std::vector<NamedFile>& ofUid,
                                                            const ReadSize& size,
                                                            const CancelToken& cancel)
{
    std::vector<FilmIdentity> known;
    for (const NamedFile& file : ofUid) {
        if (cancel.isCancelled())
            break;
        const auto reduced = decoding().reduced(file.path, size, cancel);
        known.push_back(reduced ? filmIdentityOf(*reduced) : FilmIdentity());
        (void)add(known.back(), file.file);
        if (!otherOfUid(known.back()).isEmpty())
            break;
    }
    return known;
}

QString FilmIdentities::otherOfUid(const FilmIdentity& film) const
{
    const auto films = m_filmsOfUid.constFind(film.uid);
    if (films == m_filmsOfUid.constEnd())
        return {};
    for (const Told& other : *films)
        if (other.identity != film.identity)
            return other.file;
    return {};
}

IdentityCounts FilmIdentities::counts() const
{
    IdentityCounts counts;
    for (const std::vector<Told>& films : m_filmsOfUid) {
        const auto count = static_cast<qint64>(films.size());
        counts.sharedUids += count > 1 ? 1 : 0;
        counts.filmsSharingUid += count > 1 ? count : 0;
    }
    m_patients.countInto(counts);
    return counts;
}

} // namespace ccad
