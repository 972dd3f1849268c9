// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/result_uids.h"

#include "core/base/sha256.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad::results {

namespace {

/// Raised when objects of the same inputs become other objects.
constexpr int formOfObjects = 2;

/// A number of 16 bytes, the most significant first, in decimal digits.
QByteArray decimalOf(QByteArray number)
{
    QByteArray digits;
    while (std::any_of(number.begin(), number.end(), [](char byte) { return byte != 0; })) {
        unsigned rest = 0;
        for (char& byte : number) {
            const unsigned value = rest << 8 | static_cast<unsigned char>(byte);
            byte = static_cast<char>(value / 10);
            rest = value % 10;
        }
        digits.prepend(static_cast<char>('0' + rest));
    }
    return digits.isEmpty() ? QByteArrayLiteral("0") : digits;
}

QByteArray lengthPrefixed(const QByteArray& part)
{
    return QByteArray::number(part.size()) + ':' + part;
}

QJsonObject readerKey(const ReaderVerdict& reader)
{
    return {{u"reader"_s, reader.reader},       {u"organization"_s, reader.organization},
            {u"agreement"_s, reader.agreement}, {u"label"_s, reader.label},
            {u"comment"_s, reader.comment},     {u"when"_s, reader.when.toString(Qt::ISODate)},
            {u"complete"_s, reader.isComplete}};
}

/// The choices that change what is written, in a form that never changes by itself: the keys of a
/// QJsonObject are sorted.
QJsonObject choicesOf(const FilmResult& result)
{
    QJsonArray classes;
    for (const ClassResult& one : result.classes)
        classes.append(QJsonArray{one.name, one.title, one.code.value, one.code.scheme});
    QJsonObject key{{u"form"_s, formOfObjects},
                    {u"program"_s, result.programVersion},
                    {u"model"_s, result.modelName},
                    {u"version"_s, result.modelVersion},
                    {u"weights"_s, result.modelSha256},
                    {u"gate"_s, result.gateSha256},
                    {u"classes"_s, classes},
                    {u"positive"_s, result.positiveClass},
                    {u"threshold"_s, result.threshold},
                    {u"temperature"_s, result.temperature},
                    {u"level"_s, result.regionLevel},
                    {u"coverage"_s, result.coverage},
                    {u"audit"_s, auditColourName(result.audit.colour)},
                    {u"auditSentence"_s, result.audit.sentence},
                    {u"graded"_s, !result.saliencyGrade.isEmpty()},
                    {u"severity"_s, result.isSeverityAsked}};
    if (result.reader)
        key.insert(u"reader"_s, readerKey(*result.reader));
    return key;
}

} // namespace

QString uidOf(const QList<QByteArray>& parts)
{
    Sha256 hash;
    for (const QByteArray& part : parts)
        hash.add(lengthPrefixed(part));
    QByteArray uuid = hash.result().left(16);
    // Version 8, made by its own rule, and the variant of RFC 9562.
    uuid[6] = static_cast<char>((static_cast<unsigned char>(uuid[6]) & 0x0F) | 0x80);
    uuid[8] = static_cast<char>((static_cast<unsigned char>(uuid[8]) & 0x3F) | 0x80);
    return u"2.25."_s + QString::fromLatin1(decimalOf(uuid));
}

ResultUids::ResultUids(const FilmSource& film, const QString& pictureSha256,
                       const FilmResult& result)
    : m_key(film.studyInstanceUid.toLatin1() + '\n' + film.sopInstanceUid.toLatin1() + '\n'
            + pictureSha256.toLatin1() + '\n'
            + QJsonDocument(choicesOf(result)).toJson(QJsonDocument::Compact))
{
}

QString ResultUids::uid(const QByteArray& kind, const QByteArray& role) const
{
    return uidOf({"ccad result", m_key, kind, role});
}

QString deviceUid(const FilmResult& result)
{
    return uidOf({"ccad device", result.modelName.toUtf8(), result.modelSha256.toLatin1(),
                  result.gateSha256.toLatin1()});
}

} // namespace ccad::results
