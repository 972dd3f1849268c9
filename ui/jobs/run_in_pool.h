// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QThreadPool>

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace ccad {

/// Tells the GUI thread that a worker is done.
class JobSignal final : public QObject
{
    Q_OBJECT
Q_SIGNALS:
    void finished();
};

/// Calls work() on a thread of the pool, then deliver(its value) on the thread of `receiver`,
/// unless `receiver` is gone by then. Calls neither if isWanted(), asked on the pool's thread,
/// returns false. `isWanted` and `work` must capture values only: they may outlive the caller.
template <typename IsWanted, typename Work, typename Deliver>
void runInPool(QThreadPool& pool, QObject& receiver, IsWanted isWanted, Work work, Deliver deliver)
{
    using Value = std::invoke_result_t<Work>;
    // The worker may hold the last reference, but a QObject must die on its own thread.
    const std::shared_ptr<JobSignal> signal(new JobSignal, [](JobSignal* s) { s->deleteLater(); });
    const auto answer = std::make_shared<std::optional<Value>>();
    QObject::connect(
        signal.get(), &JobSignal::finished, &receiver,
        [answer, deliver = std::move(deliver)]() mutable { deliver(*std::move(*answer)); },
        Qt::QueuedConnection);
    pool.start([isWanted = std::move(isWanted), work = std::move(work), answer, signal]() mutable {
        if (!isWanted())
            return;
        answer->emplace(work());
        Q_EMIT signal->finished();
    });
}

} // namespace ccad
