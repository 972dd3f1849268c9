// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/internal/notes_view.h"

#include "ui/study/session.h"
#include "ui/viewer/finding_panel.h"
#include "ui/viewer/study_list_model.h"
#include "ui/viewer/study_notes.h"
#include "ui/widgets/message_bar.h"
#include "ui/words/patient_text.h"

namespace ccad {

NotesView::NotesView(StudyNotes& notes, const StudyListModel& studies, const Settings& settings,
                     FindingPanel& panel, MessageBar& bar, QObject* parent)
    : QObject(parent), m_notes(notes), m_studies(studies), m_settings(settings), m_panel(panel),
      m_bar(bar), m_file(notesFile())
{
    connect(&m_panel, &FindingPanel::commentEdited, this,
            [this](const QString& comment) { m_notes.setComment(m_path, comment); });
    const auto showIfShown = [this](const QString& path) {
        if (path == m_path)
            showComment();
    };
    connect(&m_notes, &StudyNotes::changed, this, showIfShown);
    connect(&m_notes, &StudyNotes::read, this, showIfShown);
    connect(&m_notes, &StudyNotes::stateChanged, this, &NotesView::showState);
    connect(&m_bar, &MessageBar::closed, this, [this] { m_notice.clear(); });
    m_panel.setCommentEnabled(false);
}

void NotesView::show(const QString& path, const QString& pinned)
{
    m_path = path;
    m_notes.show(path, pinned);
    showComment();
    showState();
}

void NotesView::showComment()
{
    const QString comment = m_notes.comment(m_path);
    // Otherwise the cursor of somebody who is writing would jump.
    if (m_panel.comment() != comment)
        m_panel.setComment(comment);
    m_panel.setCommentEnabled(!m_path.isEmpty()
                              && m_notes.state(m_path) != StudyNotes::State::Reading);
}

void NotesView::showState()
{
    QString words;
    if (m_notes.state(m_path) == StudyNotes::State::Unsaved)
        words = m_notes.problem().message.isEmpty() ? tr("Saving…") : tr("Not saved.");
    else if (!m_notes.note(m_path).isEmpty())
        words = tr("Saved.");
    m_panel.setCommentState(words);
    showBar();
    Q_EMIT stateShown();
}

void NotesView::notice(const QString& sentence)
{
    m_notice = sentence;
    showBar();
}

QString NotesView::problemText() const
{
    const Error problem = m_notes.problem();
    if (problem.message.isEmpty())
        return {};
    // The path of the notes themselves tells nothing of a patient.
    const QString title = m_studies.title(problem.context);
    const QString why
        = withoutPath(problem.message, problem.context, title.isEmpty() ? tr("the file") : title,
                      isPatientTextHidden(m_settings) && problem.context != m_file);
    const int unsaved = m_notes.unsaved();
    return unsaved > 0
        ? tr("%1 What you added to %n file(s) is not saved. It is kept while this window is "
             "open, and saving is tried again.",
             nullptr, unsaved)
              .arg(why)
        : tr("%1 Comment and measurements of this study cannot be read; that is tried again.")
              .arg(why);
}

void NotesView::showBar()
{
    const QString problem = problemText();
    const QString text = problem.isEmpty() ? m_notice : problem;
    m_bar.setClosable(problem.isEmpty());
    if (text.isEmpty())
        m_bar.hide();
    else if (m_bar.isHidden() || m_bar.text() != text)
        m_bar.show(MessageBar::Severity::Error, text);
}

QString NotesView::inWords() const
{
    if (!m_notes.canRemove(m_path))
        return {};
    const StudyNote note = m_notes.note(m_path);
    const QString measurements = note.measurements.empty()
        ? QString()
        : tr("%n measurement(s)", nullptr, int(note.measurements.size()));
    if (note.comment.isEmpty())
        return measurements;
    return measurements.isEmpty() ? tr("the comment") : tr("the comment and %1").arg(measurements);
}

} // namespace ccad
