// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"

#include <QObject>
#include <QThreadPool>

#include <memory>
#include <optional>
#include <type_traits>

namespace ccad {

/// Tells the GUI thread that a worker is done.
class JobSignal final : public QObject
{
    Q_OBJECT
Q_SIGNALS:
    void finished();
};

/// Runs one kind of work in a pool of its own, the newest request winning: start() cancels what
/// runs already, and an answer that was overtaken is dropped. To be used from one thread; its
/// destructor cancels and waits for the workers.
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
    quint64 m_number = 0; ///< of the newest request
    bool m_busy = false;
};

template <typename Work, typename Deliver> void NewestWins::start(Work work, Deliver deliver)
{
    using Value = std::invoke_result_t<Work, const CancelToken&>;
    cancel();
    m_busy = true;
    m_token = CancelToken();

    // The worker holds the last reference perhaps; a QObject must die on its own thread.
    const std::shared_ptr<JobSignal> signal(new JobSignal, [](JobSignal* s) { s->deleteLater(); });
    const auto answer = std::make_shared<std::optional<Value>>();
    connect(
        signal.get(), &JobSignal::finished, this,
        [this, answer, number = m_number, deliver = std::move(deliver)]() mutable {
            if (number != m_number)
                return;
            m_busy = false;
            deliver(*std::move(*answer));
        },
        Qt::QueuedConnection);
    m_pool.start([work = std::move(work), token = m_token, answer, signal]() mutable {
        if (token.isCancelled())
            return;
        answer->emplace(work(token));
        Q_EMIT signal->finished();
    });
}

} // namespace ccad
