// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QLockFile>
#include <QString>

#include <memory>

namespace ccad {

/// Words of the error when another run has the file: "Another <run> (process 12, ccad on host) is
/// writing to <path>. Wait until it is done, or <instead>."
struct ClaimWords
{
    QString run;
    QString instead;
    ErrorCode code = ErrorCode::WriteFailed;
};

/// Claims a file for one writer until the lock is destroyed, by "<path>.lock" beside it. A lock
/// left by a process that was killed is taken over, even by one killed while it made the lock.
/// Waits up to a second before it gives up. Errors: the words' code naming the other process;
/// WriteFailed when the folder cannot be written to.
[[nodiscard]] Result<std::unique_ptr<QLockFile>> claimFile(const QString& path,
                                                           const ClaimWords& words);

} // namespace ccad
