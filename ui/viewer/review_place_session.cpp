// SPDX-License-Identifier: GPL-3.0-or-later
// Two studies beside each other, the session, and the content of a report.
#include "ui/settings/settings.h"
#include "ui/viewer/finding_panel.h"
#include "ui/viewer/image_canvas.h"
#include "ui/viewer/internal/compared_views.h"
#include "ui/viewer/internal/study_files.h"
#include "ui/viewer/internal/study_list_panel.h"
#include "ui/viewer/review_place.h"
#include "ui/words/patient_text.h"

#include <QDateTime>
#include <QFileInfo>
#include <QLocale>

namespace ccad {

namespace {

struct LastSession
{
    Session session;
    int missing = 0; ///< files that are not there any more
};

Result<LastSession> lookForSession(const QString& file)
{
    auto stored = readSession(file);
    if (!stored)
        return stored.error();
    LastSession last{std::move(stored->session), 0};
    last.missing = int(last.session.studies.removeIf(
        [](const QString& path) { return !QFileInfo::exists(path); }));
    return last;
}

QString windowText(const ImageCanvas& canvas)
{
    QString text = ReviewPlace::tr("VOI LUT of the file");
    if (const auto* window = std::get_if<VoiWindow>(&canvas.voi()))
        text = ReviewPlace::tr("W %1 L %2")
                   .arg(QLocale::c().toString(window->width, 'g', 6),
                        QLocale::c().toString(window->center, 'g', 6));
    return canvas.isInverted() ? ReviewPlace::tr("%1, inverted").arg(text) : text;
}

} // namespace

bool ReviewPlace::isCompared() const
{
    return m_views->isCompared();
}

void ReviewPlace::setCompared(bool compared)
{
    if (compared != isCompared() && !(compared && !m_study)) {
        if (compared) {
            m_views->setCompared(true);
            pinCurrent();
        } else {
            m_pinned.reset();
            m_pinnedOverlay->clear();
            m_views->pinned().setMeasurements(nullptr);
            m_views->setCompared(false);
        }
        updateCaptions();
    }
    // Emitted even when nothing has changed, so that a switch does not lie.
    Q_EMIT comparedChanged(isCompared());
}

void ReviewPlace::pinCurrent()
{
    m_pinned = Pinned{*m_study, m_explained};
    ImageCanvas& canvas = m_views->pinned();
    canvas.setStudy(m_pinned->study);
    describe(canvas, m_pinned->study);
    canvas.setVoi(m_views->main().voi());
    canvas.setInverted(m_views->main().isInverted());
    canvas.setRelativeView(m_views->main().relativeView());
    m_pinnedOverlay->clear();
    if (m_pinned->explained)
        m_pinnedOverlay->setStudy(*m_pinned->explained);
}

void ReviewPlace::swapViews()
{
    if (!m_pinned || !m_study)
        return;
    const ImageCanvas& right = m_views->pinned();
    const QString path = m_pinned->study.path;
    m_moved = Moved{path, right.voi(), right.isInverted()};
    pinCurrent();
    select(path);
}

void ReviewPlace::setViewsLinked(bool linked)
{
    m_views->setLinked(linked);
}

bool ReviewPlace::areViewsLinked() const
{
    return m_views->isLinked();
}

void ReviewPlace::updateCaptions()
{
    const auto caption = [this](const QString& path) {
        const QModelIndex index = m_studies.index(m_studies.rowOf(path));
        return index.isValid() ? index.data(Qt::AccessibleTextRole).toString() : QString();
    };
    m_views->setCaptions(caption(m_currentPath),
                         m_pinned ? tr("Pinned: %1").arg(caption(m_pinned->study.path))
                                  : QString());
}

ImageCanvas& ReviewPlace::canvas() const
{
    return m_views->active();
}

void ReviewPlace::focusFilter()
{
    m_settings.setValue(Setting::StudiesPanelVisible, true);
    m_list->focusFilter();
}

void ReviewPlace::restoreSession()
{
    if (!m_settings.value(Setting::RestoreSession).toBool())
        return;
    m_isRestoring = true;
    m_search.start(
        [file = m_recordPaths.session](const CancelToken&) { return lookForSession(file); },
        [this](const Result<LastSession>& last) {
            m_isRestoring = false;
            if (last)
                bringBack(last->session);
            else if (last.error().code != ErrorCode::FileNotFound)
                say(last.error().message);
            if (last && last->missing > 0)
                say(tr("%n file(s) of the last session cannot be found any more.", nullptr,
                       last->missing));
        });
}

void ReviewPlace::bringBack(const Session& session)
{
    if (session.studies.isEmpty())
        return;
    m_studies.add(session.studies);
    Q_EMIT studiesChanged();
    select(session.studies.contains(session.current) ? session.current : session.studies.front());
}

Session ReviewPlace::session() const
{
    Session session;
    session.current = m_currentPath;
    for (const QString& path : m_studies.paths())
        if (!isUnpacked(path))
            session.studies << path;
    return session;
}

void ReviewPlace::saveSession()
{
    m_saveSoon.stop();
    if (m_isRestoring)
        return; // what is there has not been read yet
    std::optional<Session> kept;
    if (m_settings.value(Setting::RestoreSession).toBool())
        kept = session();
    m_records.start([kept](RecordFiles& files) { return files.keepSession(kept); },
                    [this](const Result<void>& written) {
                        if (!written && !m_sessionFailed)
                            complain(written.error().message, {});
                        m_sessionFailed = !written;
                    });
}

ReportContent ReviewPlace::reportContent() const
{
    if (!m_study)
        return {};
    const ImageCanvas& canvas = m_views->main();
    const Radiograph& radiograph = m_study->radiograph;
    const bool hidden = isPatientTextHidden(m_settings);
    ReportContent content;
    content.title = currentTitle();
    content.patient = patientLines(radiograph, hidden);
    content.time = QDateTime::currentDateTime();
    content.picture = canvas.pictureImage();
    content.orientation = canvas.view().orientation();
    content.window = windowText(canvas);
    if (m_settings.value(Setting::OverlayVisible).toBool()) {
        content.overlay = m_overlay->layer();
        content.overlayTitle = m_overlay->title();
        if (m_overlay->grade())
            content.overlayGrade = m_overlay->grade()->words;
    }
    content.overlayOpacity = m_settings.value(Setting::OverlayOpacity).toInt() / 100.0;
    content.rowDirection = radiograph.rowDirection;
    content.columnDirection = radiograph.columnDirection;
    content.spacing = radiograph.spacing;
    content.unit = lengthUnitOf(m_settings.value(Setting::LengthUnit).toString());
    content.measurements = m_notes.measured(m_currentPath);
    content.comment = m_notes.comment(m_currentPath);
    content.notes = radiograph.notes;
    if (const auto classifier = m_loader.classifier())
        content.model = classifier->manifest();
    if (m_explained) {
        content.finding = m_explained->finding;
        content.showsSeverity = m_settings.value(Setting::ShowSeverity).toBool();
        // The finding's warnings repeat these notes.
        content.notes.removeIf(
            [&](const QString& note) { return m_explained->finding.warnings.contains(note); });
    } else {
        content.noFinding = m_loader.stage() == StudyLoader::Stage::Idle
            ? m_findingPanel->sentence()
            : tr("The analysis was not finished when this report was made.");
    }
    return content;
}

} // namespace ccad
