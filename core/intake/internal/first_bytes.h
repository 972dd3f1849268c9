// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/owned_fd.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QString>

namespace ccad {

/// The bytes that tell archives and DICOMDIRs from everything else, 512 of them or all that there
/// are. Never waits: what was a file a moment ago may be a named pipe by now. `file` is what people
/// call the path. Error: FileUnreadable.
[[nodiscard]] Result<QByteArray> firstBytesOf(const QString& path, const QString& file);

/// The first bytes of a file that is open; empty when it cannot be read.
[[nodiscard]] QByteArray firstBytesOf(const OwnedFd& file);

} // namespace ccad
