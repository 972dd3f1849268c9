// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/answers_json.h"

#include "core/isolation/decoding_service.h"
#include "core/nodes/dicom_names.h"
#include "core/nodes/internal/told_answers.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

constexpr quint32 storedUid = 0x00081155;
constexpr quint32 warningReason = 0x00081196;
constexpr quint32 failureReason = 0x00081197;
constexpr qsizetype mostTexts = 100; ///< of one attribute

Error broken(const QString& name)
{
    return DecodingService::cannotRead(name,
                                       {ErrorCode::FileBroken, u"it is no DICOM in JSON"_s, {}});
}

QString nameOfAnswer()
{
    return u"the archive's answer"_s;
}

/// One value: a person's name has several writings, of which the alphabetic one is taken.
QString textOf(const QJsonValue& value)
{
    if (value.isObject())
        return value[u"Alphabetic"].toString();
    if (value.isDouble())
        return QString::number(value.toDouble(), 'g', 15);
    return value.toString();
}

QString textOf(const QJsonObject& attribute)
{
    QStringList texts;
    for (const QJsonValue& value : attribute[u"Value"].toArray()) {
        if (texts.size() == mostTexts)
            break;
        texts.append(textOf(value));
    }
    return texts.join(u'\\').left(longestAnswerText).simplified();
}

std::optional<quint32> tagOf(const QString& key)
{
    bool isNumber = false;
    const quint32 tag = key.toUInt(&isNumber, 16);
    return key.size() == 8 && isNumber ? std::optional(tag) : std::nullopt;
}

QueryMatch matchOf(const QJsonObject& object)
{
    QueryMatch match;
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (match.values.size() == mostAnswerValues)
            break;
        const auto tag = tagOf(it.key());
        const QJsonObject attribute = it.value().toObject();
        if (!tag || attribute[u"vr"].toString() == u"SQ"_s)
            continue;
        match.values[*tag] = textOf(attribute);
    }
    return match;
}

Result<QJsonDocument> documentOf(const QByteArray& json, const QString& name)
{
    QJsonParseError problem = {}; // the parser has a limit of its own on nesting
    QJsonDocument document = QJsonDocument::fromJson(json, &problem);
    if (problem.error != QJsonParseError::NoError)
        return broken(name);
    return document;
}

QString valueAt(const QJsonObject& item, QStringView key)
{
    return textOf(item[key].toObject());
}

/// Objects go their way as answers of two values: whose they are, and the reason.
void takeReferences(std::vector<QueryMatch>& objects, const QJsonObject& sequence, quint32 reason)
{
    const QString key = QString::number(reason, 16).rightJustified(8, u'0');
    for (const QJsonValue& value : sequence[u"Value"].toArray()) {
        const QJsonObject item = value.toObject();
        objects.push_back(
            {{{storedUid, valueAt(item, u"00081155")}, {reason, valueAt(item, key)}}});
    }
}

Result<std::vector<QueryMatch>> askedOf(ForeignKind kind, const QByteArray& json,
                                        const CancelToken& cancel)
{
    const auto told = decoding().contentOf(kind, json, nameOfAnswer(), cancel);
    if (!told)
        return told.error();
    auto matches = matchesFrom(*told);
    if (!matches)
        return DecodingService::nonsense(nameOfAnswer(), u"answers that cannot be"_s);
    return *std::move(matches);
}

} // namespace

Result<QueryAnswer> answerInJson(const QByteArray& json, int mostMatches, const CancelToken& cancel)
{
    if (json.trimmed().isEmpty())
        return QueryAnswer();
    auto matches = askedOf(ForeignKind::QueryAnswersInJson, json, cancel);
    if (!matches)
        return matches.error();
    const auto most = static_cast<std::size_t>(mostMatches);
    const bool isCut = matches->size() > most;
    matches->resize(std::min(matches->size(), most));
    return QueryAnswer{*std::move(matches), isCut};
}

Result<std::vector<StoredObject>> storedObjectsInJson(const QByteArray& json,
                                                      const CancelToken& cancel)
{
    const auto told = askedOf(ForeignKind::StoredObjects, json, cancel);
    if (!told)
        return told.error();
    std::vector<StoredObject> objects;
    for (const QueryMatch& one : *told) {
        const QByteArray uid = one.text(storedUid).toLatin1();
        const bool isStored = one.values.contains(warningReason);
        if (isUid(uid))
            objects.push_back(
                {uid, isStored, one.text(isStored ? warningReason : failureReason).toInt()});
    }
    return objects;
}

Result<QByteArray> readAnswersInJson(const QByteArray& content, const QString& path,
                                     const ReadLimits& /*limits*/)
{
    const auto document = documentOf(content, path);
    if (!document)
        return document.error();
    if (!document->isArray())
        return broken(path);
    std::vector<QueryMatch> matches;
    for (const QJsonValue& value : document->array()) {
        if (!value.isObject())
            return broken(path);
        matches.push_back(matchOf(value.toObject()));
    }
    return bytesOf(matches);
}

Result<QByteArray> readStoredInJson(const QByteArray& content, const QString& path,
                                    const ReadLimits& /*limits*/)
{
    const auto document = documentOf(content, path);
    if (!document)
        return document.error();
    // Some servers wrap the one object in an array.
    const QJsonObject object
        = document->isArray() ? document->array().first().toObject() : document->object();
    std::vector<QueryMatch> objects;
    takeReferences(objects, object[u"00081199"].toObject(), warningReason);
    takeReferences(objects, object[u"00081198"].toObject(), failureReason);
    return bytesOf(objects);
}

} // namespace ccad
