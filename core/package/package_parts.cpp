// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/package/internal/package_parts.h"

#include "core/base/durable_writing.h"
#include "core/base/files.h"

#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr qint64 maximumPartBytes = qint64{16} << 20;

/// The waiting file's content if it has that checksum; else empty.
QByteArray waitingPart(const QString& path, const QString& sha256)
{
    const auto content = readFile(waitingPartOf(path), maximumPartBytes);
    return content && sha256Hex(*content) == sha256 ? *content : QByteArray();
}

} // namespace

QString waitingPartOf(const QString& path)
{
    return path + u".next"_s;
}

Result<QByteArray> loadPart(const QString& path, const QString& sha256)
{
    if (sha256.isEmpty())
        return QByteArray();
    auto content = readFile(path, maximumPartBytes);
    const QString sum = content ? sha256Hex(*content) : QString();
    if (content && sum == sha256)
        return content;
    // The program may have been killed between the manifest and the file's name.
    if (QByteArray waiting = waitingPart(path, sha256); !waiting.isEmpty()) {
        enforcePart(path);
        return waiting;
    }
    if (!content)
        return content;
    return Error{ErrorCode::ModelBroken,
                 u"The SHA-256 of %1 is %2, but the manifest says %3: one of the "
                 "two was changed."_s.arg(QFileInfo(path).fileName(), sum, sha256),
                 path};
}

Result<void> writePart(const QString& path, const QString& sha256, const QByteArray& content)
{
    // A part that is in force without its name must get it before another one waits.
    if (!sha256.isEmpty() && !waitingPart(path, sha256).isEmpty())
        if (auto settled = replaceFile(waitingPartOf(path), path); !settled)
            return settled;
    return writeFileAtomically(waitingPartOf(path), content);
}

void enforcePart(const QString& path)
{
    (void)replaceFile(waitingPartOf(path), path); // else loadPart() does without
}

Result<void> removePartFiles(const QString& path)
{
    for (const QString& file : {path, waitingPartOf(path)})
        if (QFile::exists(file) && !QFile::remove(file))
            return Error{ErrorCode::WriteFailed, u"Cannot remove %1."_s.arg(file), file};
    return {};
}

} // namespace ccad
