// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_clock.h"

#include <algorithm>

namespace ccad {

namespace {

// In passes of one image through the extractor; measured, and only good for an estimate.
constexpr double readingWork = 0.7;
constexpr double stepWork = 3.5;

double workOf(TrainingProgress::Step step, bool augmentsHead)
{
    switch (step) {
    case TrainingProgress::Step::Reading:
        return readingWork;
    case TrainingProgress::Step::Head:
        return augmentsHead ? 1 : 0;
    case TrainingProgress::Step::FineTuning:
        return stepWork;
    case TrainingProgress::Step::Features:
    case TrainingProgress::Step::Evaluating:
    case TrainingProgress::Step::Gate:
        break;
    }
    return 1;
}

} // namespace

void TrainingClock::begin(TrainingProgress::Step step, int epoch, int epochs, std::int64_t images)
{
    m_now = {step, epoch, epochs, 0, images, 0, std::nullopt};
    m_idleNs = 0;
    m_timer.start();
}

void TrainingClock::pauseWith(const TrainingControl& control)
{
    if (!control.isPaused())
        return;
    QElapsedTimer pause;
    pause.start();
    control.waitWhilePaused();
    m_idleNs += pause.nsecsElapsed();
}

double TrainingClock::seconds() const
{
    return std::max(1e-9, static_cast<double>(m_timer.nsecsElapsed() - m_idleNs) / 1e9);
}

TrainingProgress TrainingClock::advance(std::int64_t images)
{
    m_now.done = std::min(m_now.total, m_now.done + images);
    const double elapsed = seconds();
    m_now.imagesPerSecond = static_cast<double>(m_now.done) / elapsed;
    const double each = workOf(m_now.step, m_work.augmentsHead);
    if (const double done = each * static_cast<double>(m_now.done); done > 0)
        m_now.secondsLeft
            = elapsed / done * (each * static_cast<double>(m_now.total - m_now.done) + workLater());
    else
        m_now.secondsLeft = std::nullopt; // a head on ready features tells nothing of the rest
    return m_now;
}

double TrainingClock::workLater() const
{
    const auto training = static_cast<double>(m_work.training);
    const auto validation = static_cast<double>(m_work.validation);
    double work = 0;
    switch (m_now.step) { // from each step on, all that follow it
    case TrainingProgress::Step::Reading:
        work += validation + (m_work.augmentsHead ? 0 : training);
        [[fallthrough]];
    case TrainingProgress::Step::Features:
    case TrainingProgress::Step::Head:
        if (m_work.augmentsHead)
            work += (m_work.headEpochs
                     - (m_now.step == TrainingProgress::Step::Head ? m_now.epoch : 0))
                * training;
        [[fallthrough]];
    case TrainingProgress::Step::FineTuning:
        work += (m_work.fineTuneEpochs
                 - (m_now.step == TrainingProgress::Step::FineTuning ? m_now.epoch : 0))
            * (stepWork * training + validation);
        work += 2 * validation + static_cast<double>(m_work.test);
        [[fallthrough]];
    case TrainingProgress::Step::Evaluating:
        work += static_cast<double>(m_work.gate);
        break;
    case TrainingProgress::Step::Gate:
        break;
    }
    return work;
}

} // namespace ccad
