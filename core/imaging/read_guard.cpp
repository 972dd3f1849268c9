// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/read_guard.h"

#include "core/base/machine_memory.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

qint64 memoryOfOneReading()
{
    constexpr qint64 most = qint64{4} << 30;
    return std::min(machineMemory() / 4, most);
}

} // namespace ccad

namespace ccad::imaging {

ReadGuard::ReadGuard(const ReadLimits& limits, const CancelToken& cancel)
    : m_limits(limits), m_cancel(cancel), m_left(limits.memoryBytes)
{
    m_limits.maxFileBytes = std::min(m_limits.maxFileBytes, m_limits.memoryBytes);
    m_clock.start();
}

bool ReadGuard::isOver() const
{
    return m_cancel.isCancelled() || m_clock.elapsed() > m_limits.timeoutMs;
}

Result<void> ReadGuard::take(std::optional<qint64> bytes) const
{
    if (bytes && *bytes >= 0 && m_left.fetch_sub(*bytes) >= *bytes)
        return {};
    m_left = 0;
    return Error{ErrorCode::TooLarge,
                 u"it takes more than the %1 MiB of memory that one file may take on this "
                 "machine"_s.arg(m_limits.memoryBytes >> 20),
                 {}};
}

Result<void> ReadGuard::check(const QString& stage) const
{
    if (m_cancel.isCancelled())
        return Error{ErrorCode::Cancelled, u"reading was cancelled"_s, {}};
    if (m_clock.elapsed() > m_limits.timeoutMs)
        return Error{ErrorCode::TimedOut,
                     u"it took longer than %1 ms (while %2)"_s.arg(m_limits.timeoutMs).arg(stage),
                     {}};
    return {};
}

Result<void> ReadGuard::checkSize(qint64 columns, qint64 rows) const
{
    if (columns <= 0 || rows <= 0)
        return broken(u"it declares %1 x %2 pixels"_s.arg(columns).arg(rows));
    // Divided, not multiplied: a product of two declared sizes may overflow.
    if (columns > m_limits.maxPixels / rows)
        return Error{
            ErrorCode::TooLarge,
            u"it declares %1 x %2 pixels, more than the limit of %3"_s.arg(columns).arg(rows).arg(
                m_limits.maxPixels),
            {}};
    return {};
}

} // namespace ccad::imaging
