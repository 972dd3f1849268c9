// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of Review, their connections, and its messages.
#include "ui/settings/settings.h"
#include "ui/viewer/finding_panel.h"
#include "ui/viewer/image_canvas.h"
#include "ui/viewer/internal/compared_views.h"
#include "ui/viewer/internal/overlay_controls.h"
#include "ui/viewer/internal/study_list_panel.h"
#include "ui/viewer/internal/tags_panel.h"
#include "ui/viewer/mouse_actions.h"
#include "ui/viewer/review_place.h"
#include "ui/words/patient_text.h"

#include <QHBoxLayout>
#include <QSplitter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int saveSoonMs = 1000;

} // namespace

ReviewPlace::ReviewPlace(Settings& settings, StudyLoader& loader, QWidget* parent)
    : QWidget(parent), m_settings(settings),
      m_loader(loader), m_recordPaths{notesFile(), sessionFile()}, m_records(m_recordPaths),
      m_notes(m_records), m_splitter(new QSplitter(Qt::Horizontal, this)),
      m_list(new StudyListPanel(m_studies, settings, this)),
      m_middle(new QSplitter(Qt::Vertical, this)), m_views(new ComparedViews(this)),
      m_tags(new TagsPanel(settings, this)), m_messages(new MessageBar(this)),
      m_notesBar(new MessageBar(this)), m_findingPanel(new FindingPanel(settings, this))
{
    const auto explainer = std::make_shared<KeptExplainer>();
    const auto lungs = std::make_shared<KeptLungs>();
    m_overlay = new SaliencyOverlay(settings, loader.lane(), explainer, lungs, this);
    m_pinnedOverlay = new SaliencyOverlay(settings, loader.lane(), explainer, lungs, this);
    setAccessibleName(tr("Review"));
    makeLayout();
    connectLoader();
    connectParts();
    connectNotes();
    for (ImageCanvas* canvas : {&m_views->main(), &m_views->pinned()})
        connectCanvas(*canvas);
    m_saveSoon.setSingleShot(true);
    m_saveSoon.setInterval(saveSoonMs);
    connect(&m_saveSoon, &QTimer::timeout, this, &ReviewPlace::saveSession);
    applySettings();
    hidePatientText();
    showEmptyCanvas();
    m_findingPanel->setCommentEnabled(false);
}

void ReviewPlace::makeLayout()
{
    m_middle->setAccessibleName(tr("Radiographs and tags"));
    m_middle->setHandleWidth(1);
    m_middle->setChildrenCollapsible(false);
    m_middle->addWidget(m_views);
    m_middle->addWidget(m_tags);
    m_middle->setStretchFactor(0, 1);
    m_middle->setSizes({500, 240});
    m_middle->restoreState(m_settings.value(Setting::TagsPanelState).toByteArray());
    connect(m_middle, &QSplitter::splitterMoved, this,
            [this] { m_settings.setValue(Setting::TagsPanelState, m_middle->saveState()); });

    auto* middle = new QWidget(this);
    middle->setAccessibleName(tr("Radiograph and messages"));
    auto* column = new QVBoxLayout(middle);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_notesBar);
    column->addWidget(m_messages);
    column->addWidget(m_middle, 1);

    m_splitter->setAccessibleName(tr("Review"));
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_list);
    m_splitter->addWidget(middle);
    m_splitter->addWidget(m_findingPanel);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({208, 760, 312});
    m_splitter->restoreState(m_settings.value(Setting::SplitterState).toByteArray());
    connect(m_splitter, &QSplitter::splitterMoved, this,
            [this] { m_settings.setValue(Setting::SplitterState, m_splitter->saveState()); });

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);
}

void ReviewPlace::connectLoader()
{
    connect(&m_loader, &StudyLoader::stageChanged, this, [this](StudyLoader::Stage stage) {
        m_findingPanel->setStage(stage);
        m_studies.setThumbnailsPaused(stage == StudyLoader::Stage::Reading
                                      || stage == StudyLoader::Stage::Analysing);
    });
    connect(&m_loader, &StudyLoader::pictureReady, this, &ReviewPlace::onPicture);
    connect(&m_loader, &StudyLoader::readingFailed, this, &ReviewPlace::onReadingFailed);
    connect(&m_loader, &StudyLoader::findingReady, this, &ReviewPlace::onFinding);
    connect(&m_loader, &StudyLoader::analysisFailed, this, [this](const Error& error) {
        m_findingPanel->setProblem(error);
        m_studies.setSummary(m_currentPath, tr("No finding"));
        updateCaptions();
    });
    connect(&m_loader, &StudyLoader::modelReady, this, &ReviewPlace::onModelReady);
    connect(&m_loader, &StudyLoader::modelFailed, this, &ReviewPlace::onModelFailed);
}

void ReviewPlace::connectParts()
{
    connect(m_list, &StudyListPanel::chosen, this, [this](const QString& path) {
        // If this file cannot be read, a message says so and no other is tried.
        m_untried.clear();
        m_unreadable = 0;
        m_messages->hide();
        openPath(path);
    });
    connect(m_list, &StudyListPanel::orderChanged, this, &ReviewPlace::studiesChanged);
    connect(m_overlay, &SaliencyOverlay::changed, this, [this] {
        m_views->main().setOverlay(m_overlay->layer());
        m_findingPanel->overlayControls().setShown(m_overlay->title(), m_overlay->grade());
    });
    connect(m_pinnedOverlay, &SaliencyOverlay::changed, this,
            [this] { m_views->pinned().setOverlay(m_pinnedOverlay->layer()); });
    connect(m_overlay, &SaliencyOverlay::failed, this, &ReviewPlace::say);
    connect(&m_findingPanel->overlayControls(), &OverlayControls::classChosen, this,
            [this](int classIndex) {
                m_overlay->setClass(classIndex);
                m_pinnedOverlay->setClass(classIndex);
            });
    connect(m_views, &ComparedViews::activeChanged, this, [this] {
        Q_EMIT activeCanvasChanged();
        Q_EMIT measurementsChanged();
    });
    connect(&m_settings, &Settings::changed, this, [this](Setting setting) {
        applySettings();
        if (setting == Setting::HidePatientText)
            hidePatientText();
    });
    connect(this, &ReviewPlace::studiesChanged, &m_saveSoon, qOverload<>(&QTimer::start));
    connect(this, &ReviewPlace::currentPathChanged, &m_saveSoon, qOverload<>(&QTimer::start));
}

void ReviewPlace::connectCanvas(ImageCanvas& canvas)
{
    connect(&canvas, &ImageCanvas::stepRequested, m_list, &StudyListPanel::step);
    connect(&canvas, &ImageCanvas::measurementSelected, this, &ReviewPlace::measurementsChanged);
    connect(&canvas, &ImageCanvas::toolChanged, this, [this](Tool tool) {
        setTool(tool); // one tool for both, also when one canvas gives it up
        Q_EMIT measurementsChanged();
    });
}

void ReviewPlace::setTool(Tool tool)
{
    m_views->main().setTool(tool);
    m_views->pinned().setTool(tool);
}

void ReviewPlace::applySettings()
{
    m_list->setVisible(m_settings.value(Setting::StudiesPanelVisible).toBool());
    m_findingPanel->setVisible(m_settings.value(Setting::FindingPanelVisible).toBool());
    m_tags->setVisible(m_settings.value(Setting::TagsPanelVisible).toBool());
    for (ImageCanvas* canvas : {&m_views->main(), &m_views->pinned()}) {
        canvas->setOverlayVisible(m_settings.value(Setting::OverlayVisible).toBool());
        canvas->setOverlayOpacity(m_settings.value(Setting::OverlayOpacity).toInt() / 100.0);
        canvas->setInterpolation(m_settings.value(Setting::Interpolation).toString()
                                 == u"nearest"_s);
        canvas->setLengthUnit(lengthUnitOf(m_settings.value(Setting::LengthUnit).toString()));
        canvas->setMouseActions(mouseActionsOf(m_settings));
    }
}

void ReviewPlace::hidePatientText()
{
    m_studies.setTextHidden(isPatientTextHidden(m_settings));
    if (m_study)
        describe(m_views->main(), *m_study);
    if (m_pinned)
        describe(m_views->pinned(), m_pinned->study);
    updateCaptions();
    if (!m_messages->isHidden())
        showMessage(m_message);
    showNotesState();
}

void ReviewPlace::describe(ImageCanvas& canvas, const OpenedStudy& study)
{
    canvas.setCornerLines(patientLines(study.radiograph, isPatientTextHidden(m_settings)));
    canvas.setAccessibleName(tr("Radiograph %1").arg(m_studies.title(study.path)));
    canvas.setMeasurements(&m_notes.measurements(study.path));
}

void ReviewPlace::say(const QString& text)
{
    showMessage({MessageBar::Severity::Information, text, {}});
}

void ReviewPlace::complain(const QString& text, const QString& path)
{
    showMessage({MessageBar::Severity::Error, text, path});
}

void ReviewPlace::showMessage(const Message& message)
{
    m_message = message;
    const QString title = m_studies.title(message.path);
    m_messages->show(message.severity,
                     message.path.isEmpty() ? message.text
                                            : withoutPath(message.text, message.path,
                                                          title.isEmpty() ? tr("the file") : title,
                                                          isPatientTextHidden(m_settings)));
}

} // namespace ccad
