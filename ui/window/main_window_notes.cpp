// SPDX-License-Identifier: GPL-3.0-or-later
// Comments and measurements: deleting them, and not losing them when the window closes.
#include "ui/viewer/review_place.h"
#include "ui/window/internal/status_line.h"
#include "ui/window/main_window.h"

#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>

namespace ccad {

void MainWindow::askToDeleteNotes()
{
    auto* box = new QMessageBox(
        QMessageBox::Question, tr("Delete Comment and Measurements"),
        tr("Delete %1 of %2?").arg(m_review->notesInWords(), m_review->currentTitle()),
        QMessageBox::Cancel, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText); // a file's name is no HTML
    box->setInformativeText(tr("They are removed from the disk. This cannot be undone."));
    auto* remove = box->addButton(tr("&Delete"), QMessageBox::DestructiveRole);
    box->setDefaultButton(QMessageBox::Cancel);
    connect(remove, &QAbstractButton::clicked, m_review,
            [review = m_review, path = m_review->currentPath()] {
                if (review->currentPath() == path) // it was asked about no other
                    review->removeNotes();
            });
    box->open();
}

bool MainWindow::hasSavedNotes()
{
    if (m_losesNotes || m_review->notes().unsaved() == 0)
        return true;
    if (!m_notesPatience.isActive()) {
        m_notesPatience.start();
        m_status->setJob(m_review, tr("Saving comments and measurements."));
        m_review->saveNotes();
    }
    return false;
}

void MainWindow::onNotesState()
{
    if (!m_notesPatience.isActive())
        return;
    const StudyNotes& notes = m_review->notes();
    if (notes.unsaved() == 0) {
        m_notesPatience.stop();
        m_status->setJob(m_review, {});
        // Queued: other slots must not find the window closed.
        QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection);
    } else if (!notes.problem().message.isEmpty() && !notes.isBusy()) {
        m_notesPatience.stop();
        askWhetherToLoseNotes();
    }
}

void MainWindow::askWhetherToLoseNotes()
{
    m_status->setJob(m_review, {});
    auto* box = new QMessageBox(QMessageBox::Warning, tr("Comments and Measurements Are Not Saved"),
                                tr("What you added to %n file(s) could not be saved.", nullptr,
                                   m_review->notes().unsaved()),
                                QMessageBox::Cancel, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    const QString why = m_review->notesBar().isHidden()
        ? tr("The disk does not answer.")
        : m_review->notesBar().text(); // as shown there, hence without patient text if so wanted
    box->setInformativeText(tr("%1\n\nIf you close CCAD now, it is lost.").arg(why));
    auto* lose = box->addButton(tr("Close and &Lose It"), QMessageBox::DestructiveRole);
    auto* again = box->addButton(tr("&Try Again"), QMessageBox::AcceptRole);
    box->setDefaultButton(again);
    connect(box, &QDialog::finished, this, [this, box, lose, again] {
        m_losesNotes = box->clickedButton() == lose;
        if (box->clickedButton() != lose && box->clickedButton() != again)
            return stayOpen();
        QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection);
    });
    box->open();
}

void MainWindow::stayOpen()
{
    m_isClosing = false;
    centralWidget()->setEnabled(true);
    menuBar()->setEnabled(true);
    m_status->setJob(this, {});
}

} // namespace ccad
