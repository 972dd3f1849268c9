// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intake/internal/stream_check.h"

#include <QByteArray>
#include <QFile>

#include <array>
#include <memory>

#include <archive.h>
#include <archive_entry.h>
#include <zlib.h>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr std::size_t blockBytes = 1 << 16;

Error cancelled()
{
    return {ErrorCode::Cancelled, u"it was cancelled"_s, {}};
}

struct InflateEnd
{
    void operator()(z_stream* stream) const { inflateEnd(stream); }
};

/// Reads a gzip file, which may have several members.
class GzipCheck
{
public:
    explicit GzipCheck(const QString& path) : m_file(path) { }

    Result<StreamState> operator()(qint64 mostBytes, const CancelToken& cancel)
    {
        constexpr int gzipWindow = 16 + MAX_WBITS; // zlib reads the header and checks the sums
        if (!m_file.open(QIODevice::ReadOnly) || inflateInit2(&m_stream, gzipWindow) != Z_OK)
            return StreamState::Whole; // whoever reads it has the words for that
        const std::unique_ptr<z_stream, InflateEnd> cleanUp(&m_stream);
        qint64 bytes = 0;
        while (bytes <= mostBytes) {
            if (cancel.isCancelled())
                return cancelled();
            if (!fill(1))
                return StreamState::CutOff;
            m_stream.next_out = reinterpret_cast<Bytef*>(m_out.data());
            m_stream.avail_out = static_cast<uInt>(m_out.size());
            const int state = inflate(&m_stream, Z_NO_FLUSH);
            bytes += static_cast<qint64>(m_out.size()) - m_stream.avail_out;
            if (state != Z_OK && state != Z_STREAM_END && state != Z_BUF_ERROR)
                return StreamState::Damaged;
            if (state == Z_STREAM_END && !beginsNext())
                return StreamState::Whole;
        }
        return StreamState::Whole;
    }

private:
    /// True if there are so many bytes to be read: 1 or 2.
    bool fill(uInt needed)
    {
        if (m_stream.avail_in >= needed)
            return true;
        QByteArray next(reinterpret_cast<const char*>(m_stream.next_in), m_stream.avail_in);
        next += m_file.read(blockBytes);
        m_in = next;
        m_stream.next_in = reinterpret_cast<Bytef*>(m_in.data());
        m_stream.avail_in = static_cast<uInt>(m_in.size());
        return m_stream.avail_in >= needed;
    }
    /// Bytes behind the last member that are none are padding.
    bool beginsNext()
    {
        const bool begins = fill(2) && m_stream.next_in[0] == 0x1F && m_stream.next_in[1] == 0x8B;
        return begins && inflateReset(&m_stream) == Z_OK;
    }

    QFile m_file;
    z_stream m_stream{};
    QByteArray m_in;
    std::array<char, blockBytes> m_out{};
};

struct ArchiveEnd
{
    void operator()(archive* stream) const { archive_read_free(stream); }
};

/// libarchive's own readers hold the others against their sums, if they are read to their end.
Result<StreamState> checkByReading(const QString& path, qint64 mostBytes, const CancelToken& cancel)
{
    const std::unique_ptr<archive, ArchiveEnd> stream(archive_read_new());
    archive* a = stream.get();
    archive_entry* entry = nullptr;
    const auto wrong = [a] {
        const QByteArray why(archive_error_string(a));
        return why.toLower().contains("truncated") ? StreamState::CutOff : StreamState::Damaged;
    };
    if (a == nullptr || archive_read_support_format_raw(a) != ARCHIVE_OK
        || archive_read_support_filter_bzip2(a) != ARCHIVE_OK
        || archive_read_support_filter_xz(a) != ARCHIVE_OK
        || archive_read_support_filter_zstd(a) != ARCHIVE_OK
        || archive_read_open_filename(a, QFile::encodeName(path).constData(), blockBytes)
            != ARCHIVE_OK)
        return StreamState::Whole; // as above
    if (archive_read_next_header(a, &entry) != ARCHIVE_OK)
        return wrong();
    std::array<char, blockBytes> buffer{};
    for (qint64 bytes = 0; bytes <= mostBytes;) {
        if (cancel.isCancelled())
            return cancelled();
        const la_ssize_t got = archive_read_data(a, buffer.data(), buffer.size());
        if (got < 0)
            return wrong();
        if (got == 0)
            break;
        bytes += got;
    }
    return StreamState::Whole;
}

} // namespace

Result<StreamState> checkStream(const QString& path, qint64 mostBytes, const CancelToken& cancel)
{
    QFile file(path);
    const QByteArray begin = file.open(QIODevice::ReadOnly) ? file.read(6) : QByteArray();
    if (begin.startsWith("\x1F\x8B"))
        return GzipCheck(path)(mostBytes, cancel);
    if (begin.startsWith("BZh")
        || begin.startsWith("\xFD"
                            "7zXZ")
        || begin.startsWith("\x28\xB5\x2F\xFD"))
        return checkByReading(path, mostBytes, cancel);
    return StreamState::Whole;
}

} // namespace ccad
