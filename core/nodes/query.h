// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <map>
#include <vector>

namespace ccad {

/// Of what a query tells: a line each.
enum class QueryLevel
{
    Patient,
    Study,
    Series,
    Image
};
[[nodiscard]] QString nameOf(QueryLevel level); ///< "STUDY", as DICOM writes it

namespace attribute {
constexpr quint32 characterSet = 0x00080005;
constexpr quint32 sopClassUid = 0x00080016;
constexpr quint32 sopInstanceUid = 0x00080018;
constexpr quint32 studyDate = 0x00080020;
constexpr quint32 studyTime = 0x00080030;
constexpr quint32 accessionNumber = 0x00080050;
constexpr quint32 queryLevel = 0x00080052;
constexpr quint32 modality = 0x00080060;
constexpr quint32 modalitiesInStudy = 0x00080061;
constexpr quint32 studyDescription = 0x00081030;
constexpr quint32 seriesDescription = 0x0008103E;
constexpr quint32 patientName = 0x00100010;
constexpr quint32 patientId = 0x00100020;
constexpr quint32 patientBirthDate = 0x00100030;
constexpr quint32 patientSex = 0x00100040;
constexpr quint32 studyUid = 0x0020000D;
constexpr quint32 seriesUid = 0x0020000E;
constexpr quint32 seriesNumber = 0x00200011;
constexpr quint32 instanceNumber = 0x00200013;
constexpr quint32 imagesInStudy = 0x00201208;
constexpr quint32 imagesInSeries = 0x00201209;
} // namespace attribute

/// What is asked for: an empty text asks what the value is, any other one is to match (PS3.4
/// C.2.2.2: "MUELLER*", "20260101-20260131", UIDs parted by backslashes).
struct Query
{
    QueryLevel level = QueryLevel::Study;
    std::map<quint32, QString> keys;
    bool isFuzzy = false; ///< names that sound alike, where the archive can do so
};

/// The keys that are of use on a level, all empty.
[[nodiscard]] std::map<quint32, QString> usualKeys(QueryLevel level);

/// Adds a key by its words: "patient-id", "date" and so on. Error: InvalidArgument (an unknown
/// word; a value of more than 64 characters but for UIDs, or with control characters; a UID that is
/// none).
[[nodiscard]] Result<void> addKey(Query& query, const QString& word, const QString& value);
/// The words of addKey().
[[nodiscard]] QStringList keyWords();

/// One answer: the values by their tags, a line each of at most 1,024 characters. Sequences are
/// left out.
struct QueryMatch
{
    std::map<quint32, QString> values;

    [[nodiscard]] QString text(quint32 tag) const;
};

struct QueryAnswer
{
    std::vector<QueryMatch> matches;
    bool isCut = false; ///< there were more than NetworkLimits::mostMatches
};

} // namespace ccad
