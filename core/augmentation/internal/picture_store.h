// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps the prepared pictures of a data set.
#pragma once

#include "core/base/result.h"

#include <QTemporaryFile>

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

namespace ccad {

/// Records of one length: in memory while they are few, beyond that in a temporary file without a
/// name, mapped for reading, whose pages the system may drop. Written first, then read.
class PictureStore
{
public:
    PictureStore() = default; ///< no records
    /// Error: WriteFailed when the disk has no room or no file can be made.
    [[nodiscard]] static Result<PictureStore> create(std::size_t records, std::size_t recordBytes,
                                                     std::size_t memoryLimit);

    /// `bytes` is recordBytes long. Thread-safe. Error: WriteFailed.
    [[nodiscard]] Result<void> write(std::size_t record, std::span<const std::uint8_t> bytes);
    /// Call it after the last write and before the first read. Error: WriteFailed.
    [[nodiscard]] Result<void> seal();
    /// Valid as long as the store. Thread-safe.
    [[nodiscard]] std::span<const std::uint8_t> record(std::size_t record) const;

private:
    std::size_t m_records = 0;
    std::size_t m_recordBytes = 0;
    std::vector<std::uint8_t> m_memory;
    std::unique_ptr<QTemporaryFile> m_file; ///< null: m_memory holds the records
    std::unique_ptr<std::mutex> m_fileMutex;
    const std::uint8_t* m_mapped = nullptr;
};

} // namespace ccad
