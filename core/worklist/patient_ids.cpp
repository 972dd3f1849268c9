// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worklist/patient_ids.h"

#include "core/dataset/patient_key.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

bool contradict(const QString& one, const QString& other)
{
    return !one.isEmpty() && !other.isEmpty() && one != other;
}

/// Of a part of a name: its letters alone, in capitals.
QString lettersOf(const QString& part)
{
    QString letters;
    for (const QChar c : part.normalized(QString::NormalizationForm_KD))
        if (c.isLetterOrNumber())
            letters += c.toUpper();
    return letters;
}

/// One of them begins as the other: "J" and "John", "Jane" and "Jane Mary".
bool areAlike(const QString& one, const QString& other)
{
    return one.startsWith(other) || other.startsWith(one);
}

bool areOtherNames(const FilmPerson& one, const FilmPerson& other)
{
    const auto part = [](const FilmPerson& person, int index) {
        return lettersOf(person.name.section(u'=', 0, 0).section(u'^', index, index));
    };
    if (lettersOf(one.name).isEmpty() || lettersOf(other.name).isEmpty())
        return false;
    const bool isSameFamily = areAlike(part(one, 0), part(other, 0));
    const bool isSameGiven = areAlike(part(one, 1), part(other, 1));
    const bool isSameBirth = !one.birthDate.isEmpty() && one.birthDate == other.birthDate;
    return isSameBirth ? !isSameFamily && !isSameGiven : !isSameFamily || !isSameGiven;
}

} // namespace

bool areOfDifferentPatients(const FilmPerson& one, const FilmPerson& other)
{
    const auto isKnownSex = [](const QString& sex) { return sex == u"M" || sex == u"F"; };
    return contradict(one.birthDate, other.birthDate)
        || (isKnownSex(one.sex) && isKnownSex(other.sex) && one.sex != other.sex)
        || areOtherNames(one, other);
}

bool isPlaceholderId(const QString& patientId)
{
    static const QRegularExpression number(
        u"^[^\\p{L}\\p{N}]*(0+|1+|9+|123(4(5(6(7(8(90?)?)?)?)?)?)?)[^\\p{L}\\p{N}]*$"_s);
    return isPlaceholderWord(patientId) || number.match(patientId).hasMatch();
}

void PatientIds::add(const FilmPerson& person, qint64 films)
{
    constexpr std::size_t enough = 16;
    Known& known = m_known[person.patientId.trimmed()];
    known.films += films;
    for (const FilmPerson& other : known.persons)
        known.areSeveral = known.areSeveral || areOfDifferentPatients(person, other);
    if (known.persons.size() < enough)
        known.persons.push_back(person);
}

void PatientIds::countInto(IdentityCounts& counts) const
{
    for (auto id = m_known.begin(); id != m_known.end(); ++id) {
        const Known& known = id.value();
        counts.dicomFilms += known.films;
        if (id.key().isEmpty()) {
            counts.withoutPatientId += known.films;
            continue;
        }
        counts.ofCommonestPatientId = std::max(counts.ofCommonestPatientId, known.films);
        const bool areOfSeveralDays
            = std::any_of(known.persons.begin(), known.persons.end(), [&](const FilmPerson& one) {
                  return contradict(one.studyDate, known.persons.front().studyDate);
              });
        // A patient may have several films, also of several days; a word that anonymisers write is
        // nobody's, and two days of it, or more films than one examination has, are hardly one
        // patient's.
        constexpr qint64 filmsOfExamination = 2; // from the front and from the side
        const bool isBeyondOne = areOfSeveralDays || known.films > filmsOfExamination;
        if (!known.areSeveral && !(isBeyondOne && isPlaceholderId(id.key())))
            continue;
        ++counts.idsOfSeveralPatients;
        counts.filmsOfSeveralPatients += known.films;
    }
}

} // namespace ccad
