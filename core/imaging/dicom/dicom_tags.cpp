// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/dicom_tags.h"

#include <QDate>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

std::optional<double> ageFromText(const QString& age)
{
    static const QRegularExpression form(u"^(\\d{1,3})([DWMY])$"_s);
    const auto match = form.match(age.toUpper());
    if (!match.hasMatch())
        return std::nullopt;
    const double count = match.captured(1).toDouble();
    switch (match.captured(2).front().unicode()) {
    case u'D':
        return count / 365.25;
    case u'W':
        return count * 7 / 365.25;
    case u'M':
        return count / 12;
    default:
        return count;
    }
}

QDate dateFromText(const QString& date)
{
    // ACR-NEMA wrote dots between the parts.
    return QDate::fromString(QString(date).remove(QChar(u'.')), u"yyyyMMdd"_s);
}

QString isoDate(const QString& date)
{
    return dateFromText(date).toString(Qt::ISODate); // empty when it is no date
}

std::optional<double> readAge(DcmDataset& dataset)
{
    if (const auto age = ageFromText(text(dataset, DCM_PatientAge)))
        return age;
    const QDate birth = dateFromText(text(dataset, DCM_PatientBirthDate));
    const QDate study = dateFromText(text(dataset, DCM_StudyDate));
    if (!birth.isValid() || !study.isValid() || birth > study)
        return std::nullopt;
    return static_cast<double>(birth.daysTo(study)) / 365.25;
}

/// SNOMED RT codes of PS3.16 CID 4010, for writers that leave out the meaning.
View viewFromCode(const QString& code)
{
    if (code == u"R-10214")
        return View::PosteroAnterior;
    if (code == u"R-10206")
        return View::AnteroPosterior;
    if (code == u"R-10236" || code == u"R-10232")
        return View::Lateral;
    return View::Unknown;
}

/// True if rows run from back to front or front to back: the patient stands sideways.
bool isSeenFromTheSide(DcmDataset& dataset)
{
    const QStringList directions = texts(dataset, DCM_PatientOrientation);
    return !directions.isEmpty()
        && (directions.front().startsWith(QChar(u'A'))
            || directions.front().startsWith(QChar(u'P')));
}

void readView(Radiograph& radiograph, DcmDataset& dataset)
{
    const auto take = [&](View view, const QString& words) {
        if (radiograph.viewText.isEmpty())
            radiograph.viewText = words;
        if (radiograph.view == View::Unknown && view != View::Unknown) {
            radiograph.view = view;
            radiograph.viewText = words;
        }
    };
    const QString position = text(dataset, DCM_ViewPosition);
    take(viewFromWords(position), position);
    if (DcmItem* code = firstItem(dataset, DCM_ViewCodeSequence)) {
        const QString meaning = text(*code, DCM_CodeMeaning);
        take(viewFromWords(meaning), meaning);
        take(viewFromCode(text(*code, DCM_CodeValue)), meaning);
    }
    if (radiograph.view == View::Unknown && isSeenFromTheSide(dataset))
        radiograph.view = View::Lateral;
    for (const DcmTagKey& tag : {DCM_SeriesDescription, DCM_StudyDescription}) {
        const QString description = text(dataset, tag);
        if (radiograph.view == View::Unknown && viewFromWords(description) != View::Unknown)
            take(viewFromWords(description), description);
    }
}

void readDirections(Radiograph& radiograph, DcmDataset& dataset)
{
    const QStringList directions = texts(dataset, DCM_PatientOrientation);
    if (directions.size() != 2)
        return;
    radiograph.rowDirection = directions[0].toUpper();
    radiograph.columnDirection = directions[1].toUpper();
}

QString readBodyPart(DcmDataset& dataset)
{
    const QString part = text(dataset, DCM_BodyPartExamined).toUpper();
    if (!part.isEmpty())
        return part;
    DcmItem* region = firstItem(dataset, DCM_AnatomicRegionSequence);
    return region ? text(*region, DCM_CodeMeaning).toUpper() : QString();
}

} // namespace

View viewFromWords(const QString& words)
{
    const QString upper = words.toUpper();
    static const QRegularExpression oblique(u"OBLIQUE|\\b(LAO|RAO|LPO|RPO|LLO|RLO|OBL)\\b"_s);
    static const QRegularExpression lateral(u"LATERAL|\\b(LL|RL|LAT)(?![A-Z])"_s);
    static const QRegularExpression back(
        u"POSTERO-? ?ANTERIOR|\\bPA(?![A-Z])|\\bP\\.?A\\.?(?![A-Z])"_s);
    static const QRegularExpression front(
        u"ANTERO-? ?POSTERIOR|\\bAP(?![A-Z])|\\bA\\.?P\\.?(?![A-Z])"_s);
    // "PA and lateral" names both, hence neither.
    const bool sees[] = {oblique.match(upper).hasMatch(), lateral.match(upper).hasMatch(),
                         back.match(upper).hasMatch(), front.match(upper).hasMatch()};
    const View views[]
        = {View::Oblique, View::Lateral, View::PosteroAnterior, View::AnteroPosterior};
    View found = View::Unknown;
    for (int i = 0; i < 4; ++i) {
        if (!sees[i])
            continue;
        if (found != View::Unknown)
            return View::Unknown;
        found = views[i];
    }
    return found;
}

void fillTags(Radiograph& radiograph, DcmDataset& dataset)
{
    radiograph.modality = text(dataset, DCM_Modality).toUpper();
    radiograph.bodyPart = readBodyPart(dataset);
    radiograph.patientAgeYears = readAge(dataset);
    const QString sex = text(dataset, DCM_PatientSex).toUpper();
    if (sex == u"M" || sex == u"F" || sex == u"O")
        radiograph.patientSex = sex;
    radiograph.patientId = text(dataset, DCM_PatientID);
    radiograph.patientName = text(dataset, DCM_PatientName);
    radiograph.studyDate = isoDate(text(dataset, DCM_StudyDate));
    radiograph.patientBirthDate = isoDate(text(dataset, DCM_PatientBirthDate));
    readDirections(radiograph, dataset);
    radiograph.sopInstanceUid = text(dataset, DCM_SOPInstanceUID);
    readView(radiograph, dataset);
}

} // namespace ccad::imaging
