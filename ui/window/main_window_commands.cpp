// SPDX-License-Identifier: GPL-3.0-or-later
// The commands of the window that belong to no study, and the way settings reach it.
#include "core/base/data_dirs.h"
#include "core/base/parallel.h"
#include "ui/model/model_library.h"
#include "ui/settings/settings.h"
#include "ui/viewer/overlay_names.h"
#include "ui/viewer/review_place.h"
#include "ui/widgets/theme.h"
#include "ui/window/internal/status_line.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QDir>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int opacityStep = 10; // percent

struct Switch
{
    Command command;
    Setting setting;
};
constexpr Switch switches[] = {{Command::ShowOverlay, Setting::OverlayVisible},
                               {Command::StudiesPanel, Setting::StudiesPanelVisible},
                               {Command::FindingPanel, Setting::FindingPanelVisible},
                               {Command::Tags, Setting::TagsPanelVisible},
                               {Command::HidePatientText, Setting::HidePatientText}};

/// Lists the files rather than the folder, which also says where the studies come from.
QStringList sampleStudies()
{
    const QDir folder(samplesDir());
    QStringList studies;
    for (const QString& name : folder.entryList({u"*.dcm"_s}, QDir::Files, QDir::Name))
        studies << folder.filePath(name);
    // Without files, the folder's own error message tells what is missing.
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
    onCommand(Command::OpenSample, [this] {
        m_samples.start([](const CancelToken&) { return sampleStudies(); },
                        [this](const QStringList& studies) { open(studies); });
    });
    onCommand(Command::Quit, [this] { close(); });
    onCommand(Command::AskActiveModel, [this] { m_models->lookWithActive(); });
    onCommand(Command::Settings, [this] { showSettings(); });
    onCommand(Command::Shortcuts, [this] { showShortcuts(); });
    onCommand(Command::Manual, [this] { showManual(); });
    onCommand(Command::About, [this] { showAbout(); });
    connectPlaceCommands();
    connectSettingCommands();
    connectViewCommands();
    connectMeasuring();
    connectStudyCommands();
}

void MainWindow::connectPlaceCommands()
{
    onCommand(Command::ReviewPlace, [this] { showPlace(Place::Review); });
    onCommand(Command::ScreeningPlace, [this] { showPlace(Place::Screening); });
    onCommand(Command::TrainingPlace, [this] { showPlace(Place::Training); });
    onCommand(Command::ModelPlace, [this] { showPlace(Place::Model); });
    onCommand(Command::FullScreen,
              [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
}

void MainWindow::connectSettingCommands()
{
    onCommand(Command::ReadingRoom,
              [this] { m_settings.setValue(Setting::Theme, keyOf(Theme::ReadingRoom)); });
    onCommand(Command::Daylight,
              [this] { m_settings.setValue(Setting::Theme, keyOf(Theme::Daylight)); });
    onCommand(Command::MoreOpaque, [this] { changeOpacity(opacityStep); });
    onCommand(Command::LessOpaque, [this] { changeOpacity(-opacityStep); });
    onCommand(Command::OverlayStyle, [this] { nextOverlayStyle(); });
    for (const Switch& row : switches)
        connect(m_commands[row.command], &QAction::toggled, this,
                [this, setting = row.setting](bool on) { m_settings.setValue(setting, on); });
    connect(m_commands[Command::NearestPixels], &QAction::toggled, this, [this](bool on) {
        m_settings.setValue(Setting::Interpolation, on ? u"nearest"_s : u"smooth"_s);
    });
}

void MainWindow::changeOpacity(int percent)
{
    const int now = m_settings.value(Setting::OverlayOpacity).toInt();
    m_settings.setValue(Setting::OverlayOpacity, std::clamp(now + percent, 0, 100));
}

void MainWindow::nextOverlayStyle()
{
    const auto styles = overlayStyleNames();
    const OverlayStyle now = choiceOf(styles, m_settings.value(Setting::OverlayStyle).toString());
    const auto at = std::find_if(styles.begin(), styles.end(),
                                 [now](const auto& style) { return style.value == now; });
    const auto next = size_t(at - styles.begin() + 1) % styles.size();
    m_settings.setValue(Setting::OverlayStyle, styles[next].key);
}

void MainWindow::updateCommands()
{
    const bool inReview = m_place == Place::Review;
    for (const Command command : m_commands.names())
        if (isForReview(command))
            m_commands[command]->setEnabled(inReview);
    const int row = m_review->studies().rowOf(m_review->currentPath());
    m_commands[Command::Close]->setEnabled(inReview && row >= 0);
    m_commands[Command::CloseAll]->setEnabled(inReview && m_review->studies().rowCount() > 0);
    m_commands[Command::Previous]->setEnabled(inReview && m_review->hasPrevious());
    m_commands[Command::Next]->setEnabled(inReview && m_review->hasNext());
    m_commands[Command::FilterStudies]->setEnabled(inReview || m_place == Place::Screening);
    m_commands[Command::AskActiveModel]->setEnabled(inReview && m_models->isLookingElsewhere());
    updateStudyCommands();
    updateMeasuring();
}

void MainWindow::applySettings()
{
    const Theme theme = themeOf(m_settings.value(Setting::Theme).toString());
    if (theme != currentTheme())
        applyTheme(*qApp, theme);
    m_commands[theme == Theme::Daylight ? Command::Daylight : Command::ReadingRoom]->setChecked(
        true);
    for (const Switch& row : switches)
        m_commands[row.command]->setChecked(m_settings.value(row.setting).toBool());
    m_commands[Command::NearestPixels]->setChecked(
        m_settings.value(Setting::Interpolation).toString() == u"nearest"_s);
    m_commands.applySettings(m_settings);
    limitThreads(m_settings.value(Setting::Threads).toInt());
    // The words are in sight wherever a prediction is: here, where no panel and no view of results
    // says them.
    const bool findingShown = m_settings.value(Setting::FindingPanelVisible).toBool();
    m_status->setIntendedUseShown(!findingShown && m_place == Place::Review);
    showFileName();
}

} // namespace ccad
