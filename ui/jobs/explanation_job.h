// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explain/explainer.h"
#include "core/imaging/radiograph.h"
#include "ui/jobs/newest_wins.h"
#include "ui/jobs/shared_turn.h"

#include <QObject>
#include <QString>

#include <memory>
#include <mutex>

namespace ccad {

/// A question to a network about one radiograph.
struct ExplanationRequest
{
    QString modelFolder;
    QString weightsSha256; ///< hash of the model that made the finding: no other may explain it
    Radiograph radiograph;
    int classIndex = 0;
    SaliencyMethod method = SaliencyMethod::Cam;
    SaliencyLayer layer = SaliencyLayer::Last;
};

/// Keeps the network, with gradients, of the model asked last, and loads it when it is first
/// needed. Thread-safe.
class KeptExplainer
{
public:
    /// One model, safe to use from several threads at once.
    struct Loaded;

    /// Errors: as loading a package; ModelBroken when the package no longer holds the model of the
    /// finding.
    [[nodiscard]] Result<std::shared_ptr<const Loaded>> get(const ExplanationRequest& request);

private:
    std::mutex m_mutex;
    std::shared_ptr<const Loaded> m_loaded;
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
