// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/study/study_loader.h"
#include "ui/study/study_records.h"
#include "ui/viewer/measure_tool.h"
#include "ui/viewer/report_content.h"
#include "ui/viewer/shown_study.h"
#include "ui/viewer/study_list_model.h"
#include "ui/viewer/study_notes.h"
#include "ui/widgets/place.h"

#include <QStringList>

#include <memory>
#include <optional>

namespace ccad {

class ComparedStudies;
class ComparedViews;
class FileOpening;
class FindingPanel;
class ImageCanvas;
class MessageBar;
class NotesView;
class ResultsPanel;
class ReviewMessages;
class SessionKeeper;
class Settings;
class ShownResults;
class StudyListPanel;
class TagsPanel;
struct StudyFiles;

/// The place where radiographs are looked at: the studies on the left, one canvas (or two, to
/// compare) in the middle, the finding on the right, and one message above the canvas when there is
/// something to say.
class ReviewPlace final : public Place
{
    Q_OBJECT
public:
    /// Settings and loader must outlive the place.
    explicit ReviewPlace(Settings& settings, StudyLoader& loader, QWidget* parent = nullptr);
    ~ReviewPlace() override;

    [[nodiscard]] QString key() const override { return QStringLiteral("review"); }
    /// The name of the study on screen, patient text hidden or not; empty: no study.
    [[nodiscard]] QString title() const override { return m_studies.title(currentPath()); }
    void focus() override;
    [[nodiscard]] bool hasSearch() const override { return true; }
    void focusSearch() override;

    /// Opens files and folders: lists all and shows the first that can be read. Returns at once.
    void open(const QStringList& paths);
    void openNext(); ///< the next in the order that the list shows
    void openPrevious();
    [[nodiscard]] bool hasNext() const;
    [[nodiscard]] bool hasPrevious() const;
    void closeStudy(); ///< takes the study on screen off the list and shows its neighbour
    void closeAll();

    /// Pins the study on screen to a second canvas on the right; the list goes on driving the left
    /// one. Without a study nothing can be compared.
    void setCompared(bool compared);
    [[nodiscard]] bool isCompared() const;
    void setViewsLinked(bool linked); ///< zoom, position, rotation and flips; never the window
    [[nodiscard]] bool areViewsLinked() const;
    void swapViews();
    void setTool(Tool tool); ///< in both canvases

    /// Reopens the studies that were open when the program ended, if the user wants that. Returns
    /// at once.
    void restoreSession();
    /// Saves the session, which also happens by itself soon after each change. Returns at once, as
    /// everything that saves.
    void saveSession();
    /// For tests: call it before anything else. The default is notesFile() and sessionFile().
    void setRecordPaths(const RecordPaths& paths);

    /// Comments and measurements, which are kept whatever becomes of the session.
    [[nodiscard]] const StudyNotes& notes() const { return m_notes; }
    void saveNotes() { m_notes.saveNow(); }
    /// Removes the notes of the study on screen (the left one) for good.
    void removeNotes() { m_notes.remove(currentPath()); }
    /// The notes that removeNotes() would remove, in words for a question; empty: none.
    [[nodiscard]] QString notesInWords() const;

    /// The path of the study on screen or being read; empty: none.
    [[nodiscard]] QString currentPath() const;
    /// The canvas that had the focus last; the left one while it is alone.
    [[nodiscard]] ImageCanvas& canvas() const;
    /// The measurements of the study in canvas(); null without a study.
    [[nodiscard]] MeasurementList* measurements();
    [[nodiscard]] FindingPanel& findingPanel() { return *m_findingPanel; }
    [[nodiscard]] MessageBar& messageBar() { return *m_messageBar; }
    /// Says that notes cannot be saved or read, until they can; then what became of their file.
    [[nodiscard]] MessageBar& notesBar() { return *m_notesBar; }
    [[nodiscard]] const StudyListModel& studies() const { return m_studies; }

    /// All that a report says of the study on screen (the left one). Empty without a study.
    [[nodiscard]] ReportContent reportContent() const;
    /// The study on screen (the left one) and how it is shown. Nothing without a study.
    [[nodiscard]] std::optional<ShownStudy> shownStudy() const;
    void setComment(const QString& path, const QString& comment);

    /// Shows a message above the canvas.
    void say(const QString& text);
    /// `path`: the one that the text may name; or empty.
    void complain(const QString& text, const QString& path = {});

Q_SIGNALS:
    void currentPathChanged(const QString& path);
    void pictureShown(); ///< the study on screen was read and is in its canvas
    void studiesChanged(); ///< also when they are sorted or filtered in another way
    void activeCanvasChanged();
    void comparedChanged(bool compared);
    /// Emitted when the measurements, their undo stack, the selection, the tool, the study that
    /// they belong to, or its comment changes.
    void measurementsChanged();
    void notesStateChanged(); ///< whether the notes are saved has changed

private:
    void connectLoader();
    void connectWidgets();
    void connectRecords();
    void connectCanvas(ImageCanvas& canvas);
    void applySettings();
    void hidePatientText();
    void list(const StudyFiles& found);
    void bringBack(const Session& session);
    void select(const QString& path);
    void openPath(const QString& path);
    void setCurrentPath(const QString& path);
    void onPicture(const OpenedStudy& study);
    void onReadingFailed(const QString& path, const Error& error);
    void showEmptyCanvas();

    Settings& m_settings;
    StudyLoader& m_loader;
    StudyListModel m_studies;
    StudyRecords m_records;
    StudyNotes m_notes;
    StudyListPanel* m_list;
    ComparedViews* m_views;
    TagsPanel* m_tags;
    ResultsPanel* m_resultsPanel;
    MessageBar* m_messageBar;
    MessageBar* m_notesBar;
    FindingPanel* m_findingPanel;
    ComparedStudies* m_compared;
    NotesView* m_notesView;
    ShownResults* m_results;
    FileOpening* m_opening;
    SessionKeeper* m_session;
    std::unique_ptr<ReviewMessages> m_messages;
};

} // namespace ccad
