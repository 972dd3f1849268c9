// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explain/explainer.h"
#include "core/imaging/radiograph.h"
#include "core/inference/classifier.h"
#include "ui/jobs/newest_wins.h"
#include "ui/jobs/shared_turn.h"

#include <QObject>

#include <memory>
#include <mutex>

namespace ccad {

/// A question to a network about one radiograph.
struct ExplanationRequest
{
    std::shared_ptr<const Classifier> classifier; ///< that made the finding; never null
    Radiograph radiograph;
    int classIndex = 0;
    SaliencyMethod method = SaliencyMethod::Cam;
    SaliencyLayer layer = SaliencyLayer::Last;
};

/// Keeps the network with gradients of the model that was asked last; made when it is first needed,
/// of the weights that the classifier has in memory. Thread-safe.
class KeptExplainer
{
public:
    /// Errors: those of Explainer::create.
    [[nodiscard]] Result<std::shared_ptr<const Explainer>> get(const Classifier& classifier);

private:
    std::mutex m_mutex;
    std::weak_ptr<const ModelPackage> m_package; ///< of m_explainer, which has weights of its own
    std::shared_ptr<const Explainer> m_explainer;
};

/// Computes saliency maps that need gradients, off the GUI thread; the newest request wins. The
/// destructor cancels and waits.
class ExplanationJob final : public QObject
{
    Q_OBJECT
public:
    /// Takes urgent turns in the lane, as predictions do.
    ExplanationJob(std::shared_ptr<ComputeLane> lane, std::shared_ptr<KeptExplainer> explainer,
                   QObject* parent = nullptr);

    void start(const ExplanationRequest& request);
    void cancel() { m_work.cancel(); }
    [[nodiscard]] bool isBusy() const { return m_work.isBusy(); }

Q_SIGNALS:
    void ready(const ccad::PlacedMap& map);
    void failed(const ccad::Error& error);

private:
    std::shared_ptr<SharedTurn> m_turns;
    std::shared_ptr<KeptExplainer> m_explainer;
    NewestWins m_work;
};

} // namespace ccad
