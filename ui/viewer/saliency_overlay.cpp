// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/saliency_overlay.h"

#include "core/package/class_words.h"
#include "ui/settings/settings.h"
#include "ui/viewer/internal/overlay_image.h"

#include <utility>

namespace ccad {

SaliencyOverlay::SaliencyOverlay(Settings& settings, std::shared_ptr<ComputeLane> lane,
                                 std::shared_ptr<KeptExplainer> explainer,
                                 std::shared_ptr<KeptLungs> lungs, QObject* parent)
    : QObject(parent), m_settings(settings), m_job(lane, std::move(explainer)),
      m_grading(std::move(lane), std::move(lungs))
{
    connect(&m_settings, &Settings::changed, this, [this](Setting setting) {
        if (setting == Setting::SaliencyMethod || setting == Setting::SaliencyLayer)
            explain();
        else if (setting == Setting::ColourMap || setting == Setting::OverlayStyle)
            render();
    });
    connect(&m_job, &ExplanationJob::ready, this,
            [this](const PlacedMap& map) { show(map, m_asked); });
    connect(&m_job, &ExplanationJob::failed, this, [this](const Error& error) {
        Q_EMIT failed(
            tr("%1 The class-activation map of the finding is shown instead.").arg(error.message));
        show(m_study->finding.map, ownChoice());
    });
    connect(&m_grading, &GradingJob::ready, this, &SaliencyOverlay::onGraded);
    connect(&m_grading, &GradingJob::failed, this, [this](const Error& error) {
        Q_EMIT failed(tr("%1 The saliency map was not tested.").arg(error.message));
    });
}

void SaliencyOverlay::setStudy(const ExplainedStudy& study)
{
    clear();
    m_study = study;
    explain();
}

void SaliencyOverlay::clear()
{
    m_job.cancel();
    m_grading.cancel();
    m_rendering.cancel();
    m_study.reset();
    m_map = {};
    m_grade.reset();
    m_layer = {};
    Q_EMIT changed();
}

void SaliencyOverlay::setClass(int classIndex)
{
    if (m_class == classIndex)
        return;
    m_class = classIndex;
    explain();
}

SaliencyOverlay::Choice SaliencyOverlay::ownChoice() const
{
    return {m_study->finding.label, SaliencyMethod::Cam, SaliencyLayer::Last};
}

SaliencyOverlay::Choice SaliencyOverlay::choice() const
{
    Choice choice = ownChoice();
    if (m_class >= 0 && m_class < int(m_study->model.classes.size()))
        choice.classIndex = m_class;
    choice.method
        = choiceOf(saliencyMethodNames(), m_settings.value(Setting::SaliencyMethod).toString());
    choice.layer = onlyLayerOf(choice.method)
                       .value_or(choiceOf(saliencyLayerNames(),
                                          m_settings.value(Setting::SaliencyLayer).toString()));
    return choice;
}

QString SaliencyOverlay::titleFor(const Choice& choice) const
{
    const QString method = titleOf(saliencyMethodNames(), choice.method);
    const QString words = wordsFor(m_study->model.classes.at(size_t(choice.classIndex)));
    return choice.layer == SaliencyLayer::Middle ? tr("%1 for %2, middle layer").arg(method, words)
                                                 : tr("%1 for %2, last layer").arg(method, words);
}

void SaliencyOverlay::explain()
{
    if (!m_study)
        return;
    m_job.cancel();
    m_grading.cancel();
    m_asked = choice();
    if (m_asked == ownChoice())
        return show(m_study->finding.map, m_asked); // came with the finding
    m_job.start({m_study->classifier, m_study->radiograph, m_asked.classIndex, m_asked.method,
                 m_asked.layer});
}

void SaliencyOverlay::show(const PlacedMap& map, const Choice& choice)
{
    m_map = map;
    m_mapTitle = titleFor(choice);
    m_grade.reset();
    render();
    if (!m_map.isEmpty())
        m_grading.start({m_study->classifier, m_study->radiograph, choice.classIndex, map.map});
}

void SaliencyOverlay::onGraded(const SaliencyGrade& grade)
{
    m_grade = grade;
    if (grade.level == SaliencyGrade::Level::Low)
        render(); // in grey
    else
        Q_EMIT changed();
}

void SaliencyOverlay::render()
{
    if (!m_study || m_map.isEmpty())
        return;
    const QSize size(m_study->radiograph.columns, m_study->radiograph.rows);
    const bool isLow = m_grade && m_grade->level == SaliencyGrade::Level::Low;
    const ColourMap colours = isLow
        ? ColourMap::Grey
        : choiceOf(colourMapNames(), m_settings.value(Setting::ColourMap).toString());
    const OverlayStyle style
        = choiceOf(overlayStyleNames(), m_settings.value(Setting::OverlayStyle).toString());
    const bool lungsAlone
        = m_study->model.preprocess.lungs.outside != LungPreparation::Outside::Keep;
    m_rendering.start(
        [map = m_map, size, colours, style, lungsAlone](const CancelToken&) {
            OverlayLayer layer = overlayLayer(map, size, colours, style);
            layer.lungsAlone = lungsAlone;
            return layer;
        },
        [this, title = m_mapTitle](const OverlayLayer& layer) {
            m_layer = layer;
            m_title = title;
            Q_EMIT changed();
        });
}

} // namespace ccad
