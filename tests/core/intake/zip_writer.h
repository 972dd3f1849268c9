// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>

#include <zip.h>

#include <functional>
#include <utility>
#include <vector>

namespace ccad::test {

using ZipEntries = std::vector<std::pair<QByteArray, QByteArray>>;

/// Names may be of any encoding; `isEncrypted` is asked about each.
inline void writeZipEncrypting(const QString& path, const ZipEntries& entries,
                               const std::function<bool(const QByteArray&)>& isEncrypted)
{
    zip_t* zip = zip_open(QFile::encodeName(path).constData(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
    if (!zip)
        qFatal("cannot write an archive for the test");
    for (const auto& [name, content] : entries) {
        zip_source_t* source
            = zip_source_buffer(zip, content.constData(), zip_uint64_t(content.size()), 0);
        const zip_int64_t index = zip_file_add(zip, name.constData(), source, ZIP_FL_OVERWRITE);
        if (index < 0)
            qFatal("cannot fill an archive for the test");
        if (isEncrypted(name))
            zip_file_set_encryption(zip, zip_uint64_t(index), ZIP_EM_AES_256, "secret");
    }
    if (zip_close(zip) != 0)
        qFatal("cannot close an archive for the test");
}

inline void writeZip(const QString& path, const ZipEntries& entries, bool encrypted = false)
{
    writeZipEncrypting(path, entries, [encrypted](const QByteArray&) { return encrypted; });
}

inline QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

inline void writeBytes(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write a file for the test");
}

} // namespace ccad::test
