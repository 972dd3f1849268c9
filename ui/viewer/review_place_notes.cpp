// SPDX-License-Identifier: GPL-3.0-or-later
// Comments and measurements of the studies in Review, and whether they are saved.
#include "ui/settings/settings.h"
#include "ui/viewer/finding_panel.h"
#include "ui/viewer/internal/compared_views.h"
#include "ui/viewer/review_place.h"
#include "ui/words/patient_text.h"

namespace ccad {

void ReviewPlace::setRecordPaths(const RecordPaths& paths)
{
    m_recordPaths = paths;
    m_records.setPaths(paths);
}

void ReviewPlace::connectNotes()
{
    connect(m_findingPanel, &FindingPanel::commentEdited, this,
            [this](const QString& comment) { m_notes.setComment(m_currentPath, comment); });
    connect(&m_notes, &StudyNotes::changed, this, &ReviewPlace::measurementsChanged);
    connect(&m_notes, &StudyNotes::changed, this, [this](const QString& path) {
        if (path == m_currentPath)
            showComment();
    });
    connect(&m_notes, &StudyNotes::read, this, [this](const QString& path) {
        if (path == m_currentPath)
            showComment();
        Q_EMIT measurementsChanged(); // they can be removed now
    });
    connect(&m_notes, &StudyNotes::stateChanged, this, &ReviewPlace::showNotesState);
    connect(&m_records, &StudyRecords::noticed, this, [this](const QString& sentence) {
        m_notesNotice = sentence;
        showNotesBar();
    });
    connect(m_notesBar, &MessageBar::closed, this, [this] { m_notesNotice.clear(); });
}

MeasurementList* ReviewPlace::measurements()
{
    if (&canvas() == &m_views->pinned())
        return m_pinned ? &m_notes.measurements(m_pinned->study.path) : nullptr;
    return m_study ? &m_notes.measurements(m_study->path) : nullptr;
}

void ReviewPlace::setComment(const QString& path, const QString& comment)
{
    m_notes.setComment(path, comment);
}

void ReviewPlace::showNotes(const QString& path)
{
    m_notes.show(path, m_pinned ? m_pinned->study.path : QString());
    showComment();
    showNotesState();
}

void ReviewPlace::showComment()
{
    const QString comment = m_notes.comment(m_currentPath);
    // Otherwise the cursor of somebody who is writing would jump.
    if (m_findingPanel->comment() != comment)
        m_findingPanel->setComment(comment);
    m_findingPanel->setCommentEnabled(
        !m_currentPath.isEmpty() && m_notes.state(m_currentPath) != StudyNotes::State::Reading);
}

void ReviewPlace::showNotesState()
{
    QString words;
    if (m_notes.state(m_currentPath) == StudyNotes::State::Unsaved)
        words = m_notes.problem().message.isEmpty() ? tr("Saving…") : tr("Not saved.");
    else if (!m_notes.note(m_currentPath).isEmpty())
        words = tr("Saved.");
    m_findingPanel->setCommentState(words);
    showNotesBar();
    Q_EMIT notesStateChanged();
}

void ReviewPlace::showNotesBar()
{
    const Error problem = m_notes.problem();
    const bool isProblem = !problem.message.isEmpty();
    QString text = m_notesNotice;
    if (isProblem) {
        // The path of the notes themselves tells nothing of a patient.
        const QString title = m_studies.title(problem.context);
        const QString why = withoutPath(
            problem.message, problem.context, title.isEmpty() ? tr("the file") : title,
            isPatientTextHidden(m_settings) && problem.context != m_recordPaths.notes);
        const int unsaved = m_notes.unsaved();
        text = unsaved > 0
            ? tr("%1 What you added to %n file(s) is not saved. It is kept while this window is "
                 "open, and saving is tried again.",
                 nullptr, unsaved)
                  .arg(why)
            : tr("%1 Comment and measurements of this study cannot be read; that is tried again.")
                  .arg(why);
    }
    m_notesBar->setClosable(!isProblem);
    if (text.isEmpty())
        m_notesBar->hide();
    else if (m_notesBar->isHidden() || m_notesBar->text() != text)
        m_notesBar->show(MessageBar::Severity::Error, text);
}

QString ReviewPlace::notesInWords() const
{
    if (!m_notes.canRemove(m_currentPath))
        return {};
    const StudyNote note = m_notes.note(m_currentPath);
    const QString measurements = note.measurements.empty()
        ? QString()
        : tr("%n measurement(s)", nullptr, int(note.measurements.size()));
    if (note.comment.isEmpty())
        return measurements;
    return measurements.isEmpty() ? tr("the comment") : tr("the comment and %1").arg(measurements);
}

} // namespace ccad
