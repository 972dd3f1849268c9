// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

namespace ccad::isolation {

/// What people read of a child that did not answer, or not as it should. Whole sentences that name
/// the file.
[[nodiscard]] Error cannotRead(ErrorCode code, const QString& path, const QString& clause);
[[nodiscard]] Error saidNonsense(const QString& path, const QString& what);
[[nodiscard]] Error tookTooLong(const QString& path, int timeMs);
[[nodiscard]] Error wasCancelled(const QString& path);
/// The child ended with this status, as waitpid() tells it.
[[nodiscard]] Error endedOn(const QString& path, int status, bool memoryRanOut, qint64 memoryBytes);

/// Was it ended from outside, by a person or by the system short of memory, and hence not by the
/// file? Then it is worth another attempt.
[[nodiscard]] bool wasKilled(int status);
/// "segmentation fault", "exit status 3".
[[nodiscard]] QString howItEnded(int status);

/// A clause: the program that decodes cannot be started.
[[nodiscard]] Error notStarted(const QString& program, const QString& why);

constexpr int childAttempts = 3; ///< where a child fails for no fault of the file
constexpr int childStartMs = 30000; ///< a cold disk and hundreds of libraries

} // namespace ccad::isolation
