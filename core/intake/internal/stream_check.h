// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"

#include <QString>

namespace ccad {

enum class StreamState
{
    Whole, ///< or of a kind that has no check
    CutOff, ///< what is there may be right
    Damaged ///< some of its content is wrong, and nobody can tell which
};

/// Unpacks a file compressed with gzip, bzip2, xz or zstd into nothing and holds it against the
/// sums in it: libarchive gives content away before it comes to them, and passes over those of
/// gzip. Content beyond `mostBytes` is not looked at. Error: Cancelled, as a clause.
[[nodiscard]] Result<StreamState> checkStream(const QString& path, qint64 mostBytes,
                                              const CancelToken& cancel);

} // namespace ccad
