// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explain/saliency_grade.h"
#include "ui/jobs/newest_wins.h"
#include "ui/jobs/shared_turn.h"

#include <QObject>

#include <memory>
#include <mutex>

namespace ccad {

class LungSegmenter;

/// A saliency map of a class over a radiograph, and the model that the map explains.
struct GradingRequest
{
    std::shared_ptr<const Classifier> classifier; ///< never null
    Radiograph radiograph;
    int classIndex = 0;
    SaliencyMap map; ///< over the network's whole input
};

/// The network that finds lungs, loaded when it is first needed. Thread-safe.
class KeptLungs
{
public:
    /// Null when its package is missing or broken: maps are then graded without lungs.
    [[nodiscard]] std::shared_ptr<const LungSegmenter> get();

private:
    std::mutex m_mutex;
    bool m_isTried = false;
    std::shared_ptr<const LungSegmenter> m_lungs;
};

/// Grades saliency maps off the GUI thread; the newest request wins. The destructor cancels and
/// waits.
class GradingJob final : public QObject
{
    Q_OBJECT
public:
    /// Takes urgent turns in the lane, as predictions do.
    GradingJob(std::shared_ptr<ComputeLane> lane, std::shared_ptr<KeptLungs> lungs,
               QObject* parent = nullptr);

    void start(const GradingRequest& request);
    void cancel() { m_work.cancel(); }

Q_SIGNALS:
    void ready(const ccad::SaliencyGrade& grade);
    void failed(const ccad::Error& error);

private:
    std::shared_ptr<SharedTurn> m_turns;
    std::shared_ptr<KeptLungs> m_lungs;
    NewestWins m_work;
};

} // namespace ccad
