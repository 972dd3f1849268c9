// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/worklist/journal.h"

#include <QHash>

#include <vector>

namespace ccad {

/// Whose film it is, by its tags. Never logged.
struct FilmPerson
{
    QString patientId;
    QString name;
    QString birthDate; ///< ISO 8601 or empty
    QString sex; ///< "M", "F", "O" or empty
    QString studyDate; ///< ISO 8601 or empty
};

/// Do two films with one patient ID name different patients? Birth date or sex differ, or the name
/// does: another spelling, a second given name or a new family name beside the same birth date are
/// the same patient's.
[[nodiscard]] bool areOfDifferentPatients(const FilmPerson& one, const FilmPerson& other);

/// Is it a word or a number that anonymisers write in place of an ID: "ANONYMOUS", "0000"?
[[nodiscard]] bool isPlaceholderId(const QString& patientId);

/// Looks through the patient IDs of DICOM films for those that tell nobody.
class PatientIds
{
public:
    void add(const FilmPerson& person, qint64 films = 1);
    void countInto(IdentityCounts& counts) const;

private:
    struct Known
    {
        std::vector<FilmPerson> persons; ///< a few that differ in anything
        qint64 films = 0;
        bool areSeveral = false; ///< some of them are different patients
    };
    QHash<QString, Known> m_known; ///< by ID
};

} // namespace ccad
