// SPDX-License-Identifier: GPL-3.0-or-later
// Archives that are read from front to end by libarchive: tar, compressed files, and ZIP without
// the list of files at its end.
#include "core/intake/internal/archive_reader.h"
#include "core/intake/internal/member_names.h"
#include "core/intake/internal/stream_check.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

#include <archive.h>
#include <archive_entry.h>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

struct ArchiveEnd
{
    void operator()(archive* stream) const { archive_read_free(stream); }
};
using Stream = std::unique_ptr<archive, ArchiveEnd>;

constexpr std::size_t blockBytes = 1 << 16;
constexpr QLatin1StringView incompleteData = "its data are damaged or incomplete"_L1;
constexpr qint64 leastBytes = 1 << 16; ///< the ratio of a tiny file says nothing

Error broken(const QString& clause)
{
    return {ErrorCode::FileBroken, clause, {}};
}

/// Only formats that are simple, and only compressions that need no other program.
bool allowTar(archive* a)
{
    return archive_read_support_format_tar(a) == ARCHIVE_OK
        // Archives that were joined go on behind the end mark of the first.
        && archive_read_set_format_option(a, "tar", "read_concatenated_archives", "1") == ARCHIVE_OK
        && archive_read_support_format_raw(a) == ARCHIVE_OK
        && archive_read_support_filter_gzip(a) == ARCHIVE_OK
        && archive_read_support_filter_bzip2(a) == ARCHIVE_OK
        && archive_read_support_filter_xz(a) == ARCHIVE_OK
        && archive_read_support_filter_zstd(a) == ARCHIVE_OK
        && archive_read_support_filter_compress(a) == ARCHIVE_OK;
}

bool allowZip(archive* a)
{
    return archive_read_support_format_zip_streamable(a) == ARCHIVE_OK;
}

Stream openStream(const QString& path, bool (*allow)(archive*))
{
    Stream stream(archive_read_new());
    archive* a = stream.get();
    const bool isOpen = a != nullptr && allow(a)
        && archive_read_open_filename(a, QFile::encodeName(path).constData(), blockBytes)
            == ARCHIVE_OK;
    return isOpen ? std::move(stream) : Stream();
}

/// What the member is, unless it is a file or a folder.
QString oddityOf(archive_entry* entry, const QString& linked)
{
    if (archive_entry_hardlink(entry) != nullptr)
        return u"it is only another name of %1"_s.arg(shownMemberName(linked));
    switch (archive_entry_filetype(entry)) {
    case 0:
    case AE_IFREG:
    case AE_IFDIR:
        return {};
    case AE_IFLNK:
        return u"it is a link to %1, not a file"_s.arg(shownMemberName(linked));
    case AE_IFIFO:
        return u"it is a named pipe, not a file"_s;
    default:
        return u"it is a device, not a file"_s;
    }
}

/// The bytes first: libarchive takes them for text of the system's own encoding.
QString textOf(const char* bytes, const char* utf8)
{
    const char* text = bytes != nullptr ? bytes : utf8;
    return readableNames({QByteArray(text)}).first();
}

/// The name of the member that this one is a link to, as far as that can be told; empty: none.
QString linkedNameOf(archive_entry* entry, const QString& name)
{
    if (archive_entry_hardlink(entry) != nullptr)
        return textOf(archive_entry_hardlink(entry), archive_entry_hardlink_utf8(entry));
    if (archive_entry_filetype(entry) != AE_IFLNK)
        return {};
    const QString target = textOf(archive_entry_symlink(entry), archive_entry_symlink_utf8(entry));
    return QDir::cleanPath(QDir(QFileInfo(u'/' + name).path()).filePath(target)).mid(1);
}

enum class Format
{
    Tar,
    Zip ///< its list of files is missing
};

class StreamReader final : public ArchiveReader
{
public:
    /// `isCutOff`: the stream ends too early, wherever libarchive stops reading it.
    StreamReader(Stream stream, Format format, QString plainName, qint64 mostBytes, int maxRatio,
                 bool isCutOff = false)
        : m_stream(std::move(stream)), m_format(format), m_plainName(std::move(plainName)),
          m_mostBytes(mostBytes), m_maxRatio(maxRatio), m_isCutOff(isCutOff)
    {
    }

    [[nodiscard]] std::optional<qint64> count() const override { return std::nullopt; }

    [[nodiscard]] Result<std::optional<ArchiveMember>> next() override
    {
        archive_entry* entry = nullptr;
        const int got = archive_read_next_header(m_stream.get(), &entry);
        // Its end is where the list of files should be.
        if (m_format == Format::Zip && (got == ARCHIVE_EOF || got < ARCHIVE_WARN))
            return broken(
                u"it is not a complete ZIP archive, as its end is missing or damaged. The "
                "files in it up to that place have rows of their own; others may be lost"_s);
        if (got == ARCHIVE_EOF && (!m_isCutOff || isPlain()))
            return std::optional<ArchiveMember>();
        if (got == ARCHIVE_EOF || got < ARCHIVE_WARN)
            return broken(u"it is damaged or incomplete; what stands behind that place is lost"_s);
        ArchiveMember member;
        member.name = nameOf(entry);
        member.linkedName = linkedNameOf(entry, member.name);
        member.oddity = oddityOf(entry, member.linkedName);
        member.isFolder = member.oddity.isEmpty()
            && (isFolderName(member.name) || archive_entry_filetype(entry) == AE_IFDIR);
        member.isEncrypted = archive_entry_is_data_encrypted(entry) == 1;
        return std::optional(member);
    }

    [[nodiscard]] Result<qint64> read(std::span<char> buffer) override
    {
        const la_ssize_t got = archive_read_data(m_stream.get(), buffer.data(), buffer.size());
        if (got < 0 || (got == 0 && m_isCutOff && isPlain()))
            return broken(incompleteData);
        m_readBytes += got;
        // Members of a compressed tar that were passed over count, too.
        if (std::max<qint64>(m_readBytes, archive_filter_bytes(m_stream.get(), 0)) > m_mostBytes)
            return Error{
                ErrorCode::TooLarge,
                u"the archive grows to more than %1 times its packed size"_s.arg(m_maxRatio),
                {}};
        return qint64(got);
    }

private:
    /// A single file, compressed, and no archive.
    [[nodiscard]] bool isPlain() const
    {
        return archive_format(m_stream.get()) == ARCHIVE_FORMAT_RAW;
    }
    [[nodiscard]] QString nameOf(archive_entry* entry) const
    {
        if (isPlain())
            return m_plainName;
        return textOf(archive_entry_pathname(entry), archive_entry_pathname_utf8(entry));
    }

    Stream m_stream;
    Format m_format;
    qint64 m_readBytes = 0; ///< of all members
    QString m_plainName;
    qint64 m_mostBytes;
    int m_maxRatio;
    bool m_isCutOff;
};

qint64 mostBytesOf(const QString& path, int maxRatio)
{
    return std::max(QFileInfo(path).size(), leastBytes) * maxRatio;
}

/// "0001.dcm" for "0001.dcm.gz".
QString withoutEnding(const QString& name)
{
    const QString file = name.mid(name.lastIndexOf(u'/') + 1);
    const qsizetype point = file.lastIndexOf(u'.');
    return point > 0 ? file.left(point) : file;
}

} // namespace

Result<std::unique_ptr<ArchiveReader>> openTar(const QString& path, const QString& name,
                                               int maxRatio, const CancelToken& cancel)
{
    const auto state = checkStream(path, mostBytesOf(path, maxRatio), cancel);
    if (!state)
        return state.error();
    if (*state == StreamState::Damaged)
        return broken(u"it is damaged (its check sum is wrong), and nobody can tell which of its "
                      "content is right"_s);
    Stream stream = openStream(path, allowTar);
    // A small file that was cut off ends before libarchive knows what is in it.
    if (!stream)
        return broken(*state == StreamState::CutOff ? QString(incompleteData)
                                                    : u"it is no complete archive"_s);
    return std::unique_ptr<ArchiveReader>(std::make_unique<StreamReader>(
        std::move(stream), Format::Tar, withoutEnding(name), mostBytesOf(path, maxRatio), maxRatio,
        *state == StreamState::CutOff));
}

Result<std::unique_ptr<ArchiveReader>> openZipWithoutList(const QString& path, int maxRatio)
{
    Stream stream = openStream(path, allowZip);
    if (!stream)
        return broken(u"it is not a complete ZIP archive"_s);
    return std::unique_ptr<ArchiveReader>(std::make_unique<StreamReader>(
        std::move(stream), Format::Zip, QString(), mostBytesOf(path, maxRatio), maxRatio));
}

} // namespace ccad
