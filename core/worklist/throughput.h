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
        m_samples.emplace_back(m_clock.elapsed(), m_done);
        while (m_samples.size() > 2 && m_samples.front().first < m_clock.elapsed() - windowMs)
            m_samples.pop_front();
    }

    [[nodiscard]] double perSecond() const
    {
        if (m_samples.size() < 2 || m_samples.back().first == m_samples.front().first)
            return 0;
        const auto [firstMs, firstDone] = m_samples.front();
        const auto [lastMs, lastDone] = m_samples.back();
        return double(lastDone - firstDone) * 1000 / double(lastMs - firstMs);
    }

private:
    static constexpr qint64 windowMs = 10000;
    QElapsedTimer m_clock;
    qint64 m_done = 0;
    std::deque<std::pair<qint64, qint64>> m_samples; ///< time and all done by then
};

} // namespace ccad::screening
