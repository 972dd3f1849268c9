// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/internal/film_texts.h"

#include <QDataStream>
#include <QIODevice>

namespace ccad::results {

namespace {

QDataStream& operator<<(QDataStream& stream, const std::vector<Code>& codes)
{
    stream << static_cast<quint32>(codes.size());
    for (const Code& code : codes)
        stream << code.value << code.scheme << code.meaning << code.schemeVersion;
    return stream;
}

QDataStream& operator>>(QDataStream& stream, std::vector<Code>& codes)
{
    quint32 count = 0;
    stream >> count;
    for (quint32 i = 0; i < count && stream.status() == QDataStream::Ok; ++i) {
        Code& code = codes.emplace_back();
        stream >> code.value >> code.scheme >> code.meaning >> code.schemeVersion;
    }
    return stream;
}

} // namespace

QByteArray bytesOf(const FilmTexts& film)
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_0);
    stream << film.byTag << film.procedures << film.methods << film.rows << film.columns
           << film.mediaSopClass << film.transferSyntax;
    return bytes;
}

std::optional<FilmTexts> textsFrom(const QByteArray& bytes)
{
    FilmTexts film;
    QDataStream stream(bytes);
    stream.setVersion(QDataStream::Qt_6_0);
    stream >> film.byTag >> film.procedures >> film.methods >> film.rows >> film.columns
        >> film.mediaSopClass >> film.transferSyntax;
    if (stream.status() != QDataStream::Ok || !stream.atEnd())
        return std::nullopt;
    return film;
}

} // namespace ccad::results
