// SPDX-License-Identifier: GPL-3.0-or-later
// Tar archives and compressed files, read by libarchive.
#include "core/intake/internal/archive_reader.h"
#include "core/intake/internal/member_names.h"
#include "core/intake/internal/stream_check.h"

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
constexpr qint64 leastBytes = 1 << 16; ///< the ratio of a tiny file says nothing

Error broken(const QString& clause)
{
    return {ErrorCode::FileBroken, clause, {}};
}

/// Only formats that are simple, and only compressions that need no other program.
Stream openStream(const QString& path)
{
    Stream stream(archive_read_new());
    archive* a = stream.get();
    const bool isOpen = a != nullptr && archive_read_support_format_tar(a) == ARCHIVE_OK
        && archive_read_support_format_raw(a) == ARCHIVE_OK
        && archive_read_support_filter_gzip(a) == ARCHIVE_OK
        && archive_read_support_filter_bzip2(a) == ARCHIVE_OK
        && archive_read_support_filter_xz(a) == ARCHIVE_OK
        && archive_read_support_filter_zstd(a) == ARCHIVE_OK
        && archive_read_support_filter_compress(a) == ARCHIVE_OK
        && archive_read_open_filename(a, QFile::encodeName(path).constData(), blockBytes)
            == ARCHIVE_OK;
    return isOpen ? std::move(stream) : Stream();
}

class TarReader final : public ArchiveReader
{
public:
    TarReader(Stream stream, QString plainName, qint64 mostBytes, int maxRatio, StreamState state)
        : m_stream(std::move(stream)), m_plainName(std::move(plainName)), m_mostBytes(mostBytes),
          m_maxRatio(maxRatio), m_isCutOff(state == StreamState::CutOff)
    {
    }

    [[nodiscard]] std::optional<qint64> count() const override { return std::nullopt; }

    [[nodiscard]] Result<std::optional<ArchiveMember>> next() override
    {
        archive_entry* entry = nullptr;
        const int got = archive_read_next_header(m_stream.get(), &entry);
        if (got == ARCHIVE_EOF && (!m_isCutOff || isPlain()))
            return std::optional<ArchiveMember>();
        if (got == ARCHIVE_EOF || got < ARCHIVE_WARN)
            return broken(u"it is damaged or incomplete; what stands behind that place is lost"_s);
        ArchiveMember member;
        member.name = nameOf(entry);
        // Links and devices have no content of their own.
        const auto type = archive_entry_filetype(entry);
        const bool isLink = archive_entry_hardlink(entry) != nullptr;
        member.isFolder = isFolderName(member.name) || isLink || (type != AE_IFREG && type != 0);
        return std::optional(member);
    }

    [[nodiscard]] Result<qint64> read(std::span<char> buffer) override
    {
        const la_ssize_t got = archive_read_data(m_stream.get(), buffer.data(), buffer.size());
        if (got < 0 || (got == 0 && m_isCutOff && isPlain()))
            return broken(u"its data are damaged or incomplete"_s);
        // Members that were passed over count, too.
        if (archive_filter_bytes(m_stream.get(), 0) > m_mostBytes)
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
        // The bytes first: libarchive takes them for text of the system's own encoding.
        const char* name = archive_entry_pathname(entry);
        if (name == nullptr)
            name = archive_entry_pathname_utf8(entry);
        return readableNames({QByteArray(name)}).first();
    }

    Stream m_stream;
    QString m_plainName;
    qint64 m_mostBytes;
    int m_maxRatio;
    bool m_isCutOff;
};

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
    const qint64 mostBytes = std::max(QFileInfo(path).size(), leastBytes) * maxRatio;
    const auto state = checkStream(path, mostBytes, cancel);
    if (!state)
        return state.error();
    if (*state == StreamState::Damaged)
        return broken(u"it is damaged (its check sum is wrong), and nobody can tell which of its "
                      "content is right"_s);
    Stream stream = openStream(path);
    if (!stream)
        return broken(u"it is no complete archive"_s);
    return std::unique_ptr<ArchiveReader>(std::make_unique<TarReader>(
        std::move(stream), withoutEnding(name), mostBytes, maxRatio, *state));
}

} // namespace ccad
