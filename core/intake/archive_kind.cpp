// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/reading/guarded_read.h"
#include "core/intake/internal/archive_reader.h"
#include "core/intake/internal/zip_end.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

bool hasEnding(const QString& path, const QString& ending)
{
    return path.endsWith(ending, Qt::CaseInsensitive);
}

bool beginsAsZip(const QByteArray& firstBytes)
{
    // The first file's header, the end of a list of none, and the mark of a part of an archive.
    return firstBytes.startsWith("PK\x03\x04") || firstBytes.startsWith("PK\x05\x06")
        || firstBytes.startsWith("PK\x07\x08");
}

/// Tar as such, or what a stream was compressed with.
bool beginsAsTar(const QByteArray& firstBytes, const QString& path)
{
    constexpr qsizetype magicAt = 257;
    static const std::array compressed = {QByteArray("\x1F\x8B\x08"), QByteArray("BZh"),
                                          QByteArray("\xFD"
                                                     "7zXZ\0",
                                                     6),
                                          QByteArray("\x28\xB5\x2F\xFD"), QByteArray("\x1F\x9D")};
    return firstBytes.mid(magicAt, 5) == "ustar"
        || std::any_of(compressed.begin(), compressed.end(),
                       [&](const QByteArray& begin) { return firstBytes.startsWith(begin); })
        // The oldest kind has nothing to tell it by.
        || hasEnding(path, u".tar"_s);
}

/// An image of a medium with a file system of ISO 9660.
bool isDiscImage(const QString& path)
{
    constexpr qint64 descriptorAt = 16 * 2048 + 1;
    QFile file(path);
    return hasEnding(path, u".iso"_s) && file.open(QIODevice::ReadOnly) && file.seek(descriptorAt)
        && file.read(5) == "CD001";
}

} // namespace

ArchiveKind archiveKindOf(const QString& path, const QByteArray& firstBytes)
{
    if (beginsAsZip(firstBytes))
        return ArchiveKind::Zip;
    if (firstBytes.isEmpty() || imaging::recognise(firstBytes) || !QFileInfo(path).isFile())
        return ArchiveKind::None;
    if (firstBytes.startsWith("7z\xBC\xAF\x27\x1C"))
        return ArchiveKind::SevenZip;
    if (firstBytes.startsWith("Rar!\x1A\x07"))
        return ArchiveKind::Rar;
    if (beginsAsTar(firstBytes, path))
        return ArchiveKind::Tar;
    if (isDiscImage(path))
        return ArchiveKind::DiscImage;
    return bytesBeforeZip(path) ? ArchiveKind::Zip : ArchiveKind::None;
}

} // namespace ccad
