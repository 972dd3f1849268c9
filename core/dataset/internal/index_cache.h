// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/file_facts.h"

#include <QByteArray>

#include <unordered_map>

namespace ccad {

/// What was learned of files, kept between runs in one binary file. It names no file and no
/// patient: files go by a hash of their path, patients are enciphered by the key
/// of this installation.
class IndexCache
{
public:
    IndexCache();
    /// Empty where the file is missing, broken, of another version or another installation's, or
    /// not named.
    [[nodiscard]] static IndexCache load(const QString& path);

    /// Nothing for a file that is unknown or was changed since.
    [[nodiscard]] std::optional<FileFacts> find(const QString& file, const FileStamp& stamp) const;
    void put(const QString& file, const FileStamp& stamp, const FileFacts& facts);
    [[nodiscard]] std::size_t count() const { return m_entries.size(); }

    /// Error: WriteFailed, the old file as it was.
    [[nodiscard]] Result<void> save(const QString& path) const;

private:
    struct Entry
    {
        FileStamp stamp;
        FileFacts facts;
    };
    struct KeyHash
    {
        std::size_t operator()(const QByteArray& key) const { return qHash(key); }
    };

    /// Enciphers a patientDigest() of the file with that key, and deciphers it.
    [[nodiscard]] QString turned(const QString& patient, const QByteArray& file) const;

    QByteArray m_key;
    /// By a hash of the path; patients are enciphered.
    std::unordered_map<QByteArray, Entry, KeyHash> m_entries;
};

} // namespace ccad
