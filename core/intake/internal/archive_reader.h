// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <optional>
#include <span>

namespace ccad {

/// What a file of many files is, by its content. Those behind Tar are known to be named alone.
enum class ArchiveKind
{
    None,
    Zip, ///< also behind other bytes, as self-extractors have them
    Tar, ///< also compressed, as is a single compressed file ("x.dcm.gz")
    SevenZip,
    Rar,
    DiscImage
};

/// `firstBytes`: 512 of them are enough. DICOM files and pictures are none, whatever is behind
/// them. Opens the file for its end where its beginning does not tell, and nothing but regular
/// files.
[[nodiscard]] ArchiveKind archiveKindOf(const QString& path, const QByteArray& firstBytes);

/// One file of an archive, or one of its folders.
struct ArchiveMember
{
    QString name; ///< readable, as it stands in the archive; see shownMemberName
    bool isFolder = false;
    bool isEncrypted = false;
    /// A clause on a member that is neither file nor folder: a link, a pipe, a device.
    QString oddity = {};
    /// For a link to another member, that one's name; otherwise empty.
    QString linkedName = {};
    qint64 packedBytes = 0; ///< as the archive says, which nobody has checked; 0 when unknown
};

/// The members of an archive in its order. Messages are clauses.
class ArchiveReader
{
public:
    virtual ~ArchiveReader() = default;

    /// Members and folders together; nothing when only the end will tell.
    [[nodiscard]] virtual std::optional<qint64> count() const = 0;
    /// The next member, or nothing behind the last one. Error FileBroken: neither this one nor
    /// those behind it can be reached.
    [[nodiscard]] virtual Result<std::optional<ArchiveMember>> next() = 0;
    /// Reads on in the member that next() gave; 0 at its end. Errors: FileBroken; Unsupported (a
    /// compression that is not known); TooLarge (a stream that grows beyond `maxRatio`).
    [[nodiscard]] virtual Result<qint64> read(std::span<char> buffer) = 0;
};

/// An archive whose list of files is missing or damaged is read from front to end, as
/// openZipWithoutList() does. Error: FileBroken.
[[nodiscard]] Result<std::unique_ptr<ArchiveReader>> openZip(const QString& path, int maxRatio);

/// The members by the headers in front of them, as far as these go: behind the last one next() is
/// an error that says so. All together may be `maxRatio` times as long as the file. Error:
/// FileBroken.
[[nodiscard]] Result<std::unique_ptr<ArchiveReader>> openZipWithoutList(const QString& path,
                                                                        int maxRatio);

/// `name` is what people call the file: a single compressed file is called so without its last
/// ending. The whole stream may be `maxRatio` times as long as the file. Sums of a compressed file
/// are checked before any of it is given away. Errors: FileBroken, Cancelled.
[[nodiscard]] Result<std::unique_ptr<ArchiveReader>>
openTar(const QString& path, const QString& name, int maxRatio, const CancelToken& cancel);

} // namespace ccad
