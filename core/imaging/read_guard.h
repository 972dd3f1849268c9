// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"
#include "core/imaging/read_limits.h"

#include <QElapsedTimer>

#include <atomic>
#include <optional>

namespace ccad::imaging {

/// The limits of one read, its clock, its budget of memory and its cancel token; asked between the
/// stages of a read, and by the libraries in the midst of one where they can.
class ReadGuard
{
public:
    ReadGuard(const ReadLimits& limits, const CancelToken& cancel);

    [[nodiscard]] const ReadLimits& limits() const { return m_limits; }

    /// Errors: Cancelled, TimedOut (naming the stage).
    [[nodiscard]] Result<void> check(const QString& stage) const;

    /// True when nothing more of this reading is wanted: check() would fail.
    [[nodiscard]] bool isOver() const;

    /// Takes bytes out of the budget of this reading, before they are allocated; a product that
    /// does not fit into a number is no budget's. Nothing is given back: a reading makes few copies
    /// of its pixels. Error: TooLarge.
    [[nodiscard]] Result<void> take(std::optional<qint64> bytes) const;
    /// What is left of the budget, for libraries that allocate themselves.
    [[nodiscard]] qint64 left() const { return m_left; }

    /// Errors: FileBroken for an empty picture, TooLarge beyond the limit of pixels.
    [[nodiscard]] Result<void> checkSize(qint64 columns, qint64 rows) const;

private:
    ReadLimits m_limits;
    CancelToken m_cancel;
    QElapsedTimer m_clock;
    mutable std::atomic<qint64> m_left; ///< bytes
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
