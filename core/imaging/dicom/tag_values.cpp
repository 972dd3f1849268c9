// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/tag_values.h"

#include "core/imaging/dicom/dicom_bytes.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcuid.h>

#include <QLocale>

#include <algorithm>
#include <bit>
#include <charconv>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

constexpr qsizetype mostBytesInHex = 32;
constexpr qsizetype mostBytesDecoded = 4 * longestValue;

bool isOneOf(std::string_view vr, std::string_view list)
{
    return vr.size() == 2 && list.find(vr) != std::string_view::npos;
}

/// The text without the line breaks and padding that a line cannot show.
QString oneLine(QString text)
{
    for (QChar& c : text) {
        if (c.unicode() < 0x20 || c.unicode() == 0x7F)
            c = QChar(u' ');
    }
    QStringList values = text.split(QChar(u'\\'));
    for (QString& value : values)
        value = value.trimmed();
    return values.join(QChar(u'\\'));
}

QString shortened(const QString& text)
{
    return text.size() <= longestValue ? text : text.left(longestValue - 1) + QChar(u'…');
}

/// The fewest digits that give the same number again.
template <typename T> QString digits(T number)
{
    char buffer[32];
    const auto end = std::to_chars(std::begin(buffer), std::end(buffer), number);
    return QString::fromLatin1(buffer, end.ptr - buffer);
}

template <typename T> T readInteger(const char* at, bool bigEndian)
{
    return bigEndian ? qFromBigEndian<T>(at) : qFromLittleEndian<T>(at);
}

/// Prints each `width` bytes until the line is full.
template <typename Print>
QString joined(const QByteArray& value, qsizetype width, const Print& print)
{
    QString line;
    for (qsizetype at = 0; at + width <= value.size() && line.size() <= longestValue; at += width) {
        if (at > 0)
            line += QChar(u'\\');
        line += print(value.constData() + at);
    }
    return line;
}

QString numbersText(const QByteArray& value, const ValueForm& form)
{
    const bool big = form.bigEndian;
    const auto integers = [&]<typename T>(T) {
        return joined(value, sizeof(T),
                      [big](const char* at) { return QString::number(readInteger<T>(at, big)); });
    };
    if (form.vr == "US")
        return integers(quint16{});
    if (form.vr == "SS")
        return integers(qint16{});
    if (form.vr == "UL")
        return integers(quint32{});
    if (form.vr == "SL")
        return integers(qint32{});
    if (form.vr == "UV")
        return integers(quint64{});
    if (form.vr == "SV")
        return integers(qint64{});
    if (form.vr == "FL")
        return joined(value, 4, [big](const char* at) {
            return digits(std::bit_cast<float>(readInteger<quint32>(at, big)));
        });
    if (form.vr == "FD")
        return joined(value, 8, [big](const char* at) {
            return digits(std::bit_cast<double>(readInteger<quint64>(at, big)));
        });
    return joined(value, 4, [big](const char* at) { // AT
        return tagText(quint32{readInteger<quint16>(at, big)} << 16
                       | readInteger<quint16>(at + 2, big));
    });
}

QString bulkText(const QByteArray& value)
{
    if (value.size() <= mostBytesInHex)
        return QString::fromLatin1(value.toHex(' '));
    return sizeText(value.size());
}

/// A value that the writer calls unknown is mostly text all the same.
QString unknownText(const QByteArray& value, const TextDecoder& decoder)
{
    QByteArray text = value.left(mostBytesDecoded);
    if (text.endsWith('\0'))
        text.chop(1);
    const bool printable = std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 0x20 && c < 0x7F) || c == '\r' || c == '\n' || c == '\t';
    });
    return printable && !text.isEmpty() ? oneLine(decoder.decode(text, "UN")) : bulkText(value);
}

QString withUidName(const QString& uid)
{
    const char* name = dcmFindNameOfUID(uid.toLatin1().constData(), nullptr);
    return name ? u"%1 (%2)"_s.arg(uid, QString::fromLatin1(name)) : uid;
}

} // namespace

QByteArray untilNul(const QByteArray& bytes)
{
    const qsizetype end = bytes.indexOf('\0');
    return end < 0 ? bytes : bytes.left(end);
}

bool isText(std::string_view vr)
{
    return isOneOf(vr, "AE AS CS DA DS DT IS LO LT PN SH ST TM UC UI UR UT");
}

QString valueText(const QByteArray& value, const ValueForm& form, const TextDecoder& decoder)
{
    const std::string_view vr(form.vr.constData(), static_cast<std::size_t>(form.vr.size()));
    if (isOneOf(vr, "US SS UL SL UV SV FL FD AT"))
        return shortened(numbersText(value, form));
    if (!isText(vr))
        return isOneOf(vr, "OB OD OF OL OV OW") ? bulkText(value)
                                                : shortened(unknownText(value, decoder));
    QByteArray begin = value.left(mostBytesDecoded);
    while (begin.endsWith('\0'))
        begin.chop(1);
    const QString line = oneLine(decoder.decode(begin, vr));
    return shortened(vr == "UI" ? withUidName(line) : line);
}

QString sizeText(qint64 bytes)
{
    // The program's messages are English, whatever the locale.
    return u"%1 bytes"_s.arg(QLocale(QLocale::English).toString(bytes));
}

} // namespace ccad::imaging
