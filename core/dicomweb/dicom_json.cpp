// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dicomweb/internal/dicom_json.h"

#include "core/nodes/dicom_names.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace ccad::dicomweb {
namespace {

constexpr qsizetype longestText = 1024;
constexpr qsizetype mostAttributes = 1000; ///< of one match
constexpr qsizetype mostTexts = 100; ///< of one attribute

Error broken()
{
    return {ErrorCode::FileBroken, u"The archive's answer is no DICOM in JSON."_s, {}};
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
    return texts.join(u'\\').left(longestText).simplified();
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
    qsizetype attributes = 0;
    for (auto it = object.begin(); it != object.end() && attributes < mostAttributes; ++it) {
        const auto tag = tagOf(it.key());
        const QJsonObject attribute = it.value().toObject();
        if (!tag || attribute[u"vr"].toString() == u"SQ"_s)
            continue;
        ++attributes;
        match.values[*tag] = textOf(attribute);
    }
    return match;
}

Result<QJsonDocument> documentOf(const QByteArray& json)
{
    if (json.size() > mostJsonBytes)
        return Error{ErrorCode::TooLarge, u"The archive's answer is too long."_s, {}};
    QJsonParseError problem = {}; // the parser has a limit of its own on nesting
    QJsonDocument document = QJsonDocument::fromJson(json, &problem);
    if (problem.error != QJsonParseError::NoError)
        return broken();
    return document;
}

QString valueAt(const QJsonObject& item, QStringView key)
{
    return textOf(item[key].toObject());
}

void takeReferences(std::vector<StoredObject>& objects, const QJsonObject& sequence, bool isStored)
{
    for (const QJsonValue& value : sequence[u"Value"].toArray()) {
        const QJsonObject item = value.toObject();
        const QString uid = valueAt(item, u"00081155");
        if (!isUid(uid.toUtf8()))
            continue;
        const QString reason = valueAt(item, isStored ? u"00081196" : u"00081197");
        objects.push_back({uid, isStored, reason.toInt()});
    }
}

} // namespace

Result<QueryAnswer> matchesOf(const QByteArray& json, int mostMatches)
{
    QueryAnswer answer;
    if (json.trimmed().isEmpty())
        return answer;
    const auto document = documentOf(json);
    if (!document)
        return document.error();
    if (!document->isArray())
        return broken();
    for (const QJsonValue& value : document->array()) {
        if (static_cast<int>(answer.matches.size()) == mostMatches) {
            answer.isCut = true;
            break;
        }
        if (!value.isObject())
            return broken();
        answer.matches.push_back(matchOf(value.toObject()));
    }
    return answer;
}

Result<std::vector<StoredObject>> storedObjectsOf(const QByteArray& json)
{
    const auto document = documentOf(json);
    if (!document)
        return document.error();
    // Some servers wrap the one object in an array.
    const QJsonObject object
        = document->isArray() ? document->array().first().toObject() : document->object();
    std::vector<StoredObject> objects;
    takeReferences(objects, object[u"00081199"].toObject(), true);
    takeReferences(objects, object[u"00081198"].toObject(), false);
    return objects;
}

} // namespace ccad::dicomweb
