// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"
#include "core/imaging/read_limits.h"

#include <QElapsedTimer>

namespace ccad::imaging {

/// The limits of one read, its clock and its cancel token; asked between the stages of a read.
class ReadGuard
{
public:
    ReadGuard(const ReadLimits& limits, const CancelToken& cancel);

    [[nodiscard]] const ReadLimits& limits() const { return m_limits; }

    /// Errors: Cancelled, TimedOut (naming the stage).
    [[nodiscard]] Result<void> check(const QString& stage) const;

    /// Errors: FileBroken for an empty picture, TooLarge beyond the limit of pixels.
    [[nodiscard]] Result<void> checkSize(qint64 columns, qint64 rows) const;

private:
    ReadLimits m_limits;
    CancelToken m_cancel;
    QElapsedTimer m_clock;
};

/// Clauses without a capital and a full stop: reader.cpp puts the file's name before them.
[[nodiscard]] inline Error broken(const QString& clause, const QString& where = {})
{
    return Error{ErrorCode::FileBroken, clause, where};
}

[[nodiscard]] inline Error unsupported(const QString& clause, const QString& where = {})
{
    return Error{ErrorCode::Unsupported, clause, where};
}

} // namespace ccad::imaging
