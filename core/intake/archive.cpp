// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intake/archive.h"

#include "core/base/checked_size.h"

#include <QFile>
#include <QFileInfo>

#include <zip.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>
#include <memory>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

struct ZipEnd
{
    void operator()(zip_t* zip) const { zip_discard(zip); }
};
using Zip = std::unique_ptr<zip_t, ZipEnd>;

struct EntryEnd
{
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using Entry = std::unique_ptr<zip_file_t, EntryEnd>;

bool writeAll(int file, const char* bytes, qint64 count)
{
    while (count > 0) {
        const ssize_t written = ::write(file, bytes, size_t(count));
        if (written < 0 && errno != EINTR)
            return false;
        bytes += std::max<ssize_t>(written, 0);
        count -= std::max<ssize_t>(written, 0);
    }
    return true;
}

/// An entry's name as it is shown: without control characters, which terminals and tables would
/// obey.
QString shownName(const char* name)
{
    QString shown = QString::fromUtf8(name);
    for (QChar& letter : shown)
        if (!letter.isPrint())
            letter = QLatin1Char('_');
    return shown;
}

class Unpacker
{
public:
    Unpacker(const OpenFolder& folder, const UnpackLimits& limits, UnpackUsage& usage,
             const CancelToken& cancel)
        : m_folder(folder), m_limits(limits), m_usage(usage), m_cancel(cancel)
    {
    }

    /// `name` stands in errors and before the names of files within; empty for the outermost
    /// archive.
    Result<void> unpack(const QString& archive, const QString& name, int depth);
    [[nodiscard]] const std::vector<UnpackedFile>& files() const { return m_files; }
    /// Removes the files that were unpacked beyond the first `count`.
    void removeBehind(std::size_t count)
    {
        for (std::size_t i = count; i < m_files.size(); ++i)
            if (!m_files[i].path.isEmpty())
                remove(m_files[i]);
        m_files.resize(count);
    }

private:
    Result<void> unpackEntry(zip_t* zip, zip_int64_t index, const QString& prefix, int depth);
    Result<void> write(zip_t* zip, zip_int64_t index, const zip_stat_t& stat, int out);
    Result<void> unpackInner(int depth);
    void remove(const UnpackedFile& file) const
    {
        (void)m_folder.removeFile(QFile::encodeName(QFileInfo(file.path).fileName()));
    }
    /// The error for errno.
    [[nodiscard]] Error notWritten() const
    {
        return {
            ErrorCode::WriteFailed,
            u"Cannot unpack %1 into %2: %3."_s.arg(m_name, m_folder.path(), qt_error_string(errno)),
            m_folder.path()};
    }
    [[nodiscard]] Error tooLarge(const QString& what) const
    {
        return {ErrorCode::TooLarge, u"Cannot unpack %1: %2."_s.arg(m_name, what), m_name};
    }
    [[nodiscard]] Error broken(const QString& what) const
    {
        return {ErrorCode::FileBroken, u"Cannot unpack %1: %2."_s.arg(m_name, what), m_name};
    }

    const OpenFolder& m_folder;
    const UnpackLimits& m_limits;
    UnpackUsage& m_usage;
    const CancelToken& m_cancel;
    QString m_name; ///< of the archive at hand
    std::vector<UnpackedFile> m_files;
    int m_number = 0; ///< of the last file written
};

Result<void> Unpacker::unpack(const QString& archive, const QString& name, int depth)
{
    m_name = depth == 0 ? QFileInfo(archive).fileName() : name;
    if (depth > m_limits.maxDepth)
        return tooLarge(
            u"it holds archives within archives, more than %1 deep"_s.arg(m_limits.maxDepth));
    int problem = 0;
    const Zip zip(zip_open(QFile::encodeName(archive).constData(), ZIP_RDONLY, &problem));
    if (!zip)
        return broken(u"it is not a complete ZIP archive"_s);
    const zip_int64_t count = zip_get_num_entries(zip.get(), 0);
    if (m_usage.entries + count > m_limits.maxEntries)
        return tooLarge(u"it holds more than %1 files"_s.arg(m_limits.maxEntries));
    m_usage.entries += int(count);
    const QString prefix = depth == 0 ? QString() : name + QLatin1Char('/');
    for (zip_int64_t i = 0; i < count; ++i)
        if (auto done = unpackEntry(zip.get(), i, prefix, depth); !done)
            return done;
    return {};
}

Result<void> Unpacker::unpackEntry(zip_t* zip, zip_int64_t index, const QString& prefix, int depth)
{
    zip_stat_t stat;
    if (zip_stat_index(zip, zip_uint64_t(index), 0, &stat) != 0
        || (stat.valid & (ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE))
            != (ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE))
        return broken(u"its list of files is damaged"_s);
    const QString name = shownName(stat.name);
    if (name.endsWith(QLatin1Char('/')))
        return {}; // a folder
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE)
        return Error{ErrorCode::Unsupported,
                     u"Cannot unpack %1: it is encrypted. Unpack it by hand first."_s.arg(m_name),
                     m_name};
    const QByteArray number = QByteArray::number(++m_number).rightJustified(5, '0');
    const OwnedFd out = m_folder.newFile(number);
    if (!out.isOpen())
        return notWritten();
    m_files.push_back({prefix + name, m_folder.pathOf(number), {}});
    if (auto written = write(zip, index, stat, out.get()); !written)
        return written;
    std::array<char, 4> first;
    const ssize_t got = ::pread(out.get(), first.data(), first.size(), 0);
    return got > 0 && beginsAsZip(QByteArray(first.data(), got)) ? unpackInner(depth + 1)
                                                                 : Result<void>();
}

/// Removes the archive that was unpacked last from the list and puts its content, or the reason why
/// there is none, in its place.
Result<void> Unpacker::unpackInner(int depth)
{
    const UnpackedFile inner = m_files.back();
    m_files.pop_back();
    const std::size_t before = m_files.size();
    const QString outer = m_name;
    auto unpacked = unpack(inner.path, inner.name, depth);
    m_name = outer;
    remove(inner);
    if (unpacked)
        return {};
    removeBehind(before);
    const ErrorCode code = unpacked.error().code;
    if (code == ErrorCode::Cancelled || code == ErrorCode::WriteFailed)
        return unpacked;
    m_files.push_back({inner.name, {}, unpacked.error()});
    return {};
}

Result<void> Unpacker::write(zip_t* zip, zip_int64_t index, const zip_stat_t& stat, int out)
{
    // What the archive declares is not trusted: the bytes are counted as they come.
    const qint64 packed = std::max<qint64>(qint64(stat.comp_size), 1024);
    const qint64 byRatio = checkedProduct<qint64>({packed, m_limits.maxRatio})
                               .value_or(std::numeric_limits<qint64>::max());
    const qint64 allowed
        = std::min({m_limits.maxFileBytes, m_limits.maxBytes - m_usage.bytes, byRatio});
    const Entry entry(zip_fopen_index(zip, zip_uint64_t(index), 0));
    if (!entry)
        return broken(u"one of its files cannot be read"_s);
    qint64 written = 0;
    std::array<char, 1 << 16> buffer;
    for (;;) {
        if (m_cancel.isCancelled())
            return Error{ErrorCode::Cancelled, u"Unpacking was cancelled."_s, m_name};
        const zip_int64_t got = zip_fread(entry.get(), buffer.data(), buffer.size());
        if (got < 0)
            return broken(u"one of its files is damaged"_s);
        if (got == 0)
            break;
        written += got;
        if (written > allowed)
            return tooLarge(written > byRatio ? u"one of its files grows to more than %1 times its "
                                                "packed size"_s.arg(m_limits.maxRatio)
                                              : u"its files take more room than is allowed"_s);
        if (!writeAll(out, buffer.data(), got))
            return notWritten();
    }
    m_usage.bytes += written;
    return {};
}

} // namespace

bool beginsAsZip(const QByteArray& firstBytes)
{
    // The first file's header, or the end of a list of none.
    return firstBytes.startsWith("PK\x03\x04") || firstBytes.startsWith("PK\x05\x06");
}

bool isZip(const QString& path)
{
    // Never a FIFO or a device: opening one could wait for ever.
    if (!QFileInfo(path).isFile())
        return false;
    QFile file(path);
    return file.open(QIODevice::ReadOnly) && beginsAsZip(file.read(4));
}

Result<std::vector<UnpackedFile>> unpackZip(const QString& path, const OpenFolder& folder,
                                            const UnpackLimits& limits, UnpackUsage& usage,
                                            const CancelToken& cancel)
{
    if (!QFileInfo::exists(path))
        return Error{ErrorCode::FileNotFound, u"There is no file %1."_s.arg(path), path};
    const UnpackUsage before = usage;
    Unpacker unpacker(folder, limits, usage, cancel);
    if (auto done = unpacker.unpack(path, {}, 0); !done) {
        unpacker.removeBehind(0);
        usage = before;
        return done.error();
    }
    return unpacker.files();
}

Result<QStringList> unpackZip(const QString& path, const OpenFolder& folder,
                              const UnpackLimits& limits, const CancelToken& cancel)
{
    UnpackUsage usage;
    const auto unpacked = unpackZip(path, folder, limits, usage, cancel);
    if (!unpacked)
        return unpacked.error();
    QStringList files;
    std::optional<Error> problem;
    for (const UnpackedFile& file : *unpacked) {
        if (file.problem)
            problem = problem ? problem : file.problem;
        else
            files << file.path;
    }
    if (!problem)
        return files;
    for (const QString& file : files)
        (void)folder.removeFile(QFile::encodeName(QFileInfo(file).fileName()));
    return *problem;
}

} // namespace ccad
