// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/commands/commands.h"
#include "ui/jobs/in_order.h"
#include "ui/results/made_results.h"

#include <QHash>
#include <QMetaObject>
#include <QObject>
#include <QStringList>

#include <functional>

class QWidget;

namespace ccad {

class ResultsDialog;
class ReviewPlace;
class Settings;

/// The commands that act on the study on screen, what they do, and when they can be given.
class StudyCommands final : public QObject
{
    Q_OBJECT
public:
    /// All four must outlive this object; dialogs open over the window.
    StudyCommands(const Commands& commands, ReviewPlace& review, Settings& settings,
                  QWidget& window);

    /// In no other place than Review can these commands be given.
    void setInReview(bool inReview);
    /// Objects that Save Results has written of the study on screen since the program started.
    [[nodiscard]] QStringList savedResults() const;

Q_SIGNALS:
    /// The radiograph asks for its menu.
    void menuRequested(QPoint globalPosition);
    /// Whether there is a radiograph that commands can act on.
    void usableChanged(bool usable);

private:
    void connectView();
    void connectMeasuring();
    void connectStudies();
    void connectReview();
    void onCommand(Command command, const std::function<void()>& act);
    void followCanvas();
    void update();
    void updateView();
    void updateMeasuring();
    void showWindowPresets();
    void chooseWindow(size_t number);
    void askToDeleteNotes();
    void showReport();
    void saveImage();
    void saveOverlay(const QString& path);
    void askForResults();
    void makeFor(ResultsDialog* dialog, const results::ResultsChoice& choice);
    void saveShownResults(const MadeResultsPtr& made, const QString& folder);
    void copyImage();

    const Commands& m_commands;
    ReviewPlace& m_review;
    Settings& m_settings;
    QWidget& m_window;
    bool m_isInReview = true;
    QList<QMetaObject::Connection> m_canvasConnections; ///< connections to the active canvas
    QHash<QString, QStringList> m_savedResults; ///< by films
    InOrder m_saving; ///< saves pictures
};

} // namespace ccad
