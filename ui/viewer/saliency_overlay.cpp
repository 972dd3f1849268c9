// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/saliency_overlay.h"

#include "ui/settings/settings.h"
#include "ui/viewer/finding_panel.h"
#include "ui/viewer/overlay_image.h"

#include <utility>

namespace ccad {

SaliencyOverlay::SaliencyOverlay(Settings& settings, std::shared_ptr<ComputeLane> lane,
                                 std::shared_ptr<KeptExplainer> explainer, QObject* parent)
    : QObject(parent), m_settings(settings), m_job(std::move(lane), std::move(explainer))
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
    m_rendering.cancel();
    m_study.reset();
    m_map = {};
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
    // The weights of CAM are those of the last layer.
    if (choice.method != SaliencyMethod::Cam)
        choice.layer
            = choiceOf(saliencyLayerNames(), m_settings.value(Setting::SaliencyLayer).toString());
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
    m_asked = choice();
    if (m_asked == ownChoice())
        return show(m_study->finding.map, m_asked); // came with the finding
    m_job.start({m_study->modelFolder, m_study->finding.modelSha256, m_study->radiograph,
                 m_asked.classIndex, m_asked.method, m_asked.layer});
}

void SaliencyOverlay::show(const PlacedMap& map, const Choice& choice)
{
    m_map = map;
    m_mapTitle = titleFor(choice);
    render();
}

void SaliencyOverlay::render()
{
    if (!m_study || m_map.isEmpty())
        return;
    const QSize size(m_study->radiograph.columns, m_study->radiograph.rows);
    const ColourMap colours
        = choiceOf(colourMapNames(), m_settings.value(Setting::ColourMap).toString());
    const OverlayStyle style
        = choiceOf(overlayStyleNames(), m_settings.value(Setting::OverlayStyle).toString());
    m_rendering.start([map = m_map, size, colours, style](
                          const CancelToken&) { return overlayLayer(map, size, colours, style); },
                      [this, title = m_mapTitle](const OverlayLayer& layer) {
                          m_layer = layer;
                          m_title = title;
                          Q_EMIT changed();
                      });
}

} // namespace ccad
