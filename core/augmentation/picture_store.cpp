// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/augmentation/internal/picture_store.h"

#include <QDir>
#include <QFileInfo>
#include <QStorageInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// /tmp lies in memory on many systems, where a file would save none.
QString folderOnDisk()
{
    const QString usual = QDir::tempPath();
    const QString other = u"/var/tmp"_s;
    const bool inMemory = QStorageInfo(usual).fileSystemType() == "tmpfs";
    return inMemory && QFileInfo(other).isWritable() ? other : usual;
}

Error cannotKeep(const QString& folder, const QString& why)
{
    return {ErrorCode::WriteFailed,
            u"Cannot keep the prepared images in %1: %2. Name a folder with more room "
            "by the environment variable TMPDIR."_s.arg(QDir::toNativeSeparators(folder), why),
            folder};
}

QString gigabytes(qint64 bytes)
{
    return QString::number(static_cast<double>(bytes) / 1e9, 'f', 1);
}

} // namespace

Result<PictureStore> PictureStore::create(std::size_t records, std::size_t recordBytes,
                                          std::size_t memoryLimit)
{
    PictureStore store;
    store.m_records = records;
    store.m_recordBytes = recordBytes;
    const std::size_t total = records * recordBytes;
    if (total <= memoryLimit) {
        store.m_memory.resize(total);
        return store;
    }
    const QString folder = folderOnDisk();
    const qint64 free = QStorageInfo(folder).bytesAvailable();
    if (free >= 0 && static_cast<std::size_t>(free) < total)
        return cannotKeep(folder,
                          u"%1 GB are needed and %2 GB are free"_s.arg(
                              gigabytes(static_cast<qint64>(total)), gigabytes(free)));
    // The file has no name, since fileName() is never called: nothing is left of it, whatever ends
    // the process.
    store.m_file = std::make_unique<QTemporaryFile>(folder + u"/ccad-XXXXXX"_s);
    store.m_fileMutex = std::make_unique<std::mutex>();
    if (!store.m_file->open())
        return cannotKeep(folder, store.m_file->errorString());
    return store;
}

Result<void> PictureStore::write(std::size_t record, std::span<const std::uint8_t> bytes)
{
    const std::size_t offset = record * m_recordBytes;
    if (!m_file) {
        std::copy(bytes.begin(), bytes.end(),
                  m_memory.begin() + static_cast<std::ptrdiff_t>(offset));
        return {};
    }
    // Written, not copied into a mapping, in which a full disk would be a crash and not an error.
    const std::lock_guard lock(*m_fileMutex);
    const auto length = static_cast<qint64>(bytes.size());
    if (!m_file->seek(static_cast<qint64>(offset))
        || m_file->write(reinterpret_cast<const char*>(bytes.data()), length) != length)
        return cannotKeep(folderOnDisk(), m_file->errorString());
    return {};
}

Result<void> PictureStore::seal()
{
    if (!m_file)
        return {};
    const auto length = static_cast<qint64>(m_records) * static_cast<qint64>(m_recordBytes);
    // Records that were never written at the end are holes, which read as 0.
    if (!m_file->flush() || (m_file->size() < length && !m_file->resize(length)))
        return cannotKeep(folderOnDisk(), m_file->errorString());
    m_mapped = m_file->map(0, length);
    if (m_mapped == nullptr)
        return cannotKeep(folderOnDisk(), m_file->errorString());
    return {};
}

std::span<const std::uint8_t> PictureStore::record(std::size_t record) const
{
    const std::uint8_t* first = m_file ? m_mapped : m_memory.data();
    return {first + record * m_recordBytes, m_recordBytes};
}

} // namespace ccad
