// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/review_place.h"

#include "ui/settings/settings.h"
#include "ui/viewer/finding_panel.h"
#include "ui/viewer/image_canvas.h"
#include "ui/viewer/internal/compared_views.h"
#include "ui/viewer/internal/study_files.h"
#include "ui/viewer/internal/study_list_panel.h"
#include "ui/viewer/internal/tags_panel.h"
#include "ui/widgets/probability_bar.h"

namespace ccad {

namespace {

constexpr int thumbnailPixels = 96; ///< 48 at a device pixel ratio of 2
constexpr int mostRecentFiles = 12;

} // namespace

void ReviewPlace::open(const QStringList& paths)
{
    if (paths.isEmpty())
        return;
    m_isRestoring = false;
    // Even asking whether a path is a folder can take seconds on a network disk.
    m_search.start([paths](const CancelToken& token) { return studyFiles(paths, token); },
                   [this](const Result<StudyFiles>& found) {
                       if (!found)
                           return complain(found.error().message, found.error().context);
                       list(found->files);
                       tellLeftOut(*found);
                   });
}

void ReviewPlace::list(const QStringList& files)
{
    m_messages->hide();
    m_studies.add(files);
    Q_EMIT studiesChanged();
    m_untried = files.mid(1);
    m_unreadable = 0;
    select(files.front());
}

/// Not every file became a study: damaged ones are complained of, companions just counted.
void ReviewPlace::tellLeftOut(const StudyFiles& found)
{
    const QString text = leftOutText(found);
    if (text.isEmpty())
        return;
    if (found.firstProblem)
        complain(text, found.firstProblem->context);
    else
        say(text);
}

void ReviewPlace::select(const QString& path)
{
    m_list->select(path);
    openPath(path);
}

void ReviewPlace::openPath(const QString& path)
{
    m_study.reset();
    m_explained.reset();
    m_overlay->clear();
    m_views->main().clear();
    m_views->main().setCornerLines({}); // those of another patient
    m_views->main().setMeasurements(nullptr);
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
    const int row = m_studies.rowOf(m_currentPath);
    if (m_pinned && m_pinned->study.path == m_currentPath)
        setCompared(false);
    m_untried.clear();
    m_messages->hide();
    m_loader.cancel();
    setCurrentPath({});
    showEmptyCanvas();
    // The list moves on to a neighbour, which is opened.
    m_studies.remove(row);
    Q_EMIT studiesChanged();
}

void ReviewPlace::closeAll()
{
    m_search.cancel();
    m_isRestoring = false;
    m_untried.clear();
    m_messages->hide();
    m_loader.cancel();
    setCompared(false);
    setCurrentPath({});
    showEmptyCanvas();
    m_list->select({});
    m_studies.clear();
    Q_EMIT studiesChanged();
}

void ReviewPlace::setCurrentPath(const QString& path)
{
    m_currentPath = path;
    showNotes(path);
    m_tags->setFile(path, currentTitle());
    updateCaptions();
    Q_EMIT currentPathChanged(path);
    Q_EMIT measurementsChanged();
}

void ReviewPlace::onPicture(const OpenedStudy& study)
{
    m_study = study;
    m_views->showMain(study);
    if (m_moved && m_moved->path == study.path) {
        m_views->main().setVoi(m_moved->voi);
        m_views->main().setInverted(m_moved->isInverted);
    }
    m_moved.reset();
    describe(m_views->main(), study);
    m_notes.setSopInstanceUid(study.path, study.radiograph.sopInstanceUid);
    m_studies.setThumbnail(study.path, study.picture.thumbnail(thumbnailPixels));
    rememberFile(study.path);
    m_untried.clear();
    if (m_unreadable > 0)
        say(tr("%n file(s) could not be read; the list says why.", nullptr, m_unreadable));
    m_unreadable = 0;
    Q_EMIT measurementsChanged();
}

void ReviewPlace::rememberFile(const QString& path)
{
    if (isUnpacked(path))
        return;
    QStringList recent = m_settings.value(Setting::RecentFiles).toStringList();
    recent.removeAll(path);
    recent.prepend(path);
    m_settings.setValue(Setting::RecentFiles, recent.mid(0, mostRecentFiles));
}

void ReviewPlace::onReadingFailed(const QString& path, const Error& error)
{
    m_studies.setFailed(path, error.message);
    ++m_unreadable;
    if (!m_untried.isEmpty()) {
        select(m_untried.takeFirst());
        return;
    }
    showEmptyCanvas();
    complain(m_unreadable > 1 ? tr("None of these %1 files could be read. The last one: %2")
                                    .arg(m_unreadable)
                                    .arg(error.message)
                              : error.message,
             path);
    m_unreadable = 0;
}

void ReviewPlace::onFinding(const Finding& finding)
{
    const ModelManifest& model = m_loader.classifier()->manifest();
    m_findingPanel->setFinding(finding);
    const auto label = size_t(finding.label);
    if (finding.status == Finding::Status::Refused)
        m_studies.setSummary(m_currentPath, tr("Refused"));
    else
        m_studies.setSummary(m_currentPath,
                             tr("%1 %2").arg(percentText(finding.probabilities.at(label)),
                                             wordsFor(model.classes.at(label))),
                             finding.probabilities.at(size_t(model.positiveClass)));
    updateCaptions();
    if (!m_study)
        return;
    m_explained = ExplainedStudy{m_study->radiograph, finding, model, m_loader.classifier()};
    m_overlay->setStudy(*m_explained);
}

void ReviewPlace::onModelReady()
{
    const ModelManifest& model = m_loader.classifier()->manifest();
    if (!m_modelSha.isEmpty() && m_modelSha != model.weightsSha256)
        m_studies.clearSummaries();
    m_modelSha = model.weightsSha256;
    m_explained.reset();
    m_overlay->clear();
    m_findingPanel->setModel(model);
    if (!m_study)
        m_findingPanel->clearFinding();
}

void ReviewPlace::onModelFailed(const Error& error)
{
    m_findingPanel->setModelProblem(error);
    complain(error.message, {});
}

void ReviewPlace::showEmptyCanvas()
{
    m_study.reset();
    m_explained.reset();
    m_overlay->clear();
    m_findingPanel->clearFinding();
    m_views->main().setMeasurements(nullptr);
    m_views->main().clear(tr("Drop radiographs here, or press Ctrl+O"));
    m_views->main().setCornerLines({});
    m_views->main().setAccessibleName(tr("Radiograph: none is open"));
    Q_EMIT measurementsChanged();
}

} // namespace ccad
