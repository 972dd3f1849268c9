// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screening/internal/journal_thumbnail.h"

#include <QBuffer>
#include <QImageReader>

namespace ccad {

namespace {

constexpr qsizetype mostBytes = 1 << 20;
constexpr int longestSide = 512;

/// Null when the bytes begin like neither.
const char* formatOf(const QByteArray& bytes)
{
    if (bytes.startsWith("\xFF\xD8\xFF"))
        return "jpeg";
    return bytes.startsWith("\x89PNG\r\n\x1A\n") ? "png" : nullptr;
}

} // namespace

QImage journalThumbnail(const QByteArray& bytes)
{
    const char* format = formatOf(bytes);
    if (!format || bytes.size() > mostBytes)
        return {};
    QBuffer buffer;
    buffer.setData(bytes);
    QImageReader reader(&buffer, format);
    reader.setAutoDetectImageFormat(false);
    const QSize size = reader.size();
    if (size.isEmpty() || size.width() > longestSide || size.height() > longestSide)
        return {};
    return reader.read();
}

} // namespace ccad
