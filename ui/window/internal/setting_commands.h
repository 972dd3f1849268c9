// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/commands/commands.h"

namespace ccad {

/// The commands that do nothing but change a setting: switches of panels, themes, the overlay.
class SettingCommands final : public QObject
{
    Q_OBJECT
public:
    /// Commands and settings must outlive this object.
    SettingCommands(Commands& commands, Settings& settings, QObject* parent = nullptr);

    /// Checks the commands, and gives all commands their keys, as the settings are now.
    void showSettings();

private:
    void connectSwitches();
    void changeOpacity(int percent);
    void nextOverlayStyle();

    Commands& m_commands;
    Settings& m_settings;
};

} // namespace ccad
