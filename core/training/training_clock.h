// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/trainer.h"

#include <QElapsedTimer>

namespace ccad {

/// The amount of work, in images.
struct TrainingWork
{
    std::int64_t training = 0;
    std::int64_t validation = 0;
    std::int64_t test = 0;
    int headEpochs = 0;
    int fineTuneEpochs = 0;
    bool augmentsHead = false; ///< every head epoch passes the extractor
    std::int64_t gate = 0; ///< passes of the network for the gate
};

/// Measures the pace of a step and, from it, the time that is left.
class TrainingClock
{
public:
    explicit TrainingClock(const TrainingWork& work) : m_work(work) { }

    /// A new step or epoch of `images` images begins.
    void begin(TrainingProgress::Step step, int epoch, int epochs, std::int64_t images);
    /// `images` more of them are done.
    TrainingProgress advance(std::int64_t images);
    /// Waits while the training is paused, and leaves that time out.
    void pauseWith(const TrainingControl& control);
    /// Seconds since begin(), idle time left out; never zero.
    [[nodiscard]] double seconds() const;
    [[nodiscard]] const TrainingProgress& progress() const { return m_now; }

private:
    [[nodiscard]] double workLater() const;

    TrainingWork m_work;
    TrainingProgress m_now;
    QElapsedTimer m_timer;
    qint64 m_idleNs = 0;
};

} // namespace ccad
