// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/internal/window_closing.h"

#include "ui/viewer/review_place.h"
#include "ui/widgets/message_bar.h"
#include "ui/window/internal/status_line.h"

#include <QMainWindow>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int notesPatienceMs = 5000;

} // namespace

WindowClosing::WindowClosing(QMainWindow& window, const QList<Place*>& places, ReviewPlace& review,
                             StatusLine& status)
    : QObject(&window), m_window(window), m_places(places), m_review(review), m_status(status)
{
    for (const Place* place : m_places)
        connect(place, &Place::busyChanged, this, &WindowClosing::closeWhenIdle);
    connect(&m_review, &ReviewPlace::notesStateChanged, this, &WindowClosing::onNotesState);
    m_notesPatience.setSingleShot(true);
    m_notesPatience.setInterval(notesPatienceMs);
    connect(&m_notesPatience, &QTimer::timeout, this, &WindowClosing::askWhetherToLoseNotes);
}

bool WindowClosing::mayClose()
{
    if (hasJob()) {
        waitForJobs();
        return false;
    }
    if (Place* place = placeWithUnsavedWork(); place && !m_losesWork) {
        askWhetherToLoseWorkOf(*place);
        return false;
    }
    m_review.saveSession();
    return hasSavedNotes();
}

Place* WindowClosing::placeWithUnsavedWork() const
{
    const auto found = std::find_if(m_places.begin(), m_places.end(), [](const Place* place) {
        return !place->unsavedWork().isEmpty();
    });
    return found == m_places.end() ? nullptr : *found;
}

void WindowClosing::askWhetherToLoseWorkOf(Place& place)
{
    auto* box = new QMessageBox(QMessageBox::Warning, tr("Not Everything Is Saved"),
                                place.unsavedWork(), QMessageBox::Cancel, &m_window);
    box->setObjectName(u"unsavedWork"_s);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(tr("If you close CCAD now, it is lost."));
    auto* lose = box->addButton(tr("Close and &Lose It"), QMessageBox::DestructiveRole);
    auto* again = box->addButton(tr("&Try Again"), QMessageBox::AcceptRole);
    box->setDefaultButton(again);
    connect(box, &QDialog::finished, this, [this, box, lose, again, &place] {
        m_losesWork = box->clickedButton() == lose;
        if (box->clickedButton() != lose && box->clickedButton() != again)
            return stayOpen();
        if (box->clickedButton() == again)
            place.saveAgain();
        closeSoon();
    });
    box->open();
}

bool WindowClosing::hasJob() const
{
    return std::any_of(m_places.begin(), m_places.end(),
                       [](const Place* place) { return place->isBusy(); });
}

void WindowClosing::waitForJobs()
{
    m_isWaiting = true;
    m_window.centralWidget()->setEnabled(false);
    m_window.menuBar()->setEnabled(false);
    for (Place* place : m_places) {
        m_status.setJob(place, {});
        place->halt();
    }
    m_status.setJob(&m_window,
                    tr("Waiting for what runs in the background to come to a halt. It can go "
                       "on later."));
}

void WindowClosing::closeWhenIdle()
{
    if (m_isWaiting && !hasJob())
        closeSoon();
}

void WindowClosing::closeSoon()
{
    // Queued: other slots run first and must not find the window closed.
    QMetaObject::invokeMethod(&m_window, &QWidget::close, Qt::QueuedConnection);
}

bool WindowClosing::hasSavedNotes()
{
    if (m_losesNotes || m_review.notes().unsaved() == 0)
        return true;
    if (!m_notesPatience.isActive()) {
        m_notesPatience.start();
        m_status.setJob(&m_review, tr("Saving comments and measurements."));
        m_review.saveNotes();
    }
    return false;
}

void WindowClosing::onNotesState()
{
    if (!m_notesPatience.isActive())
        return;
    const StudyNotes& notes = m_review.notes();
    if (notes.unsaved() == 0) {
        m_notesPatience.stop();
        m_status.setJob(&m_review, {});
        closeSoon();
    } else if (!notes.problem().message.isEmpty() && !notes.isBusy()) {
        m_notesPatience.stop();
        askWhetherToLoseNotes();
    }
}

void WindowClosing::askWhetherToLoseNotes()
{
    m_status.setJob(&m_review, {});
    auto* box = new QMessageBox(
        QMessageBox::Warning, tr("Comments and Measurements Are Not Saved"),
        tr("What you added to %n file(s) could not be saved.", nullptr, m_review.notes().unsaved()),
        QMessageBox::Cancel, &m_window);
    box->setAttribute(Qt::WA_DeleteOnClose);
    const QString why = m_review.notesBar().isHidden()
        ? tr("The disk does not answer.")
        : m_review.notesBar().text(); // as shown there, hence without patient text if so wanted
    box->setInformativeText(tr("%1\n\nIf you close CCAD now, it is lost.").arg(why));
    auto* lose = box->addButton(tr("Close and &Lose It"), QMessageBox::DestructiveRole);
    auto* again = box->addButton(tr("&Try Again"), QMessageBox::AcceptRole);
    box->setDefaultButton(again);
    connect(box, &QDialog::finished, this, [this, box, lose, again] {
        m_losesNotes = box->clickedButton() == lose;
        if (box->clickedButton() != lose && box->clickedButton() != again)
            return stayOpen();
        closeSoon();
    });
    box->open();
}

void WindowClosing::stayOpen()
{
    m_isWaiting = false;
    m_window.centralWidget()->setEnabled(true);
    m_window.menuBar()->setEnabled(true);
    m_status.setJob(&m_window, {});
}

} // namespace ccad
