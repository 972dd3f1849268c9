// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/screening/screener.h"

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace ccad::screening {

/// A study that went through, and the encoded thumbnail that goes with it (empty: none).
struct Outcome
{
    ScreenedStudy study;
    QByteArray thumbnail;
};

/// Workers that turn queued studies into outcomes, each with a decoder process of its own and on
/// one core. Outcomes leave in the order in which studies were put in, so that what is recorded
/// does not depend on their speed; how many are under way is bounded by `room`.
class Pipeline
{
public:
    Pipeline(const Classifier& classifier, const ScreeningOptions& options,
             const RunControl& control);
    ~Pipeline(); ///< cancels what is under way and waits for it
    Pipeline(const Pipeline&) = delete;
    Pipeline& operator=(const Pipeline&) = delete;

    /// Number of free places. Memory stays constant: each place holds a study without its picture.
    [[nodiscard]] int room() const;
    /// Takes only as many studies as there is room for, numbers rising.
    void put(std::vector<ScreenedStudy> studies);
    [[nodiscard]] bool isEmpty() const;

    /// The next outcomes in order: a good number of them, or fewer when no more are under way or
    /// `patienceMs` pass.
    [[nodiscard]] std::vector<Outcome> take(int patienceMs);
    /// A failure that no study is to blame for; no outcomes come after it.
    [[nodiscard]] std::optional<Error> failure() const;

private:
    void work();
    [[nodiscard]] std::optional<ScreenedStudy> next();
    [[nodiscard]] bool isWorthTaking() const;
    void finish(Outcome outcome);
    void fail(const Error& error);

    const Classifier& m_classifier;
    const ScreeningOptions m_options;
    const RunControl m_control;
    const int m_negativeClass;
    mutable std::mutex m_mutex;
    std::condition_variable m_work; ///< for workers: there is work, or it is the end
    std::condition_variable m_results; ///< for take(): enough results are there, or a failure
    std::deque<ScreenedStudy> m_waiting;
    std::deque<qint64> m_order; ///< numbers put in and not taken out yet
    std::map<qint64, Outcome> m_done;
    std::optional<Error> m_failure;
    bool m_isClosing = false;
    std::vector<std::jthread> m_workers; ///< last: they end before the rest goes
};

} // namespace ccad::screening
