// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"
#include "core/nodes/staging.h"

#include <QByteArray>

namespace ccad {

/// What a DICOM file says of itself, read from its data set by CCAD's walk, which goes to its end;
/// the path and the size are left empty. Errors: FileBroken (also without usable UIDs), TooLarge,
/// TimedOut, Cancelled, Refused (a DICOMDIR).
[[nodiscard]] Result<ReceivedObject> identityOf(const QByteArray& file, const CancelToken& cancel);

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

/// Errors: as identityOf, and those of readFile.
[[nodiscard]] Result<ObjectToSend> objectOfFile(const QString& path, qint64 mostBytes,
                                                const CancelToken& cancel);

} // namespace ccad
