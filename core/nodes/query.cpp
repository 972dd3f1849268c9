// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/query.h"

#include "core/nodes/dicom_names.h"

#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

struct KeyWord
{
    const char* word;
    quint32 tag;
    bool isUid;
};
constexpr KeyWord words[] = {
    {"patient-name", attribute::patientName, false},
    {"patient-id", attribute::patientId, false},
    {"birth-date", attribute::patientBirthDate, false},
    {"date", attribute::studyDate, false},
    {"accession", attribute::accessionNumber, false},
    {"modality", attribute::modality, false},
    {"description", attribute::studyDescription, false},
    {"study", attribute::studyUid, true},
    {"series", attribute::seriesUid, true},
    {"instance", attribute::sopInstanceUid, true},
};

Error invalid(const QString& sentence)
{
    return {ErrorCode::InvalidArgument, sentence, {}};
}

bool areUids(const QString& value)
{
    const QStringList uids = value.split(u'\\');
    return uids.size() <= 1000 && std::all_of(uids.begin(), uids.end(), [](const QString& uid) {
               return isUid(uid.toUtf8());
           });
}

bool isOneLine(const QString& value)
{
    return value.size() <= 64
        && std::all_of(value.begin(), value.end(), [](QChar c) { return c.isPrint(); });
}

} // namespace

QString nameOf(QueryLevel level)
{
    switch (level) {
    case QueryLevel::Patient:
        return u"PATIENT"_s;
    case QueryLevel::Study:
        return u"STUDY"_s;
    case QueryLevel::Series:
        return u"SERIES"_s;
    case QueryLevel::Image:
        return u"IMAGE"_s;
    }
    return {};
}

std::map<quint32, QString> usualKeys(QueryLevel level)
{
    using namespace attribute;
    std::vector<quint32> tags;
    switch (level) {
    case QueryLevel::Patient:
        tags = {patientName, patientId, patientBirthDate, patientSex};
        break;
    case QueryLevel::Study:
        tags = {patientName,      patientId,         patientBirthDate, patientSex,
                studyUid,         studyDate,         studyTime,        accessionNumber,
                studyDescription, modalitiesInStudy, imagesInStudy};
        break;
    case QueryLevel::Series:
        tags = {studyUid, seriesUid, modality, seriesNumber, seriesDescription, imagesInSeries};
        break;
    case QueryLevel::Image:
        tags = {studyUid, seriesUid, sopInstanceUid, sopClassUid, instanceNumber};
        break;
    }
    std::map<quint32, QString> keys;
    for (const quint32 tag : tags)
        keys[tag] = QString();
    return keys;
}

Result<void> addKey(Query& query, const QString& word, const QString& value)
{
    const auto* known = std::find_if(std::begin(words), std::end(words), [&](const KeyWord& key) {
        return word == QLatin1String(key.word);
    });
    if (known == std::end(words))
        return invalid(u"There is no key \"%1\". Keys: %2."_s.arg(word, keyWords().join(u", "_s)));
    if (known->isUid ? !areUids(value) : !isOneLine(value))
        return invalid(
            known->isUid
                ? u"The value of \"%1\" is no UID."_s.arg(word)
                : u"The value of \"%1\" needs at most 64 printable characters."_s.arg(word));
    // A study has the modalities of all its series.
    const bool ofStudies = known->tag == attribute::modality && query.level == QueryLevel::Study;
    query.keys[ofStudies ? attribute::modalitiesInStudy : known->tag] = value;
    return {};
}

QStringList keyWords()
{
    QStringList list;
    for (const KeyWord& key : words)
        list.append(QString::fromLatin1(key.word));
    return list;
}

QString QueryMatch::text(quint32 tag) const
{
    const auto found = values.find(tag);
    return found == values.end() ? QString() : found->second;
}

} // namespace ccad
