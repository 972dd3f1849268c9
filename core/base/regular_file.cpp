// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/internal/regular_file.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace ccad {

Error unreadable(const QFile& file)
{
    const QString path = file.fileName();
    return {ErrorCode::FileUnreadable, u"Cannot read %1: %2."_s.arg(path, file.errorString()),
            path};
}

Result<void> openRegularFile(QFile& file)
{
    const QString path = file.fileName();
    const QFileInfo info(path);
    if (!info.exists())
        return Error{ErrorCode::FileNotFound, u"There is no file %1."_s.arg(path), path};
    // QFileInfo::isFile() is false for folders, FIFOs and devices: opening a FIFO would block.
    if (!info.isFile())
        return Error{ErrorCode::FileUnreadable, u"%1 is not a regular file."_s.arg(path), path};
    if (!file.open(QIODevice::ReadOnly))
        return unreadable(file);
    return {};
}

} // namespace ccad
