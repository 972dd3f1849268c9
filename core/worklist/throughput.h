// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>

#include <deque>
#include <utility>

namespace ccad::screening {

/// How many pieces of work were done a second, over the last seconds.
class Throughput
{
public:
    Throughput() { m_clock.start(); }

    void add(qint64 count)
    {
        m_done += count;
        m_marks.emplace_back(m_clock.elapsed(), m_done);
        while (m_marks.size() > 2 && m_marks.front().first < m_clock.elapsed() - windowMs)
            m_marks.pop_front();
    }

    [[nodiscard]] double perSecond() const
    {
        if (m_marks.size() < 2 || m_marks.back().first == m_marks.front().first)
            return 0;
        const auto [firstMs, firstDone] = m_marks.front();
        const auto [lastMs, lastDone] = m_marks.back();
        return double(lastDone - firstDone) * 1000 / double(lastMs - firstMs);
    }

private:
    static constexpr qint64 windowMs = 10000;
    QElapsedTimer m_clock;
    qint64 m_done = 0;
    std::deque<std::pair<qint64, qint64>> m_marks; ///< time and all done by then
};

} // namespace ccad::screening
