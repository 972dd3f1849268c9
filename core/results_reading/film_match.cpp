// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results_reading/internal/film_match.h"

#include "core/imaging/picture_identity.h"

using namespace Qt::StringLiterals;

namespace ccad::results {

namespace {

/// Names are written in many ways; only their letters count.
QString lettersOf(const QString& name)
{
    QString letters;
    for (const QChar character : name.section(u'=', 0, 0))
        if (character.isLetterOrNumber())
            letters += character.toUpper();
    return letters;
}

/// Two things of which either may be unknown.
bool contradict(const QString& one, const QString& other)
{
    return !one.isEmpty() && !other.isEmpty() && one != other;
}

bool isOtherPatient(const Radiograph& film, const ObjectFacts& facts)
{
    if (contradict(film.patientId.trimmed(), facts.patientId)
        || contradict(film.patientBirthDate, facts.patientBirthDate))
        return true;
    // Where both have the same number, a name may have been corrected since.
    const bool isNumbered = !film.patientId.trimmed().isEmpty() && !facts.patientId.isEmpty();
    return !isNumbered && contradict(lettersOf(film.patientName), lettersOf(facts.patientName));
}

} // namespace

Error notOnFilm(const QString& sentence)
{
    return {ErrorCode::Refused, sentence, {}};
}

Result<void> checkMatch(const Radiograph& film, const ReadObject& object)
{
    const auto belonging = [&](const QString& checksum) {
        return object.facts.belongingTo(film.sopInstanceUid, checksum, shownFrame);
    };
    if (belonging({}) == Belonging::OtherFilm)
        return notOnFilm(
            u"The %1 is about another film; it is not drawn on this one."_s.arg(object.kind()));
    if (belonging(pixelChecksum(film)) == Belonging::OtherPicture)
        return notOnFilm(u"The %1 was made for another picture that carries the same SOP Instance "
                         "UID; it is not drawn on this one."_s.arg(object.kind()));
    if (isOtherPatient(film, object.facts))
        return notOnFilm(
            u"The %1 names another patient than the film that it is about; it is not drawn."_s.arg(
                object.kind()));
    return {};
}

} // namespace ccad::results
