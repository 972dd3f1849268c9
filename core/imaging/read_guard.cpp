// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/read_guard.h"

using namespace Qt::StringLiterals;

namespace ccad::imaging {

ReadGuard::ReadGuard(const ReadLimits& limits, const CancelToken& cancel)
    : m_limits(limits), m_cancel(cancel)
{
    m_clock.start();
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
