// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QThreadPool>

#include <utility>

namespace ccad {

/// Runs pieces of work one after the other on a thread of its own and drops none: for writing
/// files. NewestWins is its counterpart for reading, where an older request no longer matters. Use
/// it from one thread; the destructor waits until all work is done.
class InOrder final : public QObject
{
    Q_OBJECT
public:
    explicit InOrder(QObject* parent = nullptr);
    ~InOrder() override;

    /// Calls work() on the worker, then deliver(its value) on this object's thread, unless the
    /// object is gone by then. `work` must capture values only.
    template <typename Work, typename Deliver> void start(Work work, Deliver deliver);

    /// True until the last answer is delivered.
    [[nodiscard]] bool isBusy() const { return m_waiting > 0; }

private:
    QThreadPool m_pool;
    int m_waiting = 0; ///< answers not delivered yet
};

template <typename Work, typename Deliver> void InOrder::start(Work work, Deliver deliver)
{
    ++m_waiting;
    // The destructor waits for the pool, so this object is there when the work ends.
    m_pool.start([this, work = std::move(work), deliver = std::move(deliver)]() mutable {
        auto answer = [this, value = work(), deliver = std::move(deliver)]() mutable {
            --m_waiting;
            deliver(std::move(value));
        };
        QMetaObject::invokeMethod(this, std::move(answer), Qt::QueuedConnection);
    });
}

} // namespace ccad
