// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/newest_wins.h"
#include "ui/study/session.h"
#include "ui/study/study_loader.h"
#include "ui/study/study_records.h"
#include "ui/viewer/measure_tool.h"
#include "ui/viewer/report_content.h"
#include "ui/viewer/saliency_overlay.h"
#include "ui/viewer/study_list_model.h"
#include "ui/viewer/study_notes.h"
#include "ui/widgets/message_bar.h"

#include <QStringList>
#include <QTimer>
#include <QWidget>

#include <optional>

class QSplitter;

namespace ccad {

class ComparedViews;
class FindingPanel;
class ImageCanvas;
class Settings;
class StudyListPanel;
class TagsPanel;
struct StudyFiles;

/// The place where radiographs are looked at: the studies on the left, one canvas (or two, to
/// compare) in the middle, the finding on the right, and one message above the canvas when there is
/// something to say.
class ReviewPlace final : public QWidget
{
    Q_OBJECT
public:
    /// Settings and loader must outlive the place.
    explicit ReviewPlace(Settings& settings, StudyLoader& loader, QWidget* parent = nullptr);

    /// Opens files and folders: lists all and shows the first that can be read. Returns at once.
    void open(const QStringList& paths);
    void openNext(); ///< the next in the order that the list shows
    void openPrevious();
    [[nodiscard]] bool hasNext() const;
    [[nodiscard]] bool hasPrevious() const;
    void closeStudy(); ///< takes the study on screen off the list and shows its neighbour
    void closeAll();
    void focusFilter();

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
    void removeNotes() { m_notes.remove(m_currentPath); }
    /// The notes that removeNotes() would remove, in words for a question; empty: none.
    [[nodiscard]] QString notesInWords() const;

    [[nodiscard]] QString currentPath() const { return m_currentPath; }
    /// The name of the study on screen, patient text hidden or not; empty: no study.
    [[nodiscard]] QString currentTitle() const { return m_studies.title(m_currentPath); }
    /// The canvas that had the focus last; the left one while it is alone.
    [[nodiscard]] ImageCanvas& canvas() const;
    /// The measurements of the study in canvas(); null without a study.
    [[nodiscard]] MeasurementList* measurements();
    [[nodiscard]] FindingPanel& findingPanel() { return *m_findingPanel; }
    [[nodiscard]] MessageBar& messageBar() { return *m_messages; }
    /// Says that notes cannot be saved or read, until they can; then what became of their file.
    [[nodiscard]] MessageBar& notesBar() { return *m_notesBar; }
    [[nodiscard]] const StudyListModel& studies() const { return m_studies; }

    /// All that a report says of the study on screen (the left one). Empty without a study.
    [[nodiscard]] ReportContent reportContent() const;
    void setComment(const QString& path, const QString& comment);

Q_SIGNALS:
    void currentPathChanged(const QString& path);
    void studiesChanged(); ///< also when they are sorted or filtered in another way
    void activeCanvasChanged();
    void comparedChanged(bool compared);
    /// Emitted when the measurements, their undo stack, the selection, the tool, the study that
    /// they belong to, or its comment changes.
    void measurementsChanged();
    void notesStateChanged(); ///< whether the notes are saved has changed

private:
    /// A study as it was when it was pinned.
    struct Pinned
    {
        OpenedStudy study;
        std::optional<ExplainedStudy> explained;
    };
    /// How a study looked when it left the right canvas for the left one.
    struct Moved
    {
        QString path;
        Voi voi;
        bool isInverted = false;
    };
    struct Message
    {
        MessageBar::Severity severity = MessageBar::Severity::Information;
        QString text;
        QString path; ///< path that the text may name
    };

    void makeLayout();
    void connectLoader();
    void connectParts();
    void connectCanvas(ImageCanvas& canvas);
    void applySettings();
    void hidePatientText();
    void list(const QStringList& files);
    void tellLeftOut(const StudyFiles& found);
    void select(const QString& path);
    void openPath(const QString& path);
    void setCurrentPath(const QString& path);
    void onPicture(const OpenedStudy& study);
    void onReadingFailed(const QString& path, const Error& error);
    void onFinding(const Finding& finding);
    void onModelReady();
    void onModelFailed(const Error& error);
    void describe(ImageCanvas& canvas, const OpenedStudy& study);
    void updateCaptions();
    void rememberFile(const QString& path);
    void pinCurrent();
    [[nodiscard]] Session session() const;
    void bringBack(const Session& session);
    void connectNotes();
    void showNotes(const QString& path);
    void showComment();
    void showNotesState();
    void showNotesBar();
    void showEmptyCanvas();
    void say(const QString& text);
    void complain(const QString& text, const QString& path);
    void showMessage(const Message& message);

    Settings& m_settings;
    StudyLoader& m_loader;
    StudyListModel m_studies;
    RecordPaths m_recordPaths;
    StudyRecords m_records;
    StudyNotes m_notes;
    QSplitter* m_splitter;
    StudyListPanel* m_list;
    QSplitter* m_middle;
    ComparedViews* m_views;
    TagsPanel* m_tags;
    MessageBar* m_messages;
    MessageBar* m_notesBar;
    FindingPanel* m_findingPanel;
    SaliencyOverlay* m_overlay;
    SaliencyOverlay* m_pinnedOverlay;

    QString m_currentPath; ///< path of the study on screen or being read; empty: none
    std::optional<OpenedStudy> m_study; ///< the study in the left canvas
    std::optional<ExplainedStudy> m_explained; ///< m_study with its finding
    std::optional<Pinned> m_pinned;
    std::optional<Moved> m_moved; ///< kept until a study is on the left
    Message m_message; ///< the last message
    QString m_modelSha; ///< hash of the model whose findings the list shows
    QStringList m_untried; ///< the rest of the files opened together, until one of them can be read
    int m_unreadable = 0; ///< how many of the files opened together could not be read
    QTimer m_saveSoon;
    bool m_isRestoring = false;
    bool m_sessionFailed = false; ///< the user was told of the failure
    QString m_notesNotice; ///< shown until the user closes it
    NewestWins m_search;
};

} // namespace ccad
