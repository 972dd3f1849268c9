// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/grading_job.h"

#include "core/base/data_dirs.h"
#include "core/lungs/lungs.h"

#include <QCoreApplication>

#include <optional>
#include <utility>

namespace ccad {

namespace {

/// The lungs, or nothing when they cannot be found: the grade then says so.
std::optional<LungMask> lungsOf(const LungSegmenter& segmenter, const GradingRequest& request,
                                const NetworkInput& input)
{
    const PreprocessSpec& spec = request.classifier->manifest().preprocess;
    auto mask = segmenter.takes(spec) ? segmenter.segment(input)
                                      : segmenter.segment(request.radiograph, spec.greys);
    if (!mask)
        return std::nullopt;
    return *std::move(mask);
}

Result<SaliencyGrade> graded(const GradingRequest& request, KeptLungs& kept, SharedTurn& turns,
                             const CancelToken& cancel)
{
    const std::shared_ptr<const LungSegmenter> segmenter = kept.get();
    const auto turn = turns.take();
    if (cancel.isCancelled())
        return Error{ErrorCode::Cancelled,
                     QCoreApplication::translate("GradingJob",
                                                 "The test of the saliency map was cancelled."),
                     {}};
    const NetworkInput input = request.classifier->preprocessor()(request.radiograph);
    const std::optional<LungMask> lungs
        = segmenter ? lungsOf(*segmenter, request, input) : std::nullopt;
    return gradeSaliency(*request.classifier, input, request.classIndex, request.map,
                         lungs ? &*lungs : nullptr, cancel);
}

} // namespace

std::shared_ptr<const LungSegmenter> KeptLungs::get()
{
    const std::scoped_lock lock(m_mutex);
    if (!std::exchange(m_isTried, true)) {
        auto loaded = LungSegmenter::load(lungModelDir());
        if (loaded)
            m_lungs = *std::move(loaded);
    }
    return m_lungs;
}

GradingJob::GradingJob(std::shared_ptr<ComputeLane> lane, std::shared_ptr<KeptLungs> lungs,
                       QObject* parent)
    : QObject(parent), m_turns(std::make_shared<SharedTurn>(std::move(lane))),
      m_lungs(std::move(lungs))
{
}

void GradingJob::start(const GradingRequest& request)
{
    m_work.start([request, lungs = m_lungs, turns = m_turns](
                     const CancelToken& cancel) { return graded(request, *lungs, *turns, cancel); },
                 [this](const Result<SaliencyGrade>& grade) {
                     if (grade)
                         Q_EMIT ready(*grade);
                     else
                         Q_EMIT failed(grade.error());
                 });
}

} // namespace ccad
