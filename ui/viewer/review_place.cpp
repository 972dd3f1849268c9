// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/review_place.h"

#include "ui/settings/settings.h"
#include "ui/viewer/finding_panel.h"
#include "ui/viewer/image_canvas.h"
#include "ui/viewer/internal/compared_studies.h"
#include "ui/viewer/internal/compared_views.h"
#include "ui/viewer/internal/file_opening.h"
#include "ui/viewer/internal/finding_view.h"
#include "ui/viewer/internal/notes_view.h"
#include "ui/viewer/internal/recent_files.h"
#include "ui/viewer/internal/results_panel.h"
#include "ui/viewer/internal/review_layout.h"
#include "ui/viewer/internal/review_messages.h"
#include "ui/viewer/internal/session_keeper.h"
#include "ui/viewer/internal/shown_results.h"
#include "ui/viewer/internal/study_list_panel.h"
#include "ui/viewer/internal/study_report.h"
#include "ui/viewer/tags_panel.h"
#include "ui/widgets/message_bar.h"
#include "ui/words/patient_text.h"

namespace ccad {

ReviewPlace::ReviewPlace(Settings& settings, StudyLoader& loader, QWidget* parent)
    : Place(parent), m_settings(settings), m_loader(loader),
      m_records(RecordPaths{notesFile(), sessionFile()}), m_notes(m_records),
      m_list(new StudyListPanel(m_studies, settings, this)), m_views(new ComparedViews(this)),
      m_tags(new TagsPanel(settings, this)), m_resultsPanel(new ResultsPanel(this)),
      m_messageBar(new MessageBar(this)), m_notesBar(new MessageBar(this)),
      m_findingPanel(new FindingPanel(settings, this)),
      m_compared(new ComparedStudies(*m_views, m_studies, m_notes, settings, loader.lane(), this)),
      m_notesView(new NotesView(m_notes, m_studies, settings, *m_findingPanel, *m_notesBar, this)),
      m_results(new ShownResults(*m_resultsPanel, *m_compared, m_studies, m_views->main(), settings,
                                 this)),
      m_opening(new FileOpening(this)),
      m_session(new SessionKeeper(settings, m_records, m_studies, *m_compared, *m_results, this)),
      m_messages(std::make_unique<ReviewMessages>(*m_messageBar, m_studies, settings))
{
    setAccessibleName(tr("Review"));
    layOutReview(
        *this, {m_list, m_views, m_tags, m_resultsPanel, m_notesBar, m_messageBar, m_findingPanel},
        m_settings);
    new FindingView(loader, *m_findingPanel, m_studies, *m_compared, this);
    connectLoader();
    connectWidgets();
    connectRecords();
    for (ImageCanvas* canvas : {&m_views->main(), &m_views->pinned()})
        connectCanvas(*canvas);
    applySettings();
    hidePatientText();
    showEmptyCanvas();
}

ReviewPlace::~ReviewPlace() = default;

void ReviewPlace::connectLoader()
{
    connect(&m_loader, &StudyLoader::pictureReady, this, &ReviewPlace::onPicture);
    connect(&m_loader, &StudyLoader::readingFailed, this, &ReviewPlace::onReadingFailed);
    connect(&m_loader, &StudyLoader::modelFailed, this,
            [this](const Error& error) { complain(error.message); });
}

void ReviewPlace::connectWidgets()
{
    connect(m_list, &StudyListPanel::chosen, this, [this](const QString& path) {
        // If this file cannot be read, a message says so and no other is tried.
        m_opening->tryNoOther();
        m_messages->hide();
        openPath(path);
    });
    connect(m_opening, &FileOpening::found, this, &ReviewPlace::list);
    connect(m_results, &ShownResults::failed, this,
            [this](const QString& path, const Error& error) { complain(error.message, path); });
    connect(m_results, &ShownResults::filmNotesChanged, m_findingPanel, &FindingPanel::setNotes);
    connect(m_opening, &FileOpening::failed, this,
            [this](const Error& error) { complain(error.message, error.context); });
    connect(m_list, &StudyListPanel::orderChanged, this, &ReviewPlace::studiesChanged);
    connect(m_compared, &ComparedStudies::overlayFailed, this, &ReviewPlace::say);
    connect(m_views, &ComparedViews::activeChanged, this, [this] {
        Q_EMIT activeCanvasChanged();
        Q_EMIT measurementsChanged();
    });
    connect(&m_settings, &Settings::changed, this, [this](Setting setting) {
        applySettings();
        if (setting == Setting::HidePatientText)
            hidePatientText();
    });
}

void ReviewPlace::connectRecords()
{
    connect(&m_notes, &StudyNotes::changed, this, &ReviewPlace::measurementsChanged);
    // They can be removed now.
    connect(&m_notes, &StudyNotes::read, this, &ReviewPlace::measurementsChanged);
    connect(m_notesView, &NotesView::stateShown, this, &ReviewPlace::notesStateChanged);
    connect(&m_records, &StudyRecords::noticed, m_notesView, &NotesView::notice);
    m_session->follow(m_loader);
    connect(m_session, &SessionKeeper::restored, this, &ReviewPlace::bringBack);
    connect(m_session, &SessionKeeper::noticed, this, &ReviewPlace::say);
    connect(m_session, &SessionKeeper::saveFailed, this,
            [this](const QString& sentence) { complain(sentence); });
    connect(this, &ReviewPlace::studiesChanged, m_session, &SessionKeeper::saveSoon);
    connect(this, &ReviewPlace::currentPathChanged, m_session, &SessionKeeper::saveSoon);
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

void ReviewPlace::applySettings()
{
    m_list->setVisible(m_settings.value(Setting::StudiesPanelVisible).toBool());
    m_findingPanel->setVisible(m_settings.value(Setting::FindingPanelVisible).toBool());
    m_tags->setVisible(m_settings.value(Setting::TagsPanelVisible).toBool());
    m_compared->applySettings();
}

void ReviewPlace::hidePatientText()
{
    m_studies.setTextHidden(isPatientTextHidden(m_settings));
    m_compared->refreshTexts();
    m_messages->refresh();
    m_notesView->showState();
    Q_EMIT titleChanged();
}

void ReviewPlace::focus()
{
    canvas().setFocus();
}

void ReviewPlace::focusSearch()
{
    m_settings.setValue(Setting::StudiesPanelVisible, true);
    m_list->focusFilter();
}

void ReviewPlace::open(const QStringList& paths)
{
    if (paths.isEmpty())
        return;
    m_session->giveUp();
    m_opening->start(paths);
}

void ReviewPlace::list(const StudyFiles& found)
{
    m_messages->hide();
    m_results->open(found.results);
    if (!found.files.isEmpty()) {
        m_studies.add(found.files);
        Q_EMIT studiesChanged();
        select(m_opening->firstOf(found.files));
    }
    m_messages->tellLeftOut(found);
}

void ReviewPlace::bringBack(const Session& session)
{
    m_results->open(session.results);
    if (session.studies.isEmpty())
        return;
    m_studies.add(session.studies);
    Q_EMIT studiesChanged();
    if (!session.current.isEmpty())
        select(session.studies.contains(session.current) ? session.current
                                                         : session.studies.front());
}

void ReviewPlace::select(const QString& path)
{
    m_list->select(path);
    openPath(path);
}

void ReviewPlace::openPath(const QString& path)
{
    m_compared->clear();
    setCurrentPath(path);
    m_loader.open(path);
}

void ReviewPlace::openNext()
{
    m_list->step(1);
}

void ReviewPlace::openPrevious()
{
    m_list->step(-1);
}

bool ReviewPlace::hasNext() const
{
    return m_list->canStep(1);
}

bool ReviewPlace::hasPrevious() const
{
    return m_list->canStep(-1);
}

void ReviewPlace::closeStudy()
{
    const QString closed = currentPath();
    const int row = m_studies.rowOf(closed);
    if (isCompared() && m_compared->pinnedPath() == currentPath())
        setCompared(false);
    m_opening->tryNoOther();
    m_messages->hide();
    m_loader.cancel();
    setCurrentPath({});
    showEmptyCanvas();
    m_loader.cache()->forget(closed);
    // The list moves on to a neighbour, which is opened.
    m_studies.remove(row);
    Q_EMIT studiesChanged();
}

void ReviewPlace::closeAll()
{
    m_opening->cancel();
    m_session->giveUp();
    m_messages->hide();
    m_loader.cancel();
    setCompared(false);
    setCurrentPath({});
    showEmptyCanvas();
    m_loader.cache()->clear();
    m_results->clear();
    m_list->select({});
    m_studies.clear();
    Q_EMIT studiesChanged();
}

QString ReviewPlace::currentPath() const
{
    return m_compared->path();
}

void ReviewPlace::setCurrentPath(const QString& path)
{
    m_compared->setPath(path);
    m_notesView->show(path, m_compared->pinnedPath());
    m_tags->setFile(path, title());
    Q_EMIT currentPathChanged(path);
    Q_EMIT titleChanged();
    Q_EMIT measurementsChanged();
}

void ReviewPlace::onPicture(const OpenedStudy& study)
{
    m_compared->show(study);
    m_results->followFilm();
    m_notes.setSopInstanceUid(study.path, study.radiograph.sopInstanceUid);
    constexpr int thumbnailPixels = 96; // 48 at a device pixel ratio of 2
    m_studies.setThumbnail(study.path, study.picture.thumbnail(thumbnailPixels));
    rememberFile(m_settings, study.path);
    if (const QString unreadable = m_opening->takeSuccess(); !unreadable.isEmpty())
        say(unreadable);
    Q_EMIT measurementsChanged();
    Q_EMIT pictureShown();
}

void ReviewPlace::onReadingFailed(const QString& path, const Error& error)
{
    m_studies.setFailed(path, error.message);
    if (const QString next = m_opening->takeFailure(); !next.isEmpty())
        return select(next);
    showEmptyCanvas();
    complain(m_opening->nothingRead(error.message), path);
}

void ReviewPlace::showEmptyCanvas()
{
    m_compared->showHint();
    m_results->followFilm();
    m_findingPanel->clearFinding();
    Q_EMIT measurementsChanged();
}

void ReviewPlace::setCompared(bool compared)
{
    m_compared->setCompared(compared);
    // Emitted even when nothing has changed, so that a switch does not lie.
    Q_EMIT comparedChanged(isCompared());
}

bool ReviewPlace::isCompared() const
{
    return m_views->isCompared();
}

void ReviewPlace::setViewsLinked(bool linked)
{
    m_views->setLinked(linked);
}

bool ReviewPlace::areViewsLinked() const
{
    return m_views->isLinked();
}

void ReviewPlace::swapViews()
{
    const QString path = m_compared->swap();
    if (!path.isEmpty())
        select(path);
}

void ReviewPlace::setTool(Tool tool)
{
    m_compared->setTool(tool);
}

ImageCanvas& ReviewPlace::canvas() const
{
    return m_views->active();
}

MeasurementList* ReviewPlace::measurements()
{
    return m_compared->measurements();
}

void ReviewPlace::setRecordPaths(const RecordPaths& paths)
{
    m_records.setPaths(paths);
    m_notesView->setFile(paths.notes);
    m_session->setFile(paths.session);
}

void ReviewPlace::restoreSession()
{
    m_opening->cancel();
    m_session->restore();
}

void ReviewPlace::saveSession()
{
    m_session->save();
}

QString ReviewPlace::notesInWords() const
{
    return m_notesView->inWords();
}

void ReviewPlace::setComment(const QString& path, const QString& comment)
{
    m_notes.setComment(path, comment);
}

ReportContent ReviewPlace::reportContent() const
{
    const OpenedStudy* study = m_compared->study();
    if (!study)
        return {};
    const ReportedStudy reported{
        .radiograph = study->radiograph,
        .notes = m_results->filmNotes(),
        .title = title(),
        .measurements = m_notes.measured(currentPath()),
        .comment = m_notes.comment(currentPath()),
        .analysis = analysisOf(m_loader, m_compared->explained(), m_findingPanel->sentence())};
    return reportOf(reported, {m_views->main(), m_compared->overlay()}, m_settings);
}

std::optional<ShownStudy> ReviewPlace::shownStudy() const
{
    return shownOn(m_views->main(), m_compared->study(), m_loader, m_settings);
}

void ReviewPlace::say(const QString& text)
{
    m_messages->say(text);
}

void ReviewPlace::complain(const QString& text, const QString& path)
{
    m_messages->complain(text, path);
}

} // namespace ccad
