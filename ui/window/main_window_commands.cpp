// SPDX-License-Identifier: GPL-3.0-or-later
// What each command of the window does, and when it can be given.
#include "core/base/data_dirs.h"
#include "ui/model/model_library.h"
#include "ui/settings/settings.h"
#include "ui/viewer/image_canvas.h"
#include "ui/viewer/review_place.h"
#include "ui/widgets/theme.h"
#include "ui/window/main_window.h"
#include "ui/window/status_line.h"

#include <QApplication>
#include <QDir>
#include <QMenu>

#include <algorithm>

namespace ccad {

namespace {

constexpr int opacityStep = 10; // percent

QString titleOf(const Voi& voi, int number)
{
    const auto named = [number](const QString& name, const QString& otherwise) {
        return name.isEmpty() ? QStringLiteral("&%1  %2").arg(number).arg(otherwise)
                              : QStringLiteral("&%1  %2").arg(number).arg(name);
    };
    if (const auto* window = std::get_if<VoiWindow>(&voi))
        return named(window->name,
                     MainWindow::tr("Width %1, Level %2").arg(window->width).arg(window->center));
    return named(std::get<VoiTable>(voi).name, MainWindow::tr("VOI LUT"));
}

/// Not the folder as a whole: beside the studies it says where they come from.
QStringList sampleStudies()
{
    const QDir folder(samplesDir());
    QStringList studies;
    for (const QString& name : folder.entryList({QStringLiteral("*.dcm")}, QDir::Files, QDir::Name))
        studies << folder.filePath(name);
    // Without any, the folder's own error message tells what is missing.
    return studies.isEmpty() ? QStringList{folder.path()} : studies;
}

} // namespace

void MainWindow::onCommand(Command command, const std::function<void()>& act)
{
    connect(m_commands[command], &QAction::triggered, this, act);
}

void MainWindow::connectCommands()
{
    onCommand(Command::Open, [this] { chooseFiles(); });
    onCommand(Command::OpenSample, [this] { open(sampleStudies()); });
    onCommand(Command::Close, [this] { m_review->closeStudy(); });
    onCommand(Command::Quit, [this] { close(); });
    onCommand(Command::Previous, [this] { m_review->openPrevious(); });
    onCommand(Command::Next, [this] { m_review->openNext(); });
    onCommand(Command::ReviewPlace, [this] { showPlace(Place::Review); });
    onCommand(Command::TrainingPlace, [this] { showPlace(Place::Training); });
    onCommand(Command::ModelPlace, [this] { showPlace(Place::Model); });
    onCommand(Command::AskActiveModel, [this] { m_models->lookWithActive(); });
    onCommand(Command::Manual, [this] { showManual(); });
    onCommand(Command::About, [this] { showAbout(); });
    onCommand(Command::FullScreen,
              [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
    onCommand(Command::ReadingRoom,
              [this] { m_settings.setValue(Setting::Theme, keyOf(Theme::ReadingRoom)); });
    onCommand(Command::Daylight,
              [this] { m_settings.setValue(Setting::Theme, keyOf(Theme::Daylight)); });
    onCommand(Command::MoreOpaque, [this] { changeOpacity(opacityStep); });
    onCommand(Command::LessOpaque, [this] { changeOpacity(-opacityStep); });
    const std::pair<Command, Setting> switches[]
        = {{Command::ShowOverlay, Setting::OverlayVisible},
           {Command::StudiesPanel, Setting::StudiesPanelVisible},
           {Command::FindingPanel, Setting::FindingPanelVisible}};
    for (const auto& [command, setting] : switches)
        connect(m_commands[command], &QAction::toggled, this,
                [this, setting = setting](bool on) { m_settings.setValue(setting, on); });
}

void MainWindow::connectViewCommands()
{
    ImageCanvas* canvas = &m_review->canvas();
    const std::pair<Command, void (ImageCanvas::*)()> changes[]
        = {{Command::Fit, &ImageCanvas::fit},
           {Command::ActualSize, &ImageCanvas::showActualSize},
           {Command::ZoomIn, &ImageCanvas::zoomIn},
           {Command::ZoomOut, &ImageCanvas::zoomOut},
           {Command::RotateLeft, &ImageCanvas::rotateLeft},
           {Command::RotateRight, &ImageCanvas::rotateRight},
           {Command::FlipHorizontally, &ImageCanvas::flipHorizontally},
           {Command::FlipVertically, &ImageCanvas::flipVertically},
           {Command::Reset, &ImageCanvas::reset}};
    for (const auto& [command, change] : changes)
        connect(m_commands[command], &QAction::triggered, canvas, change);
    connect(m_commands[Command::Invert], &QAction::triggered, canvas, &ImageCanvas::setInverted);
}

void MainWindow::fillWindowMenu()
{
    m_windowMenu->clear();
    ImageCanvas& canvas = m_review->canvas();
    if (!canvas.hasStudy())
        return;
    QAction* automatic = m_windowMenu->addAction(
        tr("&0  Automatic"), Qt::Key_0, this, [&canvas] { canvas.setVoi(canvas.automaticVoi()); });
    automatic->setToolTip(tr("The window that the pixels themselves suggest"));
    const std::vector<Voi>& vois = canvas.radiograph().vois;
    for (int i = 0; i < int(std::min<size_t>(vois.size(), 9)); ++i)
        m_windowMenu->addAction(titleOf(vois[size_t(i)], i + 1), QKeySequence(Qt::Key_1 + i), this,
                                [&canvas, voi = vois[size_t(i)]] { canvas.setVoi(voi); });
}

void MainWindow::updateCommands()
{
    ImageCanvas& canvas = m_review->canvas();
    const bool inReview = m_place == Place::Review;
    const bool hasStudy = canvas.hasStudy();
    for (const Command command : m_commands.names())
        if (isForReview(command))
            m_commands[command]->setEnabled(inReview);
    for (const Command command :
         {Command::Fit, Command::ActualSize, Command::ZoomIn, Command::ZoomOut, Command::RotateLeft,
          Command::RotateRight, Command::FlipHorizontally, Command::FlipVertically, Command::Invert,
          Command::Reset})
        m_commands[command]->setEnabled(inReview && hasStudy);
    m_commands[Command::Invert]->setChecked(canvas.isInverted());
    const int row = m_review->studies().rowOf(m_review->currentPath());
    const int rows = m_review->studies().rowCount();
    m_commands[Command::Close]->setEnabled(inReview && row >= 0);
    m_commands[Command::Previous]->setEnabled(inReview && row > 0);
    m_commands[Command::Next]->setEnabled(inReview && row >= 0 && row + 1 < rows);
    m_commands[Command::AskActiveModel]->setEnabled(inReview && m_models->isLookingElsewhere());
    m_windowMenu->menuAction()->setEnabled(inReview && hasStudy);
    for (QAction* window : m_windowMenu->actions())
        window->setEnabled(inReview); // their keys would act although the menu is greyed
}

void MainWindow::applySettings()
{
    const Theme theme = themeOf(m_settings.value(Setting::Theme).toString());
    if (theme != currentTheme())
        applyTheme(*qApp, theme);
    m_commands[theme == Theme::Daylight ? Command::Daylight : Command::ReadingRoom]->setChecked(
        true);
    const bool findingShown = m_settings.value(Setting::FindingPanelVisible).toBool();
    m_commands[Command::FindingPanel]->setChecked(findingShown);
    m_commands[Command::StudiesPanel]->setChecked(
        m_settings.value(Setting::StudiesPanelVisible).toBool());
    m_commands[Command::ShowOverlay]->setChecked(
        m_settings.value(Setting::OverlayVisible).toBool());
    // In sight wherever a prediction is: here where no panel and no view of results says it.
    m_status->setIntendedUseShown(!findingShown && m_place == Place::Review);
}

} // namespace ccad
