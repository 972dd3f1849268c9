// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/explanation_job.h"

#include "core/lungs/preprocessor_for.h"

#include <QCoreApplication>

#include <utility>

namespace ccad {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ExplanationJob", text);
}

} // namespace

struct KeptExplainer::Loaded
{
    QString folder;
    QString weightsSha256;
    Preprocessor preprocessor;
    std::unique_ptr<Explainer> explainer;
};

Result<std::shared_ptr<const KeptExplainer::Loaded>>
KeptExplainer::get(const ExplanationRequest& request)
{
    // The lock is held while loading: whoever comes meanwhile waits instead of loading the same
    // once more.
    const std::scoped_lock lock(m_mutex);
    if (m_loaded && m_loaded->folder == request.modelFolder
        && m_loaded->weightsSha256 == request.weightsSha256)
        return m_loaded;
    const auto package = loadModelPackage(request.modelFolder);
    if (!package)
        return package.error();
    if (package->manifest.weightsSha256 != request.weightsSha256)
        return Error{
            ErrorCode::ModelBroken,
            tr("The model in %1 was replaced since it was loaded.").arg(request.modelFolder),
            request.modelFolder};
    auto preprocessor = preprocessorFor(package->manifest.preprocess);
    if (!preprocessor)
        return preprocessor.error();
    auto explainer = Explainer::create(*package);
    if (!explainer)
        return explainer.error();
    m_loaded
        = std::make_shared<const Loaded>(Loaded{request.modelFolder, request.weightsSha256,
                                                *std::move(preprocessor), *std::move(explainer)});
    return m_loaded;
}

namespace {

Result<PlacedMap> explained(const ExplanationRequest& request, KeptExplainer& kept,
                            SharedTurn& turns, const CancelToken& cancel)
{
    const auto model = kept.get(request);
    if (!model)
        return model.error();
    // The turn is not taken before: a prediction need not wait until a model is loaded.
    const auto turn = turns.take();
    if (cancel.isCancelled())
        return Error{ErrorCode::Cancelled, tr("The saliency map was cancelled."), {}};
    return (*model)->explainer->explain(request.radiograph, (*model)->preprocessor,
                                        request.classIndex, request.method, request.layer);
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
