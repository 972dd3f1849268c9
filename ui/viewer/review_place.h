// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/newest_wins.h"
#include "ui/jobs/study_loader.h"
#include "ui/viewer/study_list_model.h"

#include <QStringList>
#include <QWidget>

#include <optional>

class QListView;
class QSplitter;

namespace ccad {

class FindingPanel;
class ImageCanvas;
class MessageBar;
class Settings;

/// The place where one radiograph is looked at: studies on the left, the canvas, the finding on the
/// right, and one message above the canvas when there is something to say.
class ReviewPlace final : public QWidget
{
    Q_OBJECT
public:
    explicit ReviewPlace(Settings& settings, StudyLoader& loader, QWidget* parent = nullptr);

    /// Files and folders; shows the first that can be read and lists all. Returns at once.
    void open(const QStringList& paths);
    void openNext();
    void openPrevious();
    void closeStudy(); ///< takes the one on screen off the list and shows its neighbour

    [[nodiscard]] QString currentPath() const { return m_currentPath; }
    [[nodiscard]] ImageCanvas& canvas() { return *m_canvas; }
    [[nodiscard]] FindingPanel& findingPanel() { return *m_findingPanel; }
    [[nodiscard]] MessageBar& messageBar() { return *m_messages; }
    [[nodiscard]] const StudyListModel& studies() const { return m_studies; }

Q_SIGNALS:
    void currentPathChanged(const QString& path);
    void studiesChanged();

private:
    QWidget* makeStudiesPanel();
    void makeLayout();
    void connectLoader();
    void show(const QStringList& files);
    void select(const QString& path);
    void openRow(int row);
    void step(int rows);
    void setCurrentPath(const QString& path);
    void onPicture(const OpenedStudy& study);
    void onReadingFailed(const QString& path, const Error& error);
    void onFinding(const Finding& finding);
    void onModelReady();
    void onModelFailed(const Error& error);
    void renderOverlay();
    void applySettings();
    void say(const QString& text);
    void complain(const QString& text);
    void showEmptyCanvas();

    Settings& m_settings;
    StudyLoader& m_loader;
    StudyListModel m_studies;
    QSplitter* m_splitter;
    QListView* m_list;
    QWidget* m_studiesPanel;
    ImageCanvas* m_canvas;
    MessageBar* m_messages;
    FindingPanel* m_findingPanel;

    QString m_currentPath; ///< of what is on screen or being read; empty: nothing
    QString m_selected; ///< being selected by the program, not by hand
    std::optional<Finding> m_finding;
    QStringList m_untried; ///< the rest of what was opened together, until one of them can be read
    int m_unreadable = 0; ///< of what was opened together
    NewestWins m_search;
    NewestWins m_overlay;
};

} // namespace ccad
