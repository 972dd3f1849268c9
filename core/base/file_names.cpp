// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file_names.h"

#include <QStringDecoder>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// A mark of byte order at the beginning is part of a name.
QString textOf(const QByteArray& bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::ConvertInitialBom);
    return decoder.decode(bytes);
}

bool isText(const QByteArray& bytes)
{
    return textOf(bytes).toUtf8() == bytes;
}

/// How many bytes from `at` on are one character; 0: none are.
qsizetype characterAt(const QByteArray& bytes, qsizetype at)
{
    constexpr qsizetype longest = 4;
    for (qsizetype length = 1; length <= std::min(longest, bytes.size() - at); ++length)
        if (isText(bytes.mid(at, length)))
            return length;
    return 0;
}

} // namespace

QString decodedFileName(const QByteArray& bytes)
{
    if (isText(bytes))
        return textOf(bytes);
    QString text;
    for (qsizetype at = 0; at < bytes.size();) {
        const qsizetype length = characterAt(bytes, at);
        if (length > 0)
            text += textOf(bytes.mid(at, length));
        else
            text += QChar(QChar::ReplacementCharacter)
                + u"(%1)"_s.arg(QString::fromLatin1(bytes.mid(at, 1).toHex().toUpper()));
        at += std::max<qsizetype>(length, 1);
    }
    return text;
}

bool isBadlyNamed(const QString& path)
{
    return path.contains(QChar(QChar::ReplacementCharacter));
}

Error missingFile(const QString& path, const QString& file)
{
    if (isBadlyNamed(path))
        return {
            ErrorCode::FileUnreadable,
            u"Cannot read %1: its name is not valid UTF-8. Rename it and try again."_s.arg(file),
            path};
    return {ErrorCode::FileNotFound, u"There is no file %1."_s.arg(file), path};
}

QStringList programArguments(int count, const char* const* arguments)
{
    QStringList texts;
    for (int i = 0; i < count; ++i)
        texts << decodedFileName(arguments[i]);
    return texts;
}

} // namespace ccad
