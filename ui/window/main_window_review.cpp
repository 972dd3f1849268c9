// SPDX-License-Identifier: GPL-3.0-or-later
// The commands that belong to the study on screen, and when they can be given.
#include "ui/report/picture_output.h"
#include "ui/report/report_window.h"
#include "ui/screening/screening_place.h"
#include "ui/settings/settings.h"
#include "ui/viewer/image_canvas.h"
#include "ui/viewer/review_place.h"
#include "ui/widgets/message_bar.h"
#include "ui/window/main_window.h"

#include <QFileDialog>
#include <QMenu>
#include <QUndoStack>

using namespace Qt::StringLiterals;

namespace ccad {

void MainWindow::connectViewCommands()
{
    const std::pair<Command, void (ImageCanvas::*)()> changes[]
        = {{Command::Fit, &ImageCanvas::fit},
           {Command::ActualSize, &ImageCanvas::showActualSize},
           {Command::ZoomIn, &ImageCanvas::zoomIn},
           {Command::ZoomOut, &ImageCanvas::zoomOut},
           {Command::RotateLeft, &ImageCanvas::rotateLeft},
           {Command::RotateRight, &ImageCanvas::rotateRight},
           {Command::FlipHorizontally, &ImageCanvas::flipHorizontally},
           {Command::FlipVertically, &ImageCanvas::flipVertically}};
    for (const auto& [command, change] : changes)
        onCommand(command, [this, change = change] { (m_review->canvas().*change)(); });
    onCommand(Command::Reset, [this] {
        // Esc first lets go of what is being measured.
        if (!m_review->canvas().cancelTool())
            m_review->canvas().reset();
    });
    connect(m_commands[Command::Invert], &QAction::triggered, this,
            [this](bool on) { m_review->canvas().setInverted(on); });
    for (size_t i = 0; i < windowCommands.size(); ++i)
        onCommand(windowCommands[i], [this, i] { chooseWindow(i); });
}

void MainWindow::connectMeasuring()
{
    const std::pair<Command, Tool> tools[]
        = {{Command::MeasureLength, Tool::Length}, {Command::MeasureAngle, Tool::Angle}};
    for (const auto& [command, tool] : tools)
        connect(m_commands[command], &QAction::triggered, this,
                [this, tool = tool](bool on) { m_review->setTool(on ? tool : Tool::Navigate); });
    onCommand(Command::DeleteMeasurement,
              [this] { m_review->canvas().removeSelectedMeasurement(); });
    const auto onMeasurements = [this](Command command, const auto& act) {
        onCommand(command, [this, act] {
            if (MeasurementList* list = m_review->measurements())
                act(*list);
        });
    };
    onMeasurements(Command::Undo, [](MeasurementList& list) { list.undoStack().undo(); });
    onMeasurements(Command::Redo, [](MeasurementList& list) { list.undoStack().redo(); });
    onMeasurements(Command::ClearMeasurements, [](MeasurementList& list) { list.removeAll(); });
    onCommand(Command::DeleteNotes, [this] { askToDeleteNotes(); });
    connect(m_review, &ReviewPlace::measurementsChanged, this, &MainWindow::updateMeasuring);
}

void MainWindow::connectStudyCommands()
{
    onCommand(Command::Close, [this] { m_review->closeStudy(); });
    onCommand(Command::CloseAll, [this] { m_review->closeAll(); });
    onCommand(Command::Previous, [this] { m_review->openPrevious(); });
    onCommand(Command::Next, [this] { m_review->openNext(); });
    onCommand(Command::FilterStudies, [this] {
        if (m_place == Place::Screening)
            return m_screening->focusSearch();
        m_settings.setValue(Setting::StudiesPanelVisible, true);
        m_review->focusFilter();
    });
    connect(m_commands[Command::Compare], &QAction::triggered, m_review, &ReviewPlace::setCompared);
    connect(m_review, &ReviewPlace::comparedChanged, this, &MainWindow::updateCommands);
    connect(m_commands[Command::LinkViews], &QAction::triggered, m_review,
            &ReviewPlace::setViewsLinked);
    onCommand(Command::SwapViews, [this] { m_review->swapViews(); });
    onCommand(Command::Report, [this] { showReport(); });
    onCommand(Command::CopyImage, [this] { copyImage(); });
    onCommand(Command::SaveImage, [this] { saveImage(); });
}

void MainWindow::updateStudyCommands()
{
    const ImageCanvas& canvas = m_review->canvas();
    const bool usable = m_place == Place::Review && canvas.hasStudy();
    for (const Command command :
         {Command::Fit, Command::ActualSize, Command::ZoomIn, Command::ZoomOut, Command::RotateLeft,
          Command::RotateRight, Command::FlipHorizontally, Command::FlipVertically, Command::Invert,
          Command::Reset, Command::MeasureLength, Command::MeasureAngle, Command::Report,
          Command::CopyImage, Command::SaveImage})
        m_commands[command]->setEnabled(usable);
    for (const Command command : windowCommands)
        m_commands[command]->setEnabled(usable);
    m_windowMenu->menuAction()->setEnabled(usable);
    m_commands[Command::Invert]->setChecked(canvas.isInverted());
    const bool compared = m_review->isCompared();
    m_commands[Command::Compare]->setChecked(compared);
    m_commands[Command::Compare]->setEnabled(m_place == Place::Review && (usable || compared));
    m_commands[Command::LinkViews]->setChecked(m_review->areViewsLinked());
    m_commands[Command::LinkViews]->setEnabled(m_place == Place::Review && compared);
    m_commands[Command::SwapViews]->setEnabled(m_place == Place::Review && compared);
}

void MainWindow::updateMeasuring()
{
    const bool inReview = m_place == Place::Review;
    MeasurementList* list = m_review->measurements();
    const ImageCanvas& canvas = m_review->canvas();
    m_commands[Command::Undo]->setEnabled(inReview && list && list->undoStack().canUndo());
    m_commands[Command::Redo]->setEnabled(inReview && list && list->undoStack().canRedo());
    m_commands[Command::ClearMeasurements]->setEnabled(inReview && list && !list->all().empty());
    m_commands[Command::DeleteNotes]->setEnabled(inReview && !m_review->notesInWords().isEmpty());
    m_commands[Command::DeleteMeasurement]->setEnabled(inReview
                                                       && canvas.selectedMeasurement() >= 0);
    m_commands[Command::MeasureLength]->setChecked(canvas.tool() == Tool::Length);
    m_commands[Command::MeasureAngle]->setChecked(canvas.tool() == Tool::Angle);
}

void MainWindow::showReport()
{
    auto* report = new ReportWindow(m_review->reportContent(), this);
    connect(report, &ReportWindow::commentChanged, m_review,
            [review = m_review, path = m_review->currentPath()](const QString& comment) {
                review->setComment(path, comment);
            });
    showBeside(report);
}

void MainWindow::saveImage()
{
    auto* dialog = new QFileDialog(this, tr("Save Overlay"), {}, tr("PNG pictures (*.png)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"png"_s);
    dialog->selectFile(u"overlay.png"_s);
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::saveOverlay);
    dialog->open();
}

void MainWindow::saveOverlay(const QString& path)
{
    const ImageCanvas& canvas = m_review->canvas();
    m_saving.start(
        [path, picture = canvas.pictureImage(), overlay = canvas.overlayLayer(),
         opacity = m_settings.value(Setting::OverlayOpacity).toInt() / 100.0,
         orientation = canvas.view().orientation()] {
            return saveOverlayPng(path, picture, overlay, opacity, orientation);
        },
        [this, path](const Result<void>& saved) {
            MessageBar& bar = m_review->messageBar();
            if (saved)
                bar.show(MessageBar::Severity::Information,
                         tr("The radiograph with its overlay was saved as %1.").arg(path));
            else
                bar.show(MessageBar::Severity::Error, saved.error().message);
        });
}

void MainWindow::copyImage()
{
    copyToClipboard(m_review->canvas().viewImage());
    m_review->messageBar().show(MessageBar::Severity::Information,
                                tr("The picture as it is on screen was copied."));
}

} // namespace ccad
