// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/film_objects.h"

#include "core/imaging/picture_identity.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr qsizetype mostNamed = 8; // in a sentence that people read

const QString usedTwice = u"UID used twice: "_s;

/// Those of the films that a sentence names, or nothing: many objects do not say them.
QString checksumsIn(const FilmObject& object)
{
    const bool isKnown = object.checksums.size() == object.filmUids.size()
        && std::all_of(object.checksums.begin(), object.checksums.end(), isPixelChecksum);
    return isKnown && !object.checksums.isEmpty()
        ? u" (pixels %1)"_s.arg(object.checksums.mid(0, mostNamed).join(u", "_s))
        : QString();
}

} // namespace

QString imaging::clauseOn(const FilmObject& object)
{
    const bool isOne = object.filmUids.size() == 1;
    const QString films
        = isOne ? u"film with the SOP Instance UID %1"_s : u"films with the SOP Instance UIDs %1"_s;
    return u"it is %1 for the %2%4 and holds no picture of its own; it is not applied to the %3"_s
        .arg(object.what, films.arg(object.filmUids.mid(0, mostNamed).join(u", "_s)),
             isOne ? u"film"_s : u"films"_s, checksumsIn(object));
}

std::optional<FilmObject> filmObjectIn(const QString& sentence)
{
    // A file's name stands before the clause, and may say anything.
    static const QRegularExpression clause(
        u"^.*: it is (.+) for the films? with the SOP Instance UIDs? ([0-9., ]+)"
        "(?: \\(pixels ([0-9a-f, -]+)\\))? and holds no picture"_s,
        QRegularExpression::DotMatchesEverythingOption);
    const QRegularExpressionMatch match = clause.match(sentence);
    if (!match.hasMatch())
        return std::nullopt;
    FilmObject object{match.captured(1), match.captured(2).split(u", "_s)};
    if (const QString checksums = match.captured(3); !checksums.isEmpty())
        object.checksums = checksums.split(u", "_s);
    return object;
}

Belonging belongingOf(const FilmObject& object, const QString& uid, const QString& checksum)
{
    const qsizetype place = uid.isEmpty() ? -1 : object.filmUids.indexOf(uid);
    if (place < 0)
        return Belonging::OtherFilm;
    const QString meant = object.checksums.value(place);
    if (!isPixelChecksum(meant))
        return Belonging::ByUid;
    if (!isPixelChecksum(checksum))
        return Belonging::NotCompared;
    // Of another form it tells nothing: CCAD decoded the film otherwise then.
    const auto formOf = [](const QString& one) { return one.section(u'-', 0, 0); };
    if (formOf(meant) != formOf(checksum))
        return Belonging::ByUid;
    return meant == checksum ? Belonging::Proven : Belonging::OtherPicture;
}

QString noteOnFilmObject(const QString& what, const QString& file, Belonging belonging)
{
    if (belonging == Belonging::OtherFilm)
        return {};
    QString subject = what;
    if (!subject.isEmpty())
        subject.front() = subject.front().toUpper();
    const QString named = file.isEmpty() ? QString() : u": "_s + file;
    if (belonging == Belonging::OtherPicture)
        return u"%1 names the UID of this film, but was made for another picture%2. "
               "It does not belong to this one."_s.arg(subject, named);
    if (belonging == Belonging::NotCompared)
        return u"%1 names the UID of this film%2. Whether it was made for this picture is not "
               u"known: "
               "it was read at a reduced size."_s.arg(subject, named);
    return named.isEmpty()
        ? u"%1 belongs to this film; the model sees nothing of it."_s.arg(subject)
        : u"%1 belongs to this film%2. The model sees nothing of it."_s.arg(subject, named);
}

QString uidUsedTwice(const QString& other)
{
    return usedTwice
        + u"%1 carries the same SOP Instance UID and is not known to be "
          "the same picture of the same patient. Objects that name "
          "the UID alone may be for either."_s.arg(other.isEmpty() ? u"another file"_s : other);
}

bool isUidUsedTwice(const QString& sentence)
{
    return sentence.startsWith(usedTwice);
}

} // namespace ccad
