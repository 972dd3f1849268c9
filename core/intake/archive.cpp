// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intake/archive.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <zip.h>

#include <algorithm>
#include <array>
#include <memory>

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

/// Radiographs are kept apart from one another by a number before their names.
QString fileNameFor(int number, const QString& entryName)
{
    QString name = entryName.section(QLatin1Char('/'), -1).section(QLatin1Char('\\'), -1);
    for (QChar& letter : name)
        if (!letter.isPrint())
            letter = QLatin1Char('_');
    return QStringLiteral("%1-%2").arg(number, 5, 10, QLatin1Char('0')).arg(name.right(120));
}

class Unpacker
{
public:
    Unpacker(QString folder, const UnpackLimits& limits, const CancelToken& cancel)
        : m_folder(std::move(folder)), m_limits(limits), m_cancel(cancel)
    {
    }

    Result<void> unpack(const QString& archive, int depth);
    [[nodiscard]] const QStringList& files() const { return m_files; }
    void removeAll()
    {
        for (const QString& file : m_files)
            QFile::remove(file);
        m_files.clear();
    }

private:
    Result<void> unpackEntry(zip_t* zip, zip_int64_t index, int depth);
    Result<void> write(zip_t* zip, zip_int64_t index, const zip_stat_t& stat, QFile& out);
    [[nodiscard]] Error tooLarge(const QString& what) const
    {
        return {ErrorCode::TooLarge, QStringLiteral("Cannot unpack %1: %2.").arg(m_name, what),
                m_name};
    }
    [[nodiscard]] Error broken(const QString& what) const
    {
        return {ErrorCode::FileBroken, QStringLiteral("Cannot unpack %1: %2.").arg(m_name, what),
                m_name};
    }

    QString m_folder;
    const UnpackLimits& m_limits;
    const CancelToken& m_cancel;
    QString m_name; ///< of the outermost archive
    QStringList m_files;
    int m_number = 0; ///< of the last file written
    int m_entries = 0;
    qint64 m_bytes = 0;
};

Result<void> Unpacker::unpack(const QString& archive, int depth)
{
    if (depth == 0)
        m_name = QFileInfo(archive).fileName();
    if (depth > m_limits.maxDepth)
        return tooLarge(QStringLiteral("it holds archives within archives, more than %1 deep")
                            .arg(m_limits.maxDepth));
    int problem = 0;
    const Zip zip(zip_open(QFile::encodeName(archive).constData(), ZIP_RDONLY, &problem));
    if (!zip)
        return broken(QStringLiteral("it is not a complete ZIP archive"));
    const zip_int64_t count = zip_get_num_entries(zip.get(), 0);
    if (m_entries + count > m_limits.maxEntries)
        return tooLarge(QStringLiteral("it holds more than %1 files").arg(m_limits.maxEntries));
    m_entries += int(count);
    for (zip_int64_t i = 0; i < count; ++i)
        if (auto done = unpackEntry(zip.get(), i, depth); !done)
            return done;
    return {};
}

Result<void> Unpacker::unpackEntry(zip_t* zip, zip_int64_t index, int depth)
{
    zip_stat_t stat;
    if (zip_stat_index(zip, zip_uint64_t(index), 0, &stat) != 0
        || (stat.valid & (ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE))
            != (ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE))
        return broken(QStringLiteral("its list of files is damaged"));
    const QString name = QString::fromUtf8(stat.name);
    if (name.endsWith(QLatin1Char('/')))
        return {}; // a folder
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE)
        return Error{ErrorCode::Unsupported,
                     QStringLiteral("Cannot unpack %1: it is encrypted. Unpack it by hand first.")
                         .arg(m_name),
                     m_name};
    QFile out(QDir(m_folder).filePath(fileNameFor(++m_number, name)));
    if (!out.open(QIODevice::WriteOnly | QIODevice::NewOnly))
        return Error{ErrorCode::WriteFailed,
                     QStringLiteral("Cannot unpack %1 into %2: %3.")
                         .arg(m_name, m_folder, out.errorString()),
                     m_folder};
    m_files << out.fileName();
    if (auto written = write(zip, index, stat, out); !written)
        return written;
    out.close();
    if (!isZip(out.fileName()))
        return {};
    // The archive's own file leaves the list; what is in it takes its place.
    const QString inner = m_files.takeLast();
    auto unpacked = unpack(inner, depth + 1);
    QFile::remove(inner);
    return unpacked;
}

Result<void> Unpacker::write(zip_t* zip, zip_int64_t index, const zip_stat_t& stat, QFile& out)
{
    // What the archive declares is not trusted: the bytes are counted as they come.
    const qint64 packed = std::max<qint64>(qint64(stat.comp_size), 1024);
    const qint64 allowed = std::min(
        {m_limits.maxFileBytes, m_limits.maxBytes - m_bytes, packed * m_limits.maxRatio});
    const Entry entry(zip_fopen_index(zip, zip_uint64_t(index), 0));
    if (!entry)
        return broken(QStringLiteral("one of its files cannot be read"));
    qint64 written = 0;
    std::array<char, 1 << 16> buffer;
    for (;;) {
        if (m_cancel.isCancelled())
            return Error{ErrorCode::Cancelled, QStringLiteral("Unpacking was cancelled."), m_name};
        const zip_int64_t got = zip_fread(entry.get(), buffer.data(), buffer.size());
        if (got < 0)
            return broken(QStringLiteral("one of its files is damaged"));
        if (got == 0)
            break;
        written += got;
        if (written > allowed)
            return tooLarge(written > packed * m_limits.maxRatio
                                ? QStringLiteral("one of its files grows to more than %1 times its "
                                                 "packed size")
                                      .arg(m_limits.maxRatio)
                                : QStringLiteral("its files take more room than is allowed"));
        if (out.write(buffer.data(), got) != got)
            return Error{ErrorCode::WriteFailed,
                         QStringLiteral("Cannot unpack %1 into %2: %3.")
                             .arg(m_name, m_folder, out.errorString()),
                         m_folder};
    }
    m_bytes += written;
    return {};
}

} // namespace

bool isZip(const QString& path)
{
    // Never a FIFO or a device: opening one could wait for ever.
    if (!QFileInfo(path).isFile())
        return false;
    QFile file(path);
    return file.open(QIODevice::ReadOnly) && file.read(4) == QByteArray("PK\x03\x04", 4);
}

Result<QStringList> unpackZip(const QString& path, const QString& folder,
                              const UnpackLimits& limits, const CancelToken& cancel)
{
    if (!QFileInfo::exists(path))
        return Error{ErrorCode::FileNotFound, QStringLiteral("There is no file %1.").arg(path),
                     path};
    Unpacker unpacker(folder, limits, cancel);
    if (auto done = unpacker.unpack(path, 0); !done) {
        unpacker.removeAll();
        return done.error();
    }
    return unpacker.files();
}

} // namespace ccad
