// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/internal/finding_view.h"

#include "core/package/class_words.h"
#include "ui/viewer/finding_panel.h"
#include "ui/viewer/internal/compared_studies.h"
#include "ui/viewer/internal/overlay_controls.h"
#include "ui/viewer/study_list_model.h"
#include "ui/widgets/probability_bar.h"

namespace ccad {

FindingView::FindingView(StudyLoader& loader, FindingPanel& panel, StudyListModel& studies,
                         ComparedStudies& shown, QObject* parent)
    : QObject(parent), m_loader(loader), m_panel(panel), m_studies(studies), m_shown(shown)
{
    connect(&m_loader, &StudyLoader::stageChanged, this, &FindingView::onStage);
    connect(&m_loader, &StudyLoader::findingReady, this, &FindingView::onFinding);
    connect(&m_loader, &StudyLoader::analysisFailed, this, &FindingView::onAnalysisFailed);
    connect(&m_loader, &StudyLoader::modelReady, this, &FindingView::onModelReady);
    connect(&m_loader, &StudyLoader::modelFailed, &m_panel, &FindingPanel::setModelProblem);
    OverlayControls* controls = &m_panel.overlayControls();
    connect(&m_shown, &ComparedStudies::overlayChanged, controls, [this, controls] {
        controls->setShown(m_shown.overlay().title(), m_shown.overlay().grade());
    });
    connect(controls, &OverlayControls::classChosen, &m_shown, &ComparedStudies::setClass);
}

void FindingView::onStage(StudyLoader::Stage stage)
{
    m_panel.setStage(stage);
    m_studies.setThumbnailsPaused(stage == StudyLoader::Stage::Reading
                                  || stage == StudyLoader::Stage::Analysing);
}

void FindingView::onFinding(const Finding& finding)
{
    const ModelManifest& model = m_loader.classifier()->manifest();
    m_panel.setFinding(finding);
    const auto label = size_t(finding.label);
    if (finding.status == Finding::Status::Refused)
        m_studies.setSummary(m_shown.path(), tr("Refused"));
    else
        m_studies.setSummary(m_shown.path(),
                             tr("%1 %2").arg(percentText(finding.probabilities.at(label)),
                                             wordsFor(model.classes.at(label))),
                             finding.probabilities.at(size_t(model.positiveClass)));
    m_shown.updateCaptions();
    if (const OpenedStudy* study = m_shown.study())
        m_shown.explain({study->radiograph, finding, model, m_loader.classifier()});
}

void FindingView::onAnalysisFailed(const Error& error)
{
    m_panel.setProblem(error);
    m_studies.setSummary(m_shown.path(), tr("No finding"));
    m_shown.updateCaptions();
}

void FindingView::onModelReady()
{
    const ModelManifest& model = m_loader.classifier()->manifest();
    if (!m_modelSha.isEmpty() && m_modelSha != model.weightsSha256)
        m_studies.clearSummaries();
    m_modelSha = model.weightsSha256;
    m_shown.forgetFinding();
    m_panel.setModel(model);
    if (!m_shown.study())
        m_panel.clearFinding();
}

} // namespace ccad
