// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/internal/text_encoding.h"

#include <QStringDecoder>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

Error broken(const QString& message)
{
    return {ErrorCode::FileBroken, message, {}};
}

bool isWorkbook(const QByteArray& content)
{
    return content.startsWith("PK\x03\x04") || content.startsWith("\xD0\xCF\x11\xE0");
}

/// What a text without a byte order mark is: every second byte of UTF-16 is zero, as long as the
/// letters are Latin ones.
QStringConverter::Encoding encodingByZeros(const QByteArray& content)
{
    constexpr qsizetype sample = 4096;
    const qsizetype pairs = std::min(content.size(), sample) / 2;
    qsizetype first = 0;
    qsizetype second = 0;
    for (qsizetype i = 0; i < pairs; ++i) {
        first += content[2 * i] == '\0' ? 1 : 0;
        second += content[2 * i + 1] == '\0' ? 1 : 0;
    }
    if (pairs > 0 && second * 4 >= pairs * 3 && first == 0)
        return QStringConverter::Utf16LE;
    if (pairs > 0 && first * 4 >= pairs * 3 && second == 0)
        return QStringConverter::Utf16BE;
    return QStringConverter::Utf8;
}

/// How many bytes a unit of the encoding has.
qsizetype unitBytes(QStringConverter::Encoding encoding)
{
    switch (encoding) {
    case QStringConverter::Utf16:
    case QStringConverter::Utf16LE:
    case QStringConverter::Utf16BE:
        return 2;
    case QStringConverter::Utf32:
    case QStringConverter::Utf32LE:
    case QStringConverter::Utf32BE:
        return 4;
    default:
        return 1;
    }
}

std::optional<QString> decoded(const QByteArray& content, QStringConverter::Encoding encoding)
{
    // Qt's decoder passes over the beginning of a unit at the end without an error.
    if (content.size() % unitBytes(encoding) != 0)
        return std::nullopt;
    QStringDecoder decoder(encoding, QStringConverter::Flag::Stateless);
    QString text = decoder(content);
    if (decoder.hasError())
        return std::nullopt;
    while (text.startsWith(QChar::ByteOrderMark)) // programs add one to a file that has one
        text.remove(0, 1);
    return text;
}

/// The first line, from 1, with bytes that are not UTF-8.
int firstOddLine(const QByteArray& content)
{
    const char end = content.contains('\n') ? '\n' : '\r';
    int line = 1;
    for (qsizetype begin = 0; begin < content.size(); ++line) {
        qsizetype next = content.indexOf(end, begin);
        if (next < 0)
            next = content.size();
        if (!decoded(content.mid(begin, next - begin), QStringConverter::Utf8))
            return line;
        begin = next + 1;
    }
    return line;
}

/// Letters with accents have one byte each in the code pages of Windows and of DOS, but other ones.
QString likelyEncoding(const QByteArray& content)
{
    int windows = 0;
    int dos = 0;
    int mac = 0;
    for (const char c : content) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80)
            continue;
        windows += byte >= 0xC0 && byte != 0xD7 && byte != 0xF7 ? 1 : 0;
        dos += byte <= 0xA5 || byte == 0xE1 ? 1 : 0; // 0xE1 is a sharp s
        mac += byte <= 0x9F || byte == 0xA7 ? 1 : 0; // 0xA7 is a sharp s
    }
    if (windows >= dos && windows > 0)
        return u"Windows-1252, or a code page like it"_s;
    if (mac >= dos && content.contains('\r') && !content.contains('\n'))
        return u"Mac Roman"_s;
    return dos > 0 ? u"cp437 or cp850, the code pages of DOS"_s : QString();
}

Error wrongEncoding(const QByteArray& content)
{
    const QString likely = likelyEncoding(content);
    return broken(
        u"Line %1 is not in UTF-8%2. Save the table again as \"CSV UTF-8\", so that no letter is "
        "taken for another."_s.arg(firstOddLine(content))
            .arg(likely.isEmpty() ? QString() : u", but by the looks of it in "_s + likely));
}

/// Old tools of DOS end a text with 0x1A and may fill the last block of the disk with it.
QString withoutEndMark(QString text)
{
    constexpr char16_t endMark = 0x1A;
    qsizetype end = text.size();
    while (end > 0 && (text[end - 1] == QChar(endMark) || text[end - 1].isSpace()))
        --end;
    const qsizetype mark = text.indexOf(QChar(endMark), end);
    if (mark >= 0)
        text.truncate(mark);
    return text;
}

} // namespace

Result<QString> decodedText(const QByteArray& content)
{
    if (isWorkbook(content))
        return broken(u"It is a workbook or an archive, not a table as text. Save it from the "
                      "spreadsheet program as \"CSV UTF-8\"."_s);
    const auto marked = QStringConverter::encodingForData(content);
    const auto encoding = marked.value_or(encodingByZeros(content));
    auto text = decoded(content, encoding);
    if (!text && encoding == QStringConverter::Utf8)
        return wrongEncoding(content);
    if (!text)
        return broken(u"It says that it is in %1, and is not."_s.arg(
            QLatin1String(QStringConverter::nameForEncoding(encoding))));
    // A table that a fault left zeros in still has good rows.
    if (text->count(QChar(QChar::Null)) > text->size() / 2)
        return broken(u"It holds zeros, as no text does."_s);
    return withoutEndMark(*std::move(text));
}

} // namespace ccad
