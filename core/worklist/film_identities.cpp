// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worklist/film_identities.h"

#include <algorithm>

namespace ccad {

bool FilmIdentities::add(const FilmIdentity& film)
{
    if (film.identity.isEmpty())
        return false;
    if (m_identities.contains(film.identity))
        return m_filmsOfUid.value(film.uid) > 1;
    m_identities.insert(film.identity);
    if (film.isDicom)
        ++m_filmsOfPatientId[film.patientId];
    return !film.uid.isEmpty() && ++m_filmsOfUid[film.uid] > 1;
}

IdentityCounts FilmIdentities::counts() const
{
    IdentityCounts counts;
    for (const qint64 films : m_filmsOfUid) {
        counts.sharedUids += films > 1 ? 1 : 0;
        counts.filmsSharingUid += films > 1 ? films : 0;
    }
    for (auto patient = m_filmsOfPatientId.begin(); patient != m_filmsOfPatientId.end(); ++patient)
        counts.addPatientId(patient.key(), patient.value());
    return counts;
}

} // namespace ccad
