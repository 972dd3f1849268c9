// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/file_behind.h"

#include <QtEndian>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

/// The size that a BMP header names has to fit, since two letters alone prove nothing.
bool isBmpAt(QByteArrayView rest)
{
    constexpr qint64 headerBytes = 26;
    return rest.size() >= headerBytes && rest.startsWith("BM")
        && qFromLittleEndian<quint32>(rest.data() + 2) <= rest.size()
        && qFromLittleEndian<quint32>(rest.data() + 10) < rest.size();
}

QString kindAt(const QByteArray& content, qint64 offset)
{
    const QByteArrayView rest = QByteArrayView(content).sliced(offset);
    if (rest.startsWith("\x89PNG\r\n\x1A\n"))
        return u"PNG"_s;
    if (rest.startsWith("\xFF\xD8\xFF"))
        return u"JPEG"_s;
    if (rest.startsWith(QByteArrayView("II*\0", 4)) || rest.startsWith(QByteArrayView("MM\0*", 4)))
        return u"TIFF"_s;
    if (isBmpAt(rest))
        return u"BMP"_s;
    return {};
}

} // namespace

QString noteOnFileBehind(const QByteArray& content, qint64 offset)
{
    if (offset < 0 || offset >= content.size())
        return {};
    const auto begin = std::find_if(content.begin() + offset, content.end(),
                                    [](char byte) { return byte != 0; });
    const qint64 first = begin - content.begin();
    // Its preamble may hold anything, and elements of the first film may lie before it.
    const bool isDicom = content.indexOf(QByteArray("DICM\2\0", 6), offset) >= 0;
    const QString kind = isDicom || first == content.size() ? QString() : kindAt(content, first);
    if (!isDicom && kind.isEmpty())
        return {};
    return u"Behind the picture, another file begins within this one (%1): two files were joined. "
           "Only the first one was looked at; the other needs a file of its own."_s.arg(
               isDicom ? u"DICOM"_s : kind);
}

} // namespace ccad::imaging
