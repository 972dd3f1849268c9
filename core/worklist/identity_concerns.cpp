// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worklist/identity_concerns.h"

#include "core/dataset/patient_key.h"

#include <QFileInfo>
#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// "all 4 DICOM films", "3 of 4 DICOM films".
QString share(qint64 part, qint64 whole)
{
    return part == whole ? u"all %1 DICOM films"_s.arg(whole)
                         : u"%1 of %2 DICOM films"_s.arg(part).arg(whole);
}

bool isConstant(const IdentityCounts& counts)
{
    const qint64 films = counts.ofCommonestPatientId;
    const bool ofMost = films >= 2 && films * 2 > counts.dicomFilms;
    return looksConstant(films, counts.dicomFilms) || (ofMost && counts.filmsSharingUid > 0);
}

/// Which objects without a picture belong to which films: a film's own lines are not drawn.
QString companionObjects(const std::vector<Journal::ObjectOfFilm>& objects)
{
    if (objects.empty())
        return {};
    constexpr std::size_t mostNamed = 3;
    QStringList pairs;
    for (const Journal::ObjectOfFilm& one : objects)
        if (pairs.size() < qsizetype(mostNamed))
            pairs << u"%1 (of %2)"_s.arg(QFileInfo(one.object).fileName(),
                                         QFileInfo(one.film).fileName());
    if (objects.size() > mostNamed)
        pairs << u"and others"_s;
    return u"Objects that belong to films of the batch lie beside them and are not applied to "
           "them, such as the lines of a presentation state: %1."_s.arg(pairs.join(u", "_s));
}

} // namespace

QString identityConcerns(const IdentityCounts& counts)
{
    QStringList sentences;
    if (counts.sharedUids == 1)
        sentences << u"UID used twice: %1 films carry one SOP Instance UID and are "
                     "not the same picture of the same patient; each has a row of "
                     "its own."_s.arg(counts.filmsSharingUid);
    else if (counts.sharedUids > 1)
        sentences << u"UIDs used twice: %1 films share %2 SOP Instance UIDs and are "
                     "not the same pictures of the same patients; each has a row "
                     "of its own."_s.arg(counts.filmsSharingUid)
                         .arg(counts.sharedUids);
    if (counts.duplicatesByUidAlone > 0)
        sentences << u"An earlier version of CCAD called %1 of the files duplicates "
                     "because of their UID alone; they may be other pictures. "
                     "Screen them anew."_s.arg(counts.duplicatesByUidAlone);
    if (counts.withoutPatientId >= 2)
        sentences << u"The patient ID is missing in %1: which of them are of one "
                     "patient is not known."_s.arg(
                         share(counts.withoutPatientId, counts.dicomFilms));
    if (isConstant(counts))
        sentences << u"One patient ID is in %1, as an anonymiser may write it: "
                     "whether they are of one patient is not known."_s.arg(
                         share(counts.ofCommonestPatientId, counts.dicomFilms));
    else if (counts.idsOfSeveralPatients == 1)
        sentences
            << u"One patient ID is in %1 films whose other tags do not fit one patient, or is "
               "a word that an anonymiser writes: whether they are of one patient is not "
               "known."_s.arg(counts.filmsOfSeveralPatients);
    else if (counts.idsOfSeveralPatients > 1)
        sentences
            << u"%1 patient IDs are in %2 films whose other tags do not fit one patient each, "
               "or are words that an anonymiser writes: which of them are of one patient is "
               "not known."_s.arg(counts.idsOfSeveralPatients)
                   .arg(counts.filmsOfSeveralPatients);
    return sentences.join(u' ');
}

Result<bool> foundNothing(const Journal& journal)
{
    const auto isListed = journal.isListed();
    if (!isListed || !*isListed)
        return isListed;
    const auto total = journal.listedTotal();
    if (!total)
        return total.error();
    return *total == 0;
}

Result<QString> remarksOnBatch(const Journal& journal)
{
    const auto counts = journal.identityCounts();
    if (!counts)
        return counts.error();
    const auto companions = journal.companions();
    if (!companions)
        return companions.error();
    const auto isVoid = foundNothing(journal);
    if (!isVoid)
        return isVoid.error();
    constexpr int enoughToSayOthers = 4;
    const auto objects = journal.objectsOfFilms(enoughToSayOthers);
    if (!objects)
        return objects.error();
    QStringList lines
        = {identityConcerns(*counts), companionObjects(*objects), companionText(*companions)};
    if (*isVoid)
        lines.prepend(u"There are no studies in %1."_s.arg(journal.job().sources.join(u", "_s)));
    lines.removeAll(QString());
    return lines.join(u'\n');
}

} // namespace ccad
