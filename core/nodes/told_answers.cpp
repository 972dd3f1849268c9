// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/internal/told_answers.h"

#include <QDataStream>
#include <QIODevice>

namespace ccad {
namespace {

QDataStream& operator>>(QDataStream& stream, QueryMatch& match)
{
    quint32 count = 0;
    stream >> count;
    for (quint32 i = 0; i < count && stream.status() == QDataStream::Ok; ++i) {
        quint32 tag = 0;
        QString text;
        stream >> tag >> text;
        if (count > mostAnswerValues || text.size() > longestAnswerText)
            stream.setStatus(QDataStream::ReadCorruptData);
        match.values[tag] = text;
    }
    return stream;
}

} // namespace

QByteArray bytesOf(const std::vector<QueryMatch>& matches)
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_0);
    for (const QueryMatch& match : matches) {
        stream << static_cast<quint32>(match.values.size());
        for (const auto& [tag, text] : match.values)
            stream << tag << text;
    }
    return bytes;
}

std::optional<std::vector<QueryMatch>> matchesFrom(const QByteArray& bytes)
{
    std::vector<QueryMatch> matches;
    QDataStream stream(bytes);
    stream.setVersion(QDataStream::Qt_6_0);
    while (stream.status() == QDataStream::Ok && !stream.atEnd())
        stream >> matches.emplace_back();
    return stream.status() == QDataStream::Ok ? std::optional(std::move(matches)) : std::nullopt;
}

} // namespace ccad
