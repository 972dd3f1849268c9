// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "ui/jobs/run_in_pool.h"

#include <QObject>
#include <QThreadPool>

#include <type_traits>

namespace ccad {

/// Runs one kind of work in a pool of its own; the newest request wins. start() cancels the work
/// that runs already, and the answer of an overtaken request is dropped. Use it from one thread;
/// its destructor cancels and waits for the workers.
class NewestWins final : public QObject
{
    Q_OBJECT
public:
    explicit NewestWins(QObject* parent = nullptr);
    ~NewestWins() override;

    /// Calls work(const CancelToken&) on a worker, then deliver(its value) on this object's thread.
    /// `work` must capture values only: it may outlive whoever asked for it.
    template <typename Work, typename Deliver> void start(Work work, Deliver deliver);

    /// Asks the work to stop and drops its answer.
    void cancel();
    /// True from start() until the answer is delivered or cancelled.
    [[nodiscard]] bool isBusy() const { return m_busy; }

private:
    QThreadPool m_pool;
    CancelToken m_token;
    quint64 m_number = 0; ///< number of the newest request
    bool m_busy = false;
};

template <typename Work, typename Deliver> void NewestWins::start(Work work, Deliver deliver)
{
    using Value = std::invoke_result_t<Work, const CancelToken&>;
    cancel();
    m_busy = true;
    m_token = CancelToken();

    runInPool(
        m_pool, *this, [token = m_token] { return !token.isCancelled(); },
        [work = std::move(work), token = m_token]() mutable { return work(token); },
        [this, number = m_number, deliver = std::move(deliver)](Value&& answer) mutable {
            if (number != m_number)
                return;
            m_busy = false;
            deliver(std::move(answer));
        });
}

} // namespace ccad
