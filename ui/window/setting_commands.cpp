// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/internal/setting_commands.h"

#include "ui/settings/settings.h"
#include "ui/viewer/overlay_names.h"
#include "ui/widgets/theme.h"

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
                               {Command::FilmOverlays, Setting::FilmOverlays},
                               {Command::StudiesPanel, Setting::StudiesPanelVisible},
                               {Command::FindingPanel, Setting::FindingPanelVisible},
                               {Command::Tags, Setting::TagsPanelVisible},
                               {Command::HidePatientText, Setting::HidePatientText}};

} // namespace

SettingCommands::SettingCommands(Commands& commands, Settings& settings, QObject* parent)
    : QObject(parent), m_commands(commands), m_settings(settings)
{
    connectSwitches();
    const auto onCommand = [this](Command command, const auto& act) {
        connect(m_commands[command], &QAction::triggered, this, act);
    };
    onCommand(Command::ReadingRoom,
              [this] { m_settings.setValue(Setting::Theme, keyOf(Theme::ReadingRoom)); });
    onCommand(Command::Daylight,
              [this] { m_settings.setValue(Setting::Theme, keyOf(Theme::Daylight)); });
    onCommand(Command::MoreOpaque, [this] { changeOpacity(opacityStep); });
    onCommand(Command::LessOpaque, [this] { changeOpacity(-opacityStep); });
    onCommand(Command::OverlayStyle, [this] { nextOverlayStyle(); });
}

void SettingCommands::connectSwitches()
{
    for (const Switch& row : switches)
        connect(m_commands[row.command], &QAction::toggled, this,
                [this, setting = row.setting](bool on) { m_settings.setValue(setting, on); });
    connect(m_commands[Command::NearestPixels], &QAction::toggled, this, [this](bool on) {
        m_settings.setValue(Setting::Interpolation, on ? u"nearest"_s : u"smooth"_s);
    });
}

void SettingCommands::changeOpacity(int percent)
{
    const int now = m_settings.value(Setting::OverlayOpacity).toInt();
    m_settings.setValue(Setting::OverlayOpacity, std::clamp(now + percent, 0, 100));
}

void SettingCommands::nextOverlayStyle()
{
    const auto styles = overlayStyleNames();
    const OverlayStyle now = choiceOf(styles, m_settings.value(Setting::OverlayStyle).toString());
    const auto at = std::find_if(styles.begin(), styles.end(),
                                 [now](const auto& style) { return style.value == now; });
    const auto next = size_t(at - styles.begin() + 1) % styles.size();
    m_settings.setValue(Setting::OverlayStyle, styles[next].key);
}

void SettingCommands::showSettings()
{
    const Theme theme = themeOf(m_settings.value(Setting::Theme).toString());
    m_commands[theme == Theme::Daylight ? Command::Daylight : Command::ReadingRoom]->setChecked(
        true);
    for (const Switch& row : switches)
        m_commands[row.command]->setChecked(m_settings.value(row.setting).toBool());
    m_commands[Command::NearestPixels]->setChecked(
        m_settings.value(Setting::Interpolation).toString() == u"nearest"_s);
    m_commands.applySettings(m_settings);
}

} // namespace ccad
