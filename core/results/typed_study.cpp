// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/film_source.h"
#include "core/results/internal/film_values.h"
#include "core/results/result_uids.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcuid.h>

using namespace Qt::StringLiterals;

namespace ccad::results {

namespace {

constexpr quint32 studyDate = 0x00080020;
constexpr quint32 accessionNumber = 0x00080050;
constexpr quint32 studyDescription = 0x00081030;
constexpr quint32 patientName = 0x00100010;
constexpr quint32 patientId = 0x00100020;
constexpr quint32 birthDate = 0x00100030;
constexpr quint32 patientSex = 0x00100040;

Error wrong(const QString& sentence)
{
    return Error{ErrorCode::InvalidArgument, sentence, {}};
}

/// A word that a value takes as it is, since people have to find again what they typed.
Result<void> checkWord(const QString& word, const QByteArray& vr, const char* what)
{
    if (validValue(word, vr) == word.trimmed())
        return {};
    return wrong(u"The %1 does not fit into DICOM: it is too long, or has a backslash or control "
                 "characters in it."_s.arg(QString::fromLatin1(what)));
}

Result<void> checkWords(const TypedStudy& typed)
{
    struct Word
    {
        const QString& text;
        const char* vr;
        const char* what;
    };
    const Word words[] = {{typed.patientName, "PN", "patient's name"},
                          {typed.patientId, "LO", "patient ID"},
                          {typed.accessionNumber, "SH", "accession number"},
                          {typed.studyDescription, "LO", "study description"}};
    for (const Word& word : words)
        if (auto fits = checkWord(word.text, word.vr, word.what); !fits)
            return fits;
    return {};
}

Result<void> check(const TypedStudy& typed)
{
    const bool hasPatient = !typed.patientName.trimmed().isEmpty()
        || !typed.patientId.trimmed().isEmpty() || typed.birthDate.isValid();
    if (typed.anonymous && hasPatient)
        return wrong(u"An anonymous film has no patient's name, ID or birth date."_s);
    if (!typed.anonymous
        && (typed.patientName.trimmed().isEmpty() || typed.patientId.trimmed().isEmpty()))
        return wrong(u"The film has no DICOM tags: give the patient's name and ID, or say that "
                     "it is anonymous."_s);
    if (!typed.anonymous && !typed.studyDate.isValid())
        return wrong(u"The film has no DICOM tags: give the date of its study, too."_s);
    const bool isKnownSex
        = typed.sex.isEmpty() || typed.sex == u"M" || typed.sex == u"F" || typed.sex == u"O";
    if (!isKnownSex)
        return wrong(u"The patient's sex is M, F or O, or not given."_s);
    if (!typed.studyInstanceUid.isEmpty() && !isUid(typed.studyInstanceUid))
        return wrong(u"%1 is no Study Instance UID: at most 64 digits and dots."_s.arg(
            typed.studyInstanceUid));
    return checkWords(typed);
}

QString dateText(const QDate& date)
{
    return date.isValid() ? date.toString(u"yyyyMMdd"_s) : QString();
}

/// An ID that differs between pictures and says nothing of anybody.
QString anonymousId(const QString& pictureSha256)
{
    return u"ANON-"_s + pictureSha256.left(12).toUpper();
}

QString textOf(const TypedStudy& typed, const QString& pictureSha256, quint32 tag)
{
    switch (tag) {
    case studyDate:
        return dateText(typed.studyDate);
    case accessionNumber:
        return typed.accessionNumber;
    case studyDescription:
        return typed.studyDescription;
    case patientName:
        return typed.anonymous ? u"Anonymous"_s : typed.patientName;
    case patientId:
        return typed.anonymous ? anonymousId(pictureSha256) : typed.patientId;
    case birthDate:
        return dateText(typed.birthDate);
    case patientSex:
        return typed.sex;
    default:
        return {};
    }
}

} // namespace

Result<FilmSource> typedFilmSource(const TypedStudy& typed, const QString& pictureSha256,
                                   int columns, int rows)
{
    if (auto good = check(typed); !good)
        return good.error();
    const QString name = textOf(typed, pictureSha256, patientName);
    const QString id = textOf(typed, pictureSha256, patientId);
    FilmSource film;
    film.isDicom = false;
    film.patientAndStudy
        = copiedValues([&](quint32 tag) { return textOf(typed, pictureSha256, tag); });
    // Films of one patient, day and accession number are one study.
    film.studyInstanceUid = typed.studyInstanceUid.isEmpty()
        ? uidOf({"ccad study", id.toUtf8(), name.toUtf8(), dateText(typed.studyDate).toLatin1(),
                 typed.accessionNumber.toUtf8()})
        : typed.studyInstanceUid;
    const QList<QByteArray> key{film.studyInstanceUid.toLatin1(), id.toUtf8(), name.toUtf8(),
                                pictureSha256.toLatin1()};
    film.sopClassUid = QString::fromLatin1(UID_SecondaryCaptureImageStorage);
    film.sopInstanceUid = uidOf(QList<QByteArray>{"ccad film instance"} + key);
    film.seriesInstanceUid = uidOf(QList<QByteArray>{"ccad film series"} + key);
    film.columns = columns;
    film.rows = rows;
    film.modality = u"OT"_s;
    film.bodyPart = u"CHEST"_s;
    film.date = typed.studyDate;
    return film;
}

} // namespace ccad::results
