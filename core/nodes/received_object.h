// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"
#include "core/imaging/read_limits.h"
#include "core/nodes/staging.h"

#include <QByteArray>
#include <QStringList>

#include <optional>
#include <vector>

namespace ccad {

/// What a DICOM file says of itself; path and size are left empty.
struct ObjectIdentity
{
    ReceivedObject object;
    qint64 datasetOffset = 0; ///< where its meta header ends
};

/// As a locked process tells it, which walks the file to its end (DecodingService); messages call
/// the file by the name. Errors: those of the service; FileBroken without usable UIDs, Refused for
/// a DICOMDIR.
[[nodiscard]] Result<ObjectIdentity> identityOfFile(const QString& path, const QString& name,
                                                    const CancelToken& cancel);

/// That process's part: a ForeignReader. The bytes are for identityOfFile() alone.
[[nodiscard]] Result<QByteArray> readObjectIdentity(const QByteArray& content, const QString& path,
                                                    const ReadLimits& limits);

/// A file as it is sent: its data set without the meta header, in the file's own encoding.
struct ObjectToSend
{
    ReceivedObject identity;
    QByteArray file;
    qint64 datasetOffset = 0;

    [[nodiscard]] QByteArrayView dataset() const
    {
        return QByteArrayView(file).sliced(datasetOffset);
    }
};

/// A file that is to be sent. What it is has to be known only where the caller made it himself:
/// then no process looks at it any more.
struct FileToSend
{
    QString path;
    std::optional<ObjectIdentity> identity = {};
};
[[nodiscard]] std::vector<FileToSend> filesToSend(const QStringList& paths);

/// Errors: as identityOfFile, and those of readFile.
[[nodiscard]] Result<ObjectToSend> objectOfFile(const FileToSend& file, qint64 mostBytes,
                                                const CancelToken& cancel);

} // namespace ccad
