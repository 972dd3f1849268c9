// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/explanation_job.h"

#include <QCoreApplication>

#include <utility>

namespace ccad {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ExplanationJob", text);
}

} // namespace

Result<std::shared_ptr<const Explainer>> KeptExplainer::get(const Classifier& classifier)
{
    // Held while it is made: whoever comes meanwhile waits instead of making the same once more.
    const std::scoped_lock lock(m_mutex);
    const std::shared_ptr<const ModelPackage>& package = classifier.package();
    if (m_explainer && m_package.lock() == package)
        return m_explainer;
    auto explainer = Explainer::create(*package);
    if (!explainer)
        return explainer.error();
    m_package = package;
    m_explainer = *std::move(explainer);
    return m_explainer;
}

namespace {

Result<PlacedMap> explained(const ExplanationRequest& request, KeptExplainer& kept,
                            SharedTurn& turns, const CancelToken& cancel)
{
    const auto explainer = kept.get(*request.classifier);
    if (!explainer)
        return explainer.error();
    // Not before: a prediction need not wait until a network is made.
    const auto turn = turns.take();
    if (cancel.isCancelled())
        return Error{ErrorCode::Cancelled, tr("The saliency map was cancelled."), {}};
    return (*explainer)
        ->explain(request.radiograph, request.classifier->preprocessor(), request.classIndex,
                  request.method, request.layer);
}

} // namespace

ExplanationJob::ExplanationJob(std::shared_ptr<ComputeLane> lane,
                               std::shared_ptr<KeptExplainer> explainer, QObject* parent)
    : QObject(parent), m_turns(std::make_shared<SharedTurn>(std::move(lane))),
      m_explainer(std::move(explainer))
{
}

void ExplanationJob::start(const ExplanationRequest& request)
{
    m_work.start(
        [request, explainer = m_explainer, turns = m_turns](const CancelToken& cancel) {
            return explained(request, *explainer, *turns, cancel);
        },
        [this](const Result<PlacedMap>& map) {
            if (map)
                Q_EMIT ready(*map);
            else
                Q_EMIT failed(map.error());
        });
}

} // namespace ccad
