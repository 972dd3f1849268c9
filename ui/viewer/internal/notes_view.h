// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

namespace ccad {

class FindingPanel;
class MessageBar;
class Settings;
class StudyListModel;
class StudyNotes;

/// Shows the comment on the study on screen and whether it is saved, and says on a bar of its own
/// when notes cannot be saved or read.
class NotesView final : public QObject
{
    Q_OBJECT
public:
    /// All must outlive this object.
    NotesView(StudyNotes& notes, const StudyListModel& studies, const Settings& settings,
              FindingPanel& panel, MessageBar& bar, QObject* parent = nullptr);

    /// Shows the notes of another study; `pinned` is the one on the right, or empty.
    void show(const QString& path, const QString& pinned);
    void showState();
    /// Says what became of the file with the notes, until the user closes the bar.
    void notice(const QString& sentence);
    /// For tests: the default is notesFile().
    void setFile(const QString& file) { m_file = file; }

    /// The notes of the study, in words for a question whether to remove them; empty: none.
    [[nodiscard]] QString inWords() const;

Q_SIGNALS:
    void stateShown();

private:
    void showComment();
    void showBar();
    [[nodiscard]] QString problemText() const;

    StudyNotes& m_notes;
    const StudyListModel& m_studies;
    const Settings& m_settings;
    FindingPanel& m_panel;
    MessageBar& m_bar;
    QString m_path;
    QString m_file;
    QString m_notice; ///< shown until the user closes it
};

} // namespace ccad
