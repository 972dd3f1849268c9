// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/internal/study_commands.h"

#include "ui/report/picture_output.h"
#include "ui/report/report_window.h"
#include "ui/results/results_dialog.h"
#include "ui/results/results_saving.h"
#include "ui/settings/settings.h"
#include "ui/viewer/image_canvas.h"
#include "ui/viewer/review_place.h"
#include "ui/viewer/window_presets.h"
#include "ui/widgets/file_dialogs.h"
#include "ui/widgets/literal_text.h"
#include "ui/window/internal/beside.h"

#include <QMessageBox>
#include <QPointer>
#include <QPushButton>
#include <QUndoStack>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// Commands that can be given whenever a radiograph is on screen.
constexpr Command pictureCommands[] = {
    Command::Fit,          Command::ActualSize,  Command::ZoomIn,           Command::ZoomOut,
    Command::RotateLeft,   Command::RotateRight, Command::FlipHorizontally, Command::FlipVertically,
    Command::Invert,       Command::Reset,       Command::MeasureLength,    Command::MeasureAngle,
    Command::Report,       Command::CopyImage,   Command::SaveImage,        Command::SaveResults,
    Command::SendToArchive};

} // namespace

StudyCommands::StudyCommands(const Commands& commands, ReviewPlace& review, Settings& settings,
                             QWidget& window)
    : QObject(&window), m_commands(commands), m_review(review), m_settings(settings),
      m_window(window)
{
    connectView();
    connectMeasuring();
    connectStudies();
    connectReview();
    followCanvas();
}

void StudyCommands::onCommand(Command command, const std::function<void()>& act)
{
    connect(m_commands[command], &QAction::triggered, this, act);
}

void StudyCommands::connectView()
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
        onCommand(command, [this, change = change] { (m_review.canvas().*change)(); });
    onCommand(Command::Reset, [this] {
        // Esc first lets go of what is being measured.
        if (!m_review.canvas().cancelTool())
            m_review.canvas().reset();
    });
    connect(m_commands[Command::Invert], &QAction::triggered, this,
            [this](bool on) { m_review.canvas().setInverted(on); });
    for (size_t i = 0; i < windowCommands.size(); ++i)
        onCommand(windowCommands[i], [this, i] { chooseWindow(i); });
}

void StudyCommands::connectMeasuring()
{
    const std::pair<Command, Tool> tools[]
        = {{Command::MeasureLength, Tool::Length}, {Command::MeasureAngle, Tool::Angle}};
    for (const auto& [command, tool] : tools)
        connect(m_commands[command], &QAction::triggered, this,
                [this, tool = tool](bool on) { m_review.setTool(on ? tool : Tool::Navigate); });
    onCommand(Command::DeleteMeasurement,
              [this] { m_review.canvas().removeSelectedMeasurement(); });
    const auto onMeasurements = [this](Command command, const auto& act) {
        onCommand(command, [this, act] {
            if (MeasurementList* list = m_review.measurements())
                act(*list);
        });
    };
    onMeasurements(Command::Undo, [](MeasurementList& list) { list.undoStack().undo(); });
    onMeasurements(Command::Redo, [](MeasurementList& list) { list.undoStack().redo(); });
    onMeasurements(Command::ClearMeasurements, [](MeasurementList& list) { list.removeAll(); });
    onCommand(Command::DeleteNotes, [this] { askToDeleteNotes(); });
}

void StudyCommands::connectStudies()
{
    onCommand(Command::Close, [this] { m_review.closeStudy(); });
    onCommand(Command::CloseAll, [this] { m_review.closeAll(); });
    onCommand(Command::Previous, [this] { m_review.openPrevious(); });
    onCommand(Command::Next, [this] { m_review.openNext(); });
    connect(m_commands[Command::Compare], &QAction::triggered, &m_review,
            &ReviewPlace::setCompared);
    connect(m_commands[Command::LinkViews], &QAction::triggered, &m_review,
            &ReviewPlace::setViewsLinked);
    onCommand(Command::SwapViews, [this] { m_review.swapViews(); });
    onCommand(Command::Report, [this] { showReport(); });
    onCommand(Command::CopyImage, [this] { copyImage(); });
    onCommand(Command::SaveImage, [this] { saveImage(); });
    onCommand(Command::SaveResults, [this] { askForResults(); });
}

void StudyCommands::connectReview()
{
    connect(&m_review, &ReviewPlace::currentPathChanged, this, &StudyCommands::update);
    connect(&m_review, &ReviewPlace::studiesChanged, this, &StudyCommands::update);
    connect(&m_review, &ReviewPlace::comparedChanged, this, &StudyCommands::update);
    connect(&m_review, &ReviewPlace::measurementsChanged, this, &StudyCommands::updateMeasuring);
    connect(&m_review, &ReviewPlace::activeCanvasChanged, this, &StudyCommands::followCanvas);
    connect(&m_review, &ReviewPlace::pictureShown, this, [this] {
        showWindowPresets();
        update();
    });
}

void StudyCommands::followCanvas()
{
    ImageCanvas* canvas = &m_review.canvas();
    for (const QMetaObject::Connection& connection : m_canvasConnections)
        disconnect(connection);
    m_canvasConnections = {
        connect(canvas, &ImageCanvas::voiChanged, this, &StudyCommands::updateView),
        connect(canvas, &ImageCanvas::contextMenuRequested, this, &StudyCommands::menuRequested)};
    showWindowPresets();
    update();
}

void StudyCommands::setInReview(bool inReview)
{
    m_isInReview = inReview;
    for (const Command command : m_commands.names())
        if (isForReview(command))
            m_commands[command]->setEnabled(inReview);
    update();
}

void StudyCommands::update()
{
    const int row = m_review.studies().rowOf(m_review.currentPath());
    m_commands[Command::Close]->setEnabled(m_isInReview && row >= 0);
    m_commands[Command::CloseAll]->setEnabled(m_isInReview && m_review.studies().rowCount() > 0);
    m_commands[Command::Previous]->setEnabled(m_isInReview && m_review.hasPrevious());
    m_commands[Command::Next]->setEnabled(m_isInReview && m_review.hasNext());
    updateView();
    updateMeasuring();
}

void StudyCommands::updateView()
{
    const ImageCanvas& canvas = m_review.canvas();
    const bool usable = m_isInReview && canvas.hasStudy();
    for (const Command command : pictureCommands)
        m_commands[command]->setEnabled(usable);
    for (const Command command : windowCommands)
        m_commands[command]->setEnabled(usable);
    m_commands[Command::Invert]->setChecked(canvas.isInverted());
    const bool compared = m_review.isCompared();
    m_commands[Command::Compare]->setChecked(compared);
    m_commands[Command::Compare]->setEnabled(m_isInReview && (usable || compared));
    m_commands[Command::LinkViews]->setChecked(m_review.areViewsLinked());
    m_commands[Command::LinkViews]->setEnabled(m_isInReview && compared);
    m_commands[Command::SwapViews]->setEnabled(m_isInReview && compared);
    Q_EMIT usableChanged(usable);
}

void StudyCommands::updateMeasuring()
{
    MeasurementList* list = m_review.measurements();
    const ImageCanvas& canvas = m_review.canvas();
    m_commands[Command::Undo]->setEnabled(m_isInReview && list && list->undoStack().canUndo());
    m_commands[Command::Redo]->setEnabled(m_isInReview && list && list->undoStack().canRedo());
    m_commands[Command::ClearMeasurements]->setEnabled(m_isInReview && list
                                                       && !list->all().empty());
    m_commands[Command::DeleteNotes]->setEnabled(m_isInReview
                                                 && !m_review.notesInWords().isEmpty());
    m_commands[Command::DeleteMeasurement]->setEnabled(m_isInReview
                                                       && canvas.selectedMeasurement() >= 0);
    m_commands[Command::MeasureLength]->setChecked(canvas.tool() == Tool::Length);
    m_commands[Command::MeasureAngle]->setChecked(canvas.tool() == Tool::Angle);
}

void StudyCommands::showWindowPresets()
{
    const ImageCanvas& canvas = m_review.canvas();
    const auto presets = canvas.hasStudy()
        ? windowPresets(canvas.radiograph(), canvas.automaticVoi())
        : std::vector<WindowPreset>();
    for (size_t i = 0; i < windowCommands.size(); ++i) {
        QAction* action = m_commands[windowCommands[i]];
        action->setVisible(i < presets.size());
        if (i < presets.size())
            action->setText(u"&%1  %2"_s.arg(i).arg(withoutKeys(presets[i].title)));
    }
}

void StudyCommands::chooseWindow(size_t number)
{
    ImageCanvas& canvas = m_review.canvas();
    if (!canvas.hasStudy())
        return;
    const auto presets = windowPresets(canvas.radiograph(), canvas.automaticVoi());
    if (number < presets.size())
        canvas.setVoi(presets[number].voi);
}

void StudyCommands::askToDeleteNotes()
{
    auto* box
        = new QMessageBox(QMessageBox::Question, tr("Delete Comment and Measurements"),
                          tr("Delete %1 of %2?").arg(m_review.notesInWords(), m_review.title()),
                          QMessageBox::Cancel, &m_window);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText); // a file's name is no HTML
    box->setInformativeText(tr("They are removed from the disk. This cannot be undone."));
    auto* remove = box->addButton(tr("&Delete"), QMessageBox::DestructiveRole);
    box->setDefaultButton(QMessageBox::Cancel);
    connect(remove, &QAbstractButton::clicked, &m_review,
            [review = &m_review, path = m_review.currentPath()] {
                if (review->currentPath() == path) // it was asked about no other
                    review->removeNotes();
            });
    box->open();
}

void StudyCommands::showReport()
{
    auto* report = new ReportWindow(m_review.reportContent(), &m_window);
    connect(report, &ReportWindow::commentChanged, &m_review,
            [review = &m_review, path = m_review.currentPath()](const QString& comment) {
                review->setComment(path, comment);
            });
    showBeside(report);
}

void StudyCommands::saveImage()
{
    auto* dialog = openSaveDialog(&m_window, tr("Save Overlay"), u"overlay.png"_s,
                                  tr("PNG pictures (*.png)"));
    connect(dialog, &QFileDialog::fileSelected, this, &StudyCommands::saveOverlay);
}

void StudyCommands::saveOverlay(const QString& path)
{
    const ImageCanvas& canvas = m_review.canvas();
    m_saving.start(
        [path, picture = canvas.pictureImage(), overlay = canvas.overlayLayer(),
         opacity = m_settings.value(Setting::OverlayOpacity).toInt() / 100.0,
         orientation = canvas.view().orientation(), planes = canvas.shownPlanes()] {
            return saveOverlayPng(path, picture, overlay, opacity, orientation, planes);
        },
        [this, path](const Result<void>& saved) {
            if (saved)
                m_review.say(tr("The radiograph with its overlay was saved as %1.").arg(path));
            else
                m_review.complain(saved.error().message);
        });
}

void StudyCommands::askForResults()
{
    const auto study = m_review.shownStudy();
    if (!study)
        return;
    if (!study->classifier) {
        m_review.complain(tr("There is no model yet that could judge the film."));
        return;
    }
    auto* dialog = new ResultsDialog(study->format == FileFormat::Dicom, m_settings, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ResultsDialog::previewRequested, this,
            [this, dialog](const results::ResultsChoice& choice) { makeFor(dialog, choice); });
    connect(dialog, &ResultsDialog::saveRequested, this, &StudyCommands::saveShownResults);
    dialog->open();
}

/// The dialog lies over the window until it is closed: the study on screen stays the same.
void StudyCommands::makeFor(ResultsDialog* dialog, const results::ResultsChoice& choice)
{
    const auto study = m_review.shownStudy();
    if (!study || !study->classifier) {
        dialog->reject();
        return;
    }
    m_saving.start([order = ResultsOrder{*study, m_review.reportContent(),
                                         choice}] { return makeResults(order); },
                   [asked = QPointer(dialog)](const MadeResultsPtr& made) {
                       if (asked) // it may have been cancelled
                           asked->showMade(made);
                   });
}

void StudyCommands::saveShownResults(const MadeResultsPtr& made, const QString& folder)
{
    m_saving.start(
        [made, folder] { return saveMade(made, folder); },
        [this, folder, film = m_review.currentPath()](const results::FilmResults& saved) {
            for (const results::WrittenObject& object : saved.objects)
                m_savedResults[film] << object.path;
            const QString failure = failureWords(saved);
            if (failure.isEmpty())
                m_review.say(savedWords(saved, folder));
            else
                m_review.complain(failure);
        });
}

QStringList StudyCommands::savedResults() const
{
    return m_savedResults.value(m_review.currentPath());
}

void StudyCommands::copyImage()
{
    copyToClipboard(m_review.canvas().viewImage());
    m_review.say(tr("The picture as it is on screen was copied."));
}

} // namespace ccad
