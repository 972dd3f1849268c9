// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDataStream>
#include <QIODevice>

#include <utility>
#include <vector>

namespace ccad::test {

struct TarEntry
{
    QByteArray name;
    QByteArray content;
    char type = '0'; ///< '1' and '2': links, '3' and '4': devices, '5': a folder, '6': a pipe
    QByteArray target = {}; ///< of a link
};

/// A tar archive (POSIX ustar).
inline QByteArray tarOfEntries(const std::vector<TarEntry>& entries)
{
    constexpr int block = 512;
    QByteArray tar;
    for (const auto& [name, content, type, target] : entries) {
        QByteArray header(block, '\0');
        const auto put
            = [&header](int at, const QByteArray& text) { header.replace(at, text.size(), text); };
        const auto octal = [](qint64 number, int digits) {
            return QByteArray::number(number, 8).rightJustified(digits, '0');
        };
        put(0, name);
        put(100, "0000600");
        put(124, octal(content.size(), 11));
        put(136, octal(1700000000, 11));
        put(148, "        ");
        put(156, QByteArray(1, type));
        put(157, target);
        put(257,
            QByteArray("ustar\0"
                       "00",
                       8));
        int sum = 0;
        for (const char byte : header)
            sum += static_cast<unsigned char>(byte);
        put(148, octal(sum, 6) + QByteArray("\0 ", 2));
        tar += header + content + QByteArray((block - content.size() % block) % block, '\0');
    }
    return tar + QByteArray(2 * block, '\0');
}

/// A tar archive of regular files; a name that ends with "/" is a folder.
inline QByteArray tarOf(const std::vector<std::pair<QByteArray, QByteArray>>& entries)
{
    std::vector<TarEntry> all;
    for (const auto& [name, content] : entries)
        all.push_back({name, content, name.endsWith('/') ? '5' : '0'});
    return tarOfEntries(all);
}

/// The bytes as gzip packs them (RFC 1952).
inline QByteArray gzipOf(const QByteArray& content)
{
    quint32 check = 0xFFFFFFFF;
    for (const char byte : content) {
        check ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit)
            check = (check >> 1) ^ (check & 1 ? 0xEDB88320 : 0);
    }
    QByteArray packed("\x1F\x8B\x08\0\0\0\0\0\0\x03", 10);
    // qCompress puts a length and a header of two bytes before the data, and a sum behind them.
    packed += qCompress(content).mid(4 + 2).chopped(4);
    QByteArray end;
    QDataStream stream(&end, QIODevice::WriteOnly);
    stream.setByteOrder(QDataStream::LittleEndian);
    stream << ~check << quint32(content.size());
    return packed + end;
}

} // namespace ccad::test
