// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>
#include <QTimer>

class QMainWindow;

namespace ccad {

class Place;
class ReviewPlace;
class StatusLine;

/// What keeps the window from closing: first jobs, which come to a halt, then comments and
/// measurements, which are saved or, if the user chooses so, lost. Closes the window as soon as
/// nothing keeps it any more.
class WindowClosing final : public QObject
{
    Q_OBJECT
public:
    /// All must outlive this object.
    WindowClosing(QMainWindow& window, const QList<Place*>& places, ReviewPlace& review,
                  StatusLine& status);

    /// True when the window may close now. If false, it closes by itself later, or asks when notes
    /// cannot be saved or that takes too long.
    [[nodiscard]] bool mayClose();
    /// True while jobs come to a halt.
    [[nodiscard]] bool isWaiting() const { return m_isWaiting; }

private:
    [[nodiscard]] bool hasJob() const;
    void waitForJobs();
    void closeWhenIdle();
    void closeSoon();
    /// The first place with work that could not be saved; null: there is none.
    [[nodiscard]] Place* placeWithUnsavedWork() const;
    void askWhetherToLoseWorkOf(Place& place);
    [[nodiscard]] bool hasSavedNotes();
    void onNotesState();
    void askWhetherToLoseNotes();
    void stayOpen();

    QMainWindow& m_window;
    const QList<Place*> m_places;
    ReviewPlace& m_review;
    StatusLine& m_status;
    bool m_isWaiting = false;
    QTimer m_notesPatience; ///< runs while closing waits for notes to be saved
    bool m_losesNotes = false; ///< the user chose to close without saving notes
    bool m_losesWork = false; ///< the same of what places could not save
};

} // namespace ccad
